/** Holds elements: takes the address away from what would fetch it, and the type from what would run. */

import { ASIDE, concerned, fetches, harmless, NAMES, shutsValue, whole } from "./attributes";
import { noteMap, shutsCode } from "./code";
import { holdStyle } from "./css";
import { holdHtml } from "./html";
import { inspectFrame, stopFrame } from "./realms";
import type { Gate } from "./state";

/** Keeps one attribute of one element until its category is allowed. */
export function holdValue(gate: Gate, node: Element, name: string, value: string, category: string): void {
  const meant = whole(name, value);
  const values = gate.values.get(node) ?? {};
  gate.values.set(node, values);
  values[name] = value;
  if (node.localName === "iframe") gate.onFrame();
  gate.held.push({
    category,
    node,
    free() {
      // another value may have been set since
      if (values[name] !== value) return;
      delete values[name];
      if (name.startsWith("xlink:")) node.setAttributeNS("http://www.w3.org/1999/xlink", name, meant);
      else node.setAttribute(name, meant);
      // a film that found no source is looked at again
      const { parentNode } = node;
      if (parentNode instanceof HTMLMediaElement && !parentNode.currentSrc) parentNode.load();
    },
  });
}

/** What the browser runs: no data, no other tool's held scripts, nothing for browsers of old. */
const RUNS = /^\s*(module|speculationrules|((text|application)\/(x-)?(java|ecma|j)script)?)\s*$/i;

/** Scripts that came by `innerHTML` and the like: the browser never runs those. */
export const dead = new WeakSet<Element>();

/** @param async whether it runs as soon as it comes; read before the browser meets a type that it does not know. */
export function holdScript(
  gate: Gate,
  node: Element,
  category: string,
  async: boolean = (node as HTMLScriptElement).async,
): void {
  const type = node.getAttribute("type");
  if (dead.has(node) || !RUNS.test(type ?? "") || node.hasAttribute("nomodule")) return;
  node.setAttribute("type", "text/plain");
  gate.held.push({
    category,
    node,
    async,
    free() {
      if (type === null) node.removeAttribute("type");
      else node.setAttribute("type", type);
    },
  });
}

/** Judges the code of an inline script, and once more if the parser has not read all of it. */
function holdInline(gate: Gate, script: HTMLScriptElement): void {
  const map = (script.dataset.type ?? script.type) === "importmap";
  if (!map && (gate.allowsAll || !RUNS.test(script.type))) return;
  const judge = (): void => {
    if (map) noteMap(script.text);
    const category = !map && shutsCode(gate, script);
    if (category) holdScript(gate, script, category);
  };
  judge();
  if (document.readyState === "loading" && !script.nextSibling)
    new MutationObserver(judge).observe(script, { childList: true, characterData: true, subtree: true });
}

/** Holds one element if it is marked for a category that is shut, or if an address of it is. */
export function holdElement(gate: Gate, node: Element): void {
  const tag = node.localName;
  if (tag === "style") holdStyle(gate, node as HTMLElement);
  const mark = node.getAttribute("data-akkoord");
  const marked = mark && !gate.allows(mark) ? mark : undefined;
  if (tag === "script" && !node.hasAttribute("src") && (!marked || node.hasAttribute("data-type")))
    holdInline(gate, node as HTMLScriptElement);
  for (const given of node.getAttributeNames()) {
    const name = given.replace(ASIDE, "");
    const aside = name !== given;
    if (!aside && !NAMES.includes(name)) continue;
    const value = node.getAttribute(given) as string;
    if (!fetches(node, name)) {
      // where a form goes is judged when it is sent
      if (aside && /action$/.test(name)) node.setAttribute(name, value);
      continue;
    }
    if (name === "srcdoc") {
      const safe = holdHtml(gate, value, true);
      if (safe !== value || aside) node.setAttribute(name, safe);
    } else if (name === "style") {
      const safe = harmless(gate, name, value);
      if (safe !== value || aside) node.setAttribute(name, safe as string);
    } else {
      const category = marked ?? shutsValue(gate, name, value);
      if (category && tag !== "script") {
        node.removeAttribute(name);
        holdValue(gate, node, name, value, category);
        // without its address a frame still loads what it began to load
        if (tag === "iframe" && !aside) stopFrame(node);
      } else {
        // without its address the parser took it for an empty script, which turns `async` on
        if (category) holdScript(gate, node, category, aside ? node.hasAttribute("async") : undefined);
        if (aside) node.setAttribute(name, value);
      }
    }
    if (aside) node.removeAttribute(given);
  }
  if (marked && tag === "script") holdScript(gate, node, marked);
  if (tag === "iframe") inspectFrame(gate, node as HTMLIFrameElement);
}

/** Holds what is shut in a node and below it; returns what it looked at. */
export function holdTree(gate: Gate, node: Node): Element[] {
  const found = concerned(node);
  for (const each of found) holdElement(gate, each);
  return found;
}

/** The frames among elements. */
export const framesOf = (found: Element[]): HTMLIFrameElement[] =>
  found.filter((node): node is HTMLIFrameElement => /^i?frame$/.test(node.localName));
