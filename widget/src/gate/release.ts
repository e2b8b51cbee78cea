/** Lets through what has become allowed: in document order, once, each thing as it would have run by itself. */

import { holdTree } from "./elements";
import { callMissed, placeWritten, runsLate } from "./late";
import type { Gate, Held } from "./state";

const MARKED = "template[data-akkoord],script[data-akkoord][type='text/plain'],[data-akkoord][data-src]";
/** Marked elements that were released: a template stays where it is. */
const done = new WeakSet<Element>();

const inOrder = (one: Held, other: Held): number => {
  const [a, b] = [one.node, other.node];
  if (!a?.isConnected || !b?.isConnected || a === b) return 0;
  return a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
};

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
    if (node instanceof HTMLTemplateElement) found.push(...unpack(gate, node, category));
    else if (node.localName === "script")
      found.push({
        category,
        node,
        async: node.hasAttribute("async"),
        free: () => (node.dataset.type ? node.setAttribute("type", node.dataset.type) : node.removeAttribute("type")),
      });
    else found.push({ category, node, free: () => node.setAttribute("src", node.dataset.src as string) });
  }
  return found;
}

/** Puts a template's content behind it with its scripts still, so that they can run in order; returns those scripts. */
function unpack(gate: Gate, template: HTMLTemplateElement, category: string): Held[] {
  const content = document.importNode(template.content, true);
  holdTree(gate, content);
  const scripts = [...content.querySelectorAll("script")].filter(({ type }) => type !== "text/plain");
  const found = scripts.map((node) => {
    const type = node.getAttribute("type");
    node.type = "text/plain";
    return {
      category,
      node,
      async: node.hasAttribute("async"),
      free: () => (type === null ? node.removeAttribute("type") : node.setAttribute("type", type)),
    };
  });
  template.after(content);
  return found;
}

/** Runs a script that was kept from running, in its own place and as the same element. */
function run(gate: Gate, script: HTMLScriptElement, async: boolean): Promise<unknown> | undefined {
  const external = script.hasAttribute("src");
  const place = new Comment();
  script.replaceWith(place);
  script.async = async;
  runsLate(script);
  const ends =
    external &&
    new Promise((resolve) => {
      for (const type of ["load", "error"]) script.addEventListener(type, resolve, { once: true });
    }).then(() => placeWritten(gate, script));
  place.replaceWith(script);
  if (!external) placeWritten(gate, script);
  return ends || undefined;
}

let last: Promise<unknown> = Promise.resolve();

/** Releases all that is allowed now; a second call waits for the first. */
export const release = (gate: Gate): Promise<void> => {
  const pass = last.then(() => releasePass(gate));
  last = pass.catch(reportError);
  return pass;
};

async function releasePass(gate: Gate): Promise<void> {
  const freed: Held[] = [];
  for (let at = 0; at < gate.held.length; )
    if (gate.allows((gate.held[at] as Held).category)) freed.push(...gate.held.splice(at, 1));
    else at++;
  freed.push(...takeMarked(gate));
  freed.sort(inOrder);

  const onload = window.onload;
  const deferred: HTMLScriptElement[] = [];
  let waiting: unknown[] = [];
  for (const { node, async = false, free } of freed) {
    free();
    if (node?.localName !== "script" || !node.isConnected) continue;
    const script = node as HTMLScriptElement;
    if (async) void run(gate, script, true);
    else if (script.type === "module" || (script.defer && script.src)) deferred.push(script);
    else {
      // an inline script runs at once, so all that stands before it has to be through
      if (!script.hasAttribute("src")) {
        await Promise.all(waiting);
        waiting = [];
      }
      waiting.push(run(gate, script, false));
    }
  }
  await Promise.all(waiting);
  await Promise.all(deferred.map((script) => run(gate, script, false)));
  callMissed(onload);
}
