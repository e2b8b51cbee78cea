/** What a script that runs after its time would have met in time: page events, and a place for `document.write`. */

import type { Gate } from "./state";
import { wrapMethod } from "./wrap";

/** The scripts that were released; while one runs it is `document.currentScript`. */
const released = new WeakSet<Element>();
const written = new WeakMap<Element, string>();
let missed: [target: EventTarget, type: string, listener: EventListenerOrEventListenerObject][] = [];
const fired = new Set<string>();

const running = (): Element | undefined => {
  const script = document.currentScript;
  return script && released.has(script) ? script : undefined;
};

export function watchLate(): void {
  for (const [target, type] of [
    [document, "DOMContentLoaded"],
    [window, "load"],
  ] as const)
    target.addEventListener(type, () => fired.add(type), { once: true });

  wrapMethod(
    EventTarget.prototype,
    "addEventListener",
    (original) =>
      function (this: EventTarget | undefined, type: string, listener: EventListener, options: unknown) {
        const target = this ?? window;
        if (listener && fired.has(type) && (target === window || target === document) && running())
          missed.push([target, type, listener]);
        else original.call(target, type, listener, options);
      },
  );
  for (const name of ["write", "writeln"])
    wrapMethod(
      Document.prototype,
      name,
      (original) =>
        function (this: Document, ...texts: string[]) {
          const script = this === document && running();
          // after parsing, a write would wipe the page; it belongs where its script stands
          if (script) written.set(script, (written.get(script) ?? "") + texts.join(""));
          else original.apply(this, texts);
        },
    );
}

/** Says that this script runs now although its time has passed. */
export const runsLate = (script: Element): void => {
  released.add(script);
};

/** Puts what a script wrote behind it. */
export function placeWritten(gate: Gate, script: Element): void {
  const html = written.get(script);
  if (!html) return;
  written.delete(script);
  const range = document.createRange();
  range.selectNode(script);
  const fragment = range.createContextualFragment(html);
  for (const inner of fragment.querySelectorAll("script")) {
    inner.async = false;
    if (gate.held.every(({ node }) => node !== inner)) released.add(inner);
  }
  script.after(fragment);
}

/** Calls the listeners that came too late for their event, once. */
export function callMissed(onload: unknown): void {
  const calls = missed;
  missed = [];
  if (fired.has("load") && window.onload && window.onload !== onload) calls.push([window, "load", window.onload]);
  for (const type of ["DOMContentLoaded", "load"])
    for (const [target, missedType, listener] of calls)
      if (missedType === type)
        try {
          const event = new Event(type);
          if (typeof listener === "function") listener.call(target, event);
          else listener.handleEvent(event);
        } catch (error) {
          reportError(error);
        }
}
