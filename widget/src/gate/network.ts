/** Holds requests that scripts make: they are made once their category is allowed. */

import type { Gate } from "./state";
import { wrapMethod } from "./wrap";

/** More than this many held calls of one page are dropped: a tracker that sends on a timer must not fill the memory. */
const MOST = 200;

export function watchNetwork(gate: Gate): void {
  let calls = 0;
  /** Keeps a call until its category is allowed. */
  const hold = (category: string, free: () => void): void => {
    if (++calls <= MOST) gate.held.push({ category, free });
  };

  wrapMethod(
    window,
    "fetch",
    (original) =>
      function (this: unknown, ...given: unknown[]) {
        const [input, init] = given as [RequestInfo | URL, RequestInit | undefined];
        const request = input instanceof Request ? input : undefined;
        const category = gate.shuts(request?.url ?? input);
        if (!category) return original.apply(this, given);
        return new Promise((resolve, reject) => {
          const signal = init?.signal ?? request?.signal;
          const aborted = (): void => reject(signal?.reason);
          if (signal?.aborted) return aborted();
          signal?.addEventListener("abort", aborted);
          hold(category, () => signal?.aborted || resolve(original.apply(this, given)));
        });
      },
  );

  wrapMethod(
    Navigator.prototype,
    "sendBeacon",
    (original) =>
      function (this: Navigator, ...given: unknown[]) {
        const category = gate.shuts(given[0]);
        if (!category) return original.apply(this, given);
        hold(category, () => original.apply(this, given));
        return true;
      },
  );

  const shut = new WeakMap<XMLHttpRequest, [category: string, waits: boolean]>();
  wrapMethod(
    XMLHttpRequest.prototype,
    "open",
    (original) =>
      function (this: XMLHttpRequest, ...given: unknown[]) {
        const category = gate.shuts(given[1]);
        if (category) shut.set(this, [category, given[2] !== false]);
        else shut.delete(this);
        return original.apply(this, given);
      },
  );
  wrapMethod(
    XMLHttpRequest.prototype,
    "send",
    (original) =>
      function (this: XMLHttpRequest, ...given: unknown[]) {
        const [category, waits] = shut.get(this) ?? [];
        if (!category || gate.allows(category)) return original.apply(this, given);
        // nobody can wait inside a synchronous call: it fails as it does without a network
        if (!waits) throw new DOMException("Failed to execute 'send' on 'XMLHttpRequest'", "NetworkError");
        const entry = shut.get(this);
        hold(category, () => shut.get(this) === entry && original.apply(this, given));
      },
  );
  wrapMethod(
    XMLHttpRequest.prototype,
    "abort",
    (original) =>
      function (this: XMLHttpRequest) {
        shut.delete(this);
        return original.call(this);
      },
  );
}
