/** Holds lasting connections: the page gets one that is still connecting, and that connects once it is allowed. */

import { absolute } from "./match";
import type { Gate, View } from "./state";
import { wrapClass } from "./wrap";

export function watchSockets(gate: Gate, view: View): void {
  for (const name of ["WebSocket", "EventSource"] as const)
    wrapClass(view, name, (given, real) => {
      const category = gate.shuts(given[0]);
      return category
        ? waiting(gate, category, view[name].prototype, `${given[0]}`, () => real(...given))
        : real(...given);
    });
}

/** An object that behaves like a connection which does not come about, until it may. */
function waiting(gate: Gate, category: string, prototype: object, address: string, connect: () => EventTarget): object {
  let real: Record<string, unknown> & EventTarget;
  let closed = false;
  const held = new EventTarget();
  const own: Record<string, unknown> = {
    url: absolute(address).href,
    readyState: 0,
    bufferedAmount: 0,
  };
  const types = new Set(["open", "message", "error", "close"]);
  const described: PropertyDescriptorMap = {
    addEventListener: {
      value(type: string, ...rest: [never]) {
        types.add(type);
        EventTarget.prototype.addEventListener.call(held, type, ...rest);
      },
    },
  };
  for (const [name, { get, value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
    if (/^on/.test(name)) described[name] = { value: null, writable: true };
    else if (get)
      described[name] = {
        get: () => (real ? real[name] : (own[name] ?? "")),
        set: (to) => {
          own[name] = to;
          if (real) real[name] = to;
        },
      };
    else if (typeof value === "function" && name !== "constructor")
      described[name] = {
        value(...given: unknown[]) {
          if (real) return (real[name] as (...given: unknown[]) => unknown)(...given);
          if (name !== "close") throw new DOMException("Still in CONNECTING state.", "InvalidStateError");
          closed = true;
          own.readyState = 3;
          return undefined;
        },
      };
  Object.setPrototypeOf(held, prototype);
  Object.defineProperties(held, described);
  gate.holdCall(category, () => {
    if (closed) return;
    real = connect() as typeof real;
    if (own.binaryType) real.binaryType = own.binaryType;
    for (const type of types)
      real.addEventListener(type, (event) => {
        const copy = new (event.constructor as typeof MessageEvent)(type, event as MessageEventInit);
        held.dispatchEvent(copy);
        (held as unknown as Record<string, ((event: Event) => void) | null>)[`on${type}`]?.(copy);
      });
  });
  return held;
}
