/** Holds what scripts write on the device under a name that a service owns; the last value is written on release. */

import type { Gate, View } from "./state";
import { wrapMethod, wrapSetter } from "./wrap";

export function watchStorage(gate: Gate, view: View): void {
  /** One held write per place and name: only the last one counts. */
  const writes = new Map<string, () => void>();
  const hold = (category: string, place: string, write: () => void): void => {
    if (!writes.has(place)) gate.held.push({ category, free: () => writes.get(place)?.() });
    writes.set(place, write);
  };

  wrapSetter(
    view.Document.prototype,
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
    (view as unknown as Record<string, { prototype: object }>).CookieStore?.prototype ?? {},
    "set",
    (original) =>
      function (this: unknown, ...given: unknown[]) {
        const [first] = given as [string | { name: string }];
        const name = typeof first === "object" ? first.name : String(first);
        const category = gate.shutsKey(name);
        if (!category) return original.apply(this, given);
        hold(category, name, () => void original.apply(this, given).catch(() => {}));
        return Promise.resolve();
      },
  );

  const { prototype } = view.Storage;
  /** What stands before a storage, so that `storage.name = value` is seen too -> the storage. */
  const stored = new WeakMap<object, Storage>();
  /** Held values, which the page reads back as if they were written. */
  const kept = new WeakMap<Storage, Map<string, string>>();
  const keptIn = (storage: Storage): Map<string, string> => {
    const names = kept.get(storage) ?? new Map();
    kept.set(storage, names);
    return names;
  };
  const { setItem, removeItem } = prototype;
  const setIn = (storage: Storage, name: string, value: string): boolean => {
    const category = gate.shutsKey(name);
    if (!category) return false;
    const names = keptIn(storage);
    if (!names.has(name))
      gate.held.push({
        category,
        free() {
          const last = names.get(name);
          names.delete(name);
          if (last !== undefined) setItem.call(storage, name, last);
        },
      });
    names.set(name, value);
    return true;
  };
  for (const name of ["setItem", "getItem", "removeItem", "key", "clear"])
    wrapMethod(
      prototype,
      name,
      (original) =>
        function (this: Storage, ...given: unknown[]) {
          const storage = stored.get(this) ?? this;
          const key = String(given[0]);
          if (name === "setItem" && given.length > 1 && setIn(storage, key, String(given[1]))) return;
          if (name === "getItem") return keptIn(storage).get(key) ?? original.apply(storage, given);
          if (name === "removeItem") keptIn(storage).delete(key);
          return original.apply(storage, given);
        },
    );
  for (const area of ["localStorage", "sessionStorage"]) {
    const described = Object.getOwnPropertyDescriptor(view, area);
    const proxies = new WeakMap<Storage, Storage>();
    if (!described?.get) continue;
    const { get } = described;
    Object.defineProperty(view, area, {
      ...described,
      get() {
        const storage: Storage = get.call(view);
        let proxy = storage && proxies.get(storage);
        if (!storage || proxy) return proxy ?? storage;
        proxy = new Proxy(storage, {
          get: (of, name) => {
            const held = typeof name === "string" ? keptIn(of).get(name) : undefined;
            return held ?? Reflect.get(of, name, of);
          },
          set: (of, name, value) =>
            (typeof name === "string" && !(name in prototype) && setIn(of, name, String(value))) ||
            Reflect.set(of, name, value, of),
          defineProperty: (of, name, descriptor) =>
            (typeof name === "string" && setIn(of, name, String(descriptor.value))) ||
            Reflect.defineProperty(of, name, descriptor),
          deleteProperty: (of, name) => {
            removeItem.call(of, String(name));
            return keptIn(of).delete(String(name)) || true;
          },
        });
        proxies.set(storage, proxy);
        stored.set(proxy, storage);
        return proxy;
      },
    });
  }
}
