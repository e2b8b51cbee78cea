/** Lets through what has become allowed: in document order, once, each thing as it would have run by itself. */

import { withoutNames } from "./code";
import { freeStyles } from "./css";
import { holdScript, holdTree } from "./elements";
import { callMissed, runsLate, takeWritten } from "./late";
import { watchRoot } from "./observe";
import type { Gate, Held } from "./state";
import { trustedCode, trustedHtml } from "./wrap";

const MARKED = "template[data-akkoord],script[data-akkoord][type='text/plain'],[data-akkoord][data-src]";
/** The browser's own: what it gives is looked at here. */
const { importNode } = document;
/** Marked elements that were released: a template stays where it is. */
const done = new WeakSet<Element>();

/** Elements in document order, then calls in the order in which they were made. */
function inOrder(held: Held[]): Held[] {
  const placed = held.filter(({ node }) => node?.isConnected) as (Held & { node: Element })[];
  placed.sort((one, other) =>
    one.node.compareDocumentPosition(other.node) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
  );
  return [...placed, ...held.filter(({ node }) => !node?.isConnected)];
}

/** While the page is being parsed, an element may not have all of its content yet. */
const isComplete = (node: Node | null): boolean =>
  document.readyState !== "loading" || (!!node && (!!node.nextSibling || isComplete(node.parentNode)));

/** The marked elements of the page that are allowed now and were not released before. */
function takeMarked(gate: Gate): Held[] {
  const found: Held[] = [];
  for (const node of document.querySelectorAll<HTMLElement>(MARKED)) {
    const category = node.getAttribute("data-akkoord") as string;
    if (done.has(node) || !gate.allows(category) || !isComplete(node)) continue;
    done.add(node);
    if (node instanceof HTMLTemplateElement) {
      const roots = [...node.content.querySelectorAll("*")].flatMap((host) => host.shadowRoot ?? []);
      for (const root of roots) watchRoot(gate, root);
      // a copy has no shadow roots; but Firefox does not load films that are moved here
      const content = roots[0] ? node.content : (importNode.call(document, node.content, true) as DocumentFragment);
      found.push(...still(gate, content, category));
      node.after(content);
      continue;
    }
    const { type, src } = node.dataset;
    const free =
      node.localName !== "script"
        ? () => node.setAttribute("src", src as string)
        : () => (type ? node.setAttribute("type", type) : node.removeAttribute("type"));
    found.push({ category, node, async: node.hasAttribute("async"), free });
  }
  return found;
}

/** Keeps the scripts of a fragment still, so that they can run in order once it is in the page; returns them. */
function still(gate: Gate, content: DocumentFragment, category: string): Held[] {
  const scripts = content.querySelectorAll("script");
  // a copy would run as soon as it comes: what was written in the HTML keeps its place, whoever holds it
  for (const node of scripts) node.async = node.hasAttribute("async");
  holdTree(gate, content);
  const found: Held[] = [];
  for (const node of scripts) {
    const before = gate.held.length;
    holdScript(gate, node, category);
    found.push(...gate.held.splice(before));
  }
  return found;
}

/** A script that never says that it has ended must not hold up the others for ever. */
const ENDS_WITHIN = 10_000;

/** Runs a script that was kept from running, in its own place and as the same element. */
async function run(gate: Gate, script: HTMLScriptElement, category: string, async: boolean): Promise<void> {
  const external = script.hasAttribute("src");
  const place = new Comment();
  // what has left the page meanwhile would have run before it left
  if (script.isConnected) script.replaceWith(place);
  else document.head.append(place);
  script.async = async;
  if (!external && script.type === "module") script.text = trustedCode(withoutNames(script.text));
  const end = runsLate(script);
  const ended =
    external &&
    new Promise((resolve) => {
      for (const type of ["load", "error"]) script.addEventListener(type, resolve);
      setTimeout(resolve, ENDS_WITHIN);
    });
  place.replaceWith(script);
  if (ended) await ended;
  end();
  const html = takeWritten(script);
  if (!html) return;
  const range = document.createRange();
  range.selectNode(script);
  const content = range.createContextualFragment(trustedHtml(html));
  const scripts = still(gate, content, category);
  script.after(content);
  await runAll(gate, scripts);
}

let last: Promise<void> = Promise.resolve();

/**
 * Releases all that is allowed now; a second call waits for the first, whatever became of it.
 *
 * @param more whether more is allowed than before: then style sheets are looked through as well.
 */
export const release = (gate: Gate, more = false): Promise<void> => {
  last = last
    .then(() => {
      if (more) freeStyles(gate);
      return releasePass(gate);
    })
    .catch(reportError);
  return last;
};

function releasePass(gate: Gate): Promise<void> {
  const freed: Held[] = [];
  for (let at = 0; at < gate.held.length; )
    if (gate.allows((gate.held[at] as Held).category)) freed.push(...gate.held.splice(at, 1));
    else at++;
  freed.push(...takeMarked(gate));
  return runAll(gate, inOrder(freed));
}

async function runAll(gate: Gate, freed: Held[]): Promise<void> {
  const onload = window.onload;
  const later: (() => Promise<void>)[] = [];
  let waiting: Promise<void>[] = [];
  for (const { node, category, async = false, free } of freed) {
    try {
      free();
    } catch {
      // such as a full storage: the page's own call has returned long ago
    }
    if (node?.localName !== "script") continue;
    const script = node as HTMLScriptElement;
    const start = () => run(gate, script, category, async);
    if (async) void start().then(() => callMissed(onload));
    else if (script.type === "module" || (script.defer && script.src)) later.push(start);
    else {
      // an inline script runs at once, so all that stands before it has to be through
      if (!script.hasAttribute("src")) {
        await Promise.all(waiting);
        waiting = [];
      }
      waiting.push(start());
    }
  }
  await Promise.all(waiting);
  await Promise.all(later.map((start) => start()));
  callMissed(onload);
}
