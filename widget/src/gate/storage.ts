/** Holds what scripts write on the device under a name that a service owns; the last value is written on release. */

import type { Gate } from "./state";
import { wrapMethod, wrapSetter } from "./wrap";

export function watchStorage(gate: Gate): void {
  /** One held write per place and name: only the last one counts. */
  const writes = new Map<string, () => void>();
  const hold = (category: string, place: string, write: () => void): void => {
    if (!writes.has(place)) gate.held.push({ category, free: () => writes.get(place)?.() });
    writes.set(place, write);
  };

  wrapSetter(
    Document.prototype,
    "cookie",
    (set) =>
      function (this: Document, text: unknown) {
        const name = String(text).split("=")[0]?.trim() ?? "";
        const category = gate.shutsKey(name);
        if (category) hold(category, name, () => set.call(this, text));
        else set.call(this, text);
      },
  );
  wrapMethod(
    Storage.prototype,
    "removeItem",
    (original) =>
      function (this: Storage, name: unknown) {
        writes.set(`${this === sessionStorage} ${name}`, () => {});
        original.call(this, name);
      },
  );
  wrapMethod(
    Storage.prototype,
    "setItem",
    (original) =>
      function (this: Storage, ...given: unknown[]) {
        const category = given.length > 1 && gate.shutsKey(String(given[0]));
        if (!category) return original.apply(this, given);
        hold(category, `${this === sessionStorage} ${given[0]}`, () => original.apply(this, given));
      },
  );
}
