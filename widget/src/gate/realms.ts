/** Frames that scripts of the page can reach: each has functions and a document of its own. */

import { watchRoot } from "./observe";
import { policy } from "./policy";
import type { Gate, View } from "./state";

const views = new WeakSet<object>();
/** Frames of the website's own pages that load under a policy of ours. */
const confined = new Set<HTMLIFrameElement>();
let install: (view: View) => void;

/** Watches the functions of a window, once. */
export function watchView(view: View): void {
  if (views.has(view)) return;
  views.add(view);
  install(view);
}

/** @param into puts every hook into a window. */
export function watchRealms(gate: Gate, into: (view: View) => void): void {
  install = into;
  // a frame that has gone somewhere else has another document, and maybe another window
  document.addEventListener(
    "load",
    ({ target }) => {
      if ((target as Element).localName === "iframe") watchFrame(gate, target as HTMLIFrameElement);
    },
    true,
  );
}

/** Holds what a frame of the page would become: a link, a form or a script may send it anywhere by its name. */
function watchNavigation(gate: Gate, view: View): void {
  (view as View & { navigation?: EventTarget }).navigation?.addEventListener("navigate", (event) => {
    const { url } = (event as Event & { destination: { url: string } }).destination;
    const category = event.cancelable && gate.shuts(url);
    if (!category) return;
    event.preventDefault();
    gate.hold(category, () => view.location.replace(url));
  });
}

/** Watches what is in a frame, if scripts of the page can reach it. */
export function watchFrame(gate: Gate, frame: HTMLIFrameElement): void {
  try {
    const view = frame.contentWindow as View | null;
    if (!view?.document) return;
    if (!views.has(view)) watchNavigation(gate, view);
    watchView(view);
    watchRoot(gate, view.document);
  } catch {
    // of another origin: its address was judged
  }
}

/**
 * Lets a page of the website load in a frame under a policy, where the browser can: no script of ours is there before
 * the first line of that page.
 */
export function confine(gate: Gate, frame: HTMLIFrameElement): void {
  const src = frame.getAttribute("src");
  if (!src || confined.has(frame) || !("csp" in frame)) return;
  const { origin, href } = new URL(src, document.baseURI);
  const allowList = policy(gate);
  if (origin !== location.origin || !allowList) return;
  confined.add(frame);
  frame.setAttribute("csp", allowList);
  // what it has begun to load, it loads anew
  if (frame.isConnected) frame.src = href;
}

/** Frames get the policy of now; a policy that a page has is only lifted by loading it anew. */
export function freeFrames(gate: Gate): void {
  for (const frame of confined) {
    const allowList = policy(gate);
    if (allowList) frame.setAttribute("csp", allowList);
    else frame.removeAttribute("csp");
    frame.contentWindow?.location.reload();
    if (!allowList) confined.delete(frame);
  }
}
