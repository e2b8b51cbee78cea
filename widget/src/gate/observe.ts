/** Holds what the parser puts into the page, and what no wrapped function sees: tags in the HTML, styles, attributes. */

import { fetches, NAMES } from "./attributes";
import { framesOf, holdElement, holdTree } from "./elements";
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
    // a subtree is looked through once, though each of its nodes is recorded: the parser adds them in document order
    let top: Element | undefined;
    for (const { addedNodes } of records)
      for (let at = 0; at < addedNodes.length; at++) {
        const node = addedNodes[at] as Element;
        if (node.nodeType !== 1) continue;
        if (node.shadowRoot) watchRoot(gate, node.shadowRoot);
        if (top?.contains(node)) continue;
        top = node;
        const found = holdTree(gate, node);
        for (const frame of framesOf(found)) watchFrame(gate, frame);
        anyMarked ||= found.some((each) => each.hasAttribute("data-akkoord"));
      }
    if (anyMarked) onMarked();
  }).observe(root, { childList: true, subtree: true });
  new MutationObserver((records) => {
    for (const { attributeName, target } of records)
      if (fetches(target as Element, attributeName as string)) holdElement(gate, target as Element);
  }).observe(root, { subtree: true, attributes: true, attributeFilter: NAMES });
  if (root.firstChild) holdTree(gate, root);
}
