/** What a script that runs after its time would have met in time: page events, and a place for `document.write`. */

import { wrapMethod } from "./wrap";

/** The scripts that were released; while one runs it is `document.currentScript`. */
const released = new WeakSet<Element>();
const written = new WeakMap<Element, string>();
let missed: [target: EventTarget, type: string, listener: EventListenerOrEventListenerObject][] = [];
const fired = new Set<string>();
/** Released modules that have not ended yet: they run without being `document.currentScript`. */
let modules = 0;

const running = (): Element | null => {
  const script = document.currentScript;
  return script && released.has(script) ? script : null;
};

export function watchLate(): void {
  for (const [target, type] of [
    [document, "DOMContentLoaded"],
    [window, "load"],
  ] as const)
    target.addEventListener(type, () => fired.add(type));

  wrapMethod(
    EventTarget.prototype,
    "addEventListener",
    (original) =>
      function (this: EventTarget | undefined, type: string, listener: EventListener, options: unknown) {
        const target = this ?? window;
        original.call(target, type, listener, options);
        if (
          listener &&
          fired.has(type) &&
          (target === window || (target === document && type !== "load")) &&
          (running() || (modules && !document.currentScript))
        )
          missed.push([target, type, listener]);
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

/** Says that this script runs now although its time has passed; returns what to call when it has ended. */
export function runsLate(script: HTMLScriptElement): () => void {
  released.add(script);
  if (script.type !== "module") return () => {};
  modules++;
  return () => {
    modules--;
  };
}

/** What a script wrote, once. */
export function takeWritten(script: Element): string | undefined {
  const html = written.get(script);
  written.delete(script);
  return html;
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
          const event = Object.defineProperty(new Event(type), "target", { value: document });
          if (typeof listener === "function") listener.call(target, event);
          else listener.handleEvent(event);
        } catch (error) {
          reportError(error);
        }
}
