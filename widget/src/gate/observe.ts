/** Holds what the parser puts into the page, and what no wrapped function sees: tags in the HTML, styles, attributes. */

import { NAMES, SELECTOR } from "./attributes";
import { framesIn, holdElement, holdTree } from "./elements";
import { watchFrame } from "./realms";
import type { Gate } from "./state";

/** Set once by the gate: called when elements with `data-akkoord` may have come. */
let onMarked = (): void => {};
export const tellMarked = (tell: () => void): void => {
  onMarked = tell;
};

/** Watches a document or a shadow root, once. */
export function watchRoot(gate: Gate, root: Document | ShadowRoot): void {
  if (gate.roots.has(root)) return;
  gate.roots.add(root);
  new MutationObserver((records) => {
    let anyMarked = false;
    // a subtree is looked through once, though each of its nodes may be recorded
    const seen = new Set<Node | null>();
    for (const { addedNodes, target, type } of records) {
      if (type === "attributes") holdElement(gate, target as Element);
      for (const node of addedNodes as NodeListOf<Element>) {
        if (node.nodeType !== 1) continue;
        const known = seen.has(node.parentNode);
        seen.add(node);
        if (node.shadowRoot) watchRoot(gate, node.shadowRoot);
        if (known || !(node.firstElementChild || node.matches(SELECTOR))) continue;
        holdTree(gate, node);
        for (const frame of framesIn(node)) watchFrame(gate, frame);
        anyMarked ||= node.matches("[data-akkoord]") || !!node.querySelector("[data-akkoord]");
      }
    }
    if (anyMarked) onMarked();
  }).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: NAMES });
  if (root.firstChild) holdTree(gate, root);
}
