/** Holds requests that scripts make: they are made once their category is allowed. */

import { absolute } from "./match";
import type { Gate, View } from "./state";
import { wrapClass, wrapMethod } from "./wrap";

export function watchNetwork(gate: Gate, view: View): void {
  wrapMethod(
    view,
    "fetch",
    (original) =>
      function (this: unknown, ...given: unknown[]) {
        const [input, init] = given as [RequestInfo | URL, RequestInit | undefined];
        const request = (input as Request | undefined)?.url ? (input as Request) : undefined;
        const category = gate.shuts(request?.url ?? input);
        if (!category) return original.apply(this, given);
        return new Promise((resolve, reject) => {
          const signal = init?.signal ?? request?.signal;
          const aborted = (): void => reject(signal?.reason);
          if (signal?.aborted) return aborted();
          signal?.addEventListener("abort", aborted);
          const meant = [request ?? absolute(input).href, ...given.slice(1)];
          gate.holdCall(category, () => signal?.aborted || resolve(original.apply(this, meant)));
        });
      },
  );
  wrapMethod(
    view,
    "fetchLater",
    (original) =>
      function (this: unknown, ...given: unknown[]) {
        const category = gate.shuts((given[0] as Request | undefined)?.url ?? given[0]);
        if (!category) return original.apply(this, given);
        gate.holdCall(category, () => original.apply(this, given));
        return { activated: false };
      },
  );

  wrapMethod(
    view.Navigator.prototype,
    "sendBeacon",
    (original) =>
      function (this: Navigator, ...given: unknown[]) {
        const category = gate.shuts(given[0]);
        if (!category) return original.apply(this, given);
        const meant = [absolute(given[0]).href, ...given.slice(1)];
        gate.holdCall(category, () => original.apply(this, meant));
        return true;
      },
  );

  const shut = new WeakMap<XMLHttpRequest, [category: string, waits: boolean]>();
  const { prototype } = view.XMLHttpRequest;
  wrapMethod(
    prototype,
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
    prototype,
    "send",
    (original) =>
      function (this: XMLHttpRequest, ...given: unknown[]) {
        const [category, waits] = shut.get(this) ?? [];
        if (!category || gate.allows(category)) return original.apply(this, given);
        // nobody can wait inside a synchronous call: it fails as it does without a network
        if (!waits) throw new DOMException("Network error", "NetworkError");
        const entry = shut.get(this);
        gate.holdCall(category, () => shut.get(this) === entry && original.apply(this, given));
      },
  );
  wrapMethod(
    prototype,
    "abort",
    (original) =>
      function (this: XMLHttpRequest) {
        shut.delete(this);
        return original.call(this);
      },
  );

  // a call between browsers works without the servers that are shut, as far as it can, and gets them once they are open
  wrapClass(view, "RTCPeerConnection", (given, real) => {
    const [config] = given as [RTCConfiguration | undefined];
    let category: string | undefined;
    const iceServers = config?.iceServers?.filter(({ urls }) => {
      const found = [urls].flat().map((url) => gate.shuts(`${url}`.replace(/^\w+:(\/\/)?/, "https://")));
      category ??= found.find(Boolean);
      return !found.some(Boolean);
    });
    const peer = real(...(category ? [{ ...config, iceServers }, ...given.slice(1)] : given)) as RTCPeerConnection;
    if (category) gate.holdCall(category, () => peer.setConfiguration(config));
    return peer;
  });
}
