/** Holds what the parser puts into the page: tags that are written in the HTML. */

import { FETCHING, holdTree } from "./elements";
import type { Gate } from "./state";

/**
 * Watches the whole document.
 *
 * @param marked called when elements with `data-akkoord` may have come.
 */
export function watchParser(gate: Gate, marked: () => void): void {
  new MutationObserver((records) => {
    let anyMarked = false;
    // a subtree is looked through once, though each of its nodes may be recorded
    const seen = new Set<Node | null>();
    for (const { addedNodes } of records)
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        const known = seen.has(node.parentNode);
        seen.add(node);
        if (known || !(node.firstElementChild || FETCHING.test(node.localName) || node.localName === "template"))
          continue;
        holdTree(gate, node);
        anyMarked ||= node.matches("[data-akkoord]") || !!node.querySelector("[data-akkoord]");
      }
    if (anyMarked) marked();
  }).observe(document, { childList: true, subtree: true });
}
