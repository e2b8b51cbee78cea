/** Frames that scripts of the page can reach: each has functions and a document of its own. */

import { ASIDE } from "./attributes";
import { AWAY } from "./css";
import { holdValue } from "./elements";
import { holdHtml } from "./html";
import { absolute, UNKNOWN } from "./match";
import { watchRoot } from "./observe";
import type { Gate, View } from "./state";

const views = new WeakSet<object>();
/** Frames whose page was looked at -> its address. */
const inspected = new WeakMap<Element, string>();
/** What stands in HTML text in which something is held. */
const MARK = new RegExp(`${ASIDE}|${AWAY}`);
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

/** Watches what is in a frame, if scripts of the page can reach it. */
export function watchFrame(gate: Gate, frame: HTMLIFrameElement): void {
  try {
    const view = frame.contentWindow as View | null;
    if (!view?.document) return;
    watchView(view);
    watchRoot(gate, view.document);
  } catch {
    // of another origin: its address was judged
  }
}

/**
 * Looks at a page of the website before a frame loads it: no script of ours would be there before the first line of it.
 * One that carries the tag holds itself; one without it that would bring a tracker is held as a whole.
 */
export function inspectFrame(gate: Gate, frame: HTMLIFrameElement): void {
  const src = frame.getAttribute("src");
  if (!src || inspected.get(frame) === src || gate.allowsAll) return;
  const { origin, href } = absolute(src);
  if (origin !== location.origin) return;
  inspected.set(frame, src);
  frame.removeAttribute("src");
  stopFrame(frame);
  gate.values.set(frame, { src });
  void shutsPage(gate, href).then((category) => {
    // the page may have sent it elsewhere meanwhile
    if (gate.values.get(frame)?.src !== src) return;
    gate.values.delete(frame);
    if (category) holdValue(gate, frame, "src", src, category);
    else frame.setAttribute("src", src);
  });
}

/** The category that keeps a page of the website out of a frame, if one does. */
async function shutsPage(gate: Gate, address: string): Promise<string | undefined> {
  try {
    const response = await fetch(address);
    if (!response.headers.get("Content-Type")?.includes("html")) return void response.body?.cancel();
    const html = await response.text();
    if (html.includes("/akkoord.js")) return undefined;
    return gate.shutsIn(html, true) ?? (MARK.test(holdHtml(gate, html, true)) ? UNKNOWN : undefined);
  } catch {
    return undefined;
  }
}

/** Ends what a frame is loading: only a frame that leaves the page lets go of it. */
export function stopFrame(frame: Element): void {
  if (!frame.isConnected) return;
  const place = new Comment();
  frame.replaceWith(place);
  place.replaceWith(frame);
}
