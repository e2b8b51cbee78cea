/** Holds databases and caches under a name that a service owns. */

import type { Gate, View } from "./state";
import { wrapMethod } from "./wrap";

const EVENTS = ["success", "error", "upgradeneeded", "blocked"];

export function watchDatabases(gate: Gate, view: View): void {
  wrapMethod(
    view.IDBFactory.prototype,
    "open",
    (original) =>
      function (this: IDBFactory, ...given: unknown[]) {
        const category = gate.shutsKey(`${given[0]}`);
        if (!category) return original.apply(this, given);
        // a request that the page can hold on to, and that writes nothing; what it does itself, nobody hears of
        const request = this.deleteDatabase(`${given[0]}`);
        for (const type of EVENTS)
          request.addEventListener(type, (event) => event.isTrusted && event.stopImmediatePropagation());
        gate.holdCall(category, () => {
          const real: IDBOpenDBRequest = original.apply(this, given);
          for (const name of ["result", "error", "transaction", "readyState", "source"] as const)
            Object.defineProperty(request, name, { get: () => real[name], configurable: true });
          for (const type of EVENTS)
            real.addEventListener(type, (event) =>
              request.dispatchEvent(
                new (event.constructor as typeof IDBVersionChangeEvent)(type, event as IDBVersionChangeEvent),
              ),
            );
        });
        return request;
      },
  );
  wrapMethod(
    view.CacheStorage?.prototype ?? {},
    "open",
    (original) =>
      function (this: CacheStorage, ...given: unknown[]) {
        const category = gate.shutsKey(`${given[0]}`);
        if (!category) return original.apply(this, given);
        return new Promise((resolve) => gate.holdCall(category, () => resolve(original.apply(this, given))));
      },
  );
}
