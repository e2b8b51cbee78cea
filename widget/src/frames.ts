/** Finds the held frames of a page that are large enough to be seen. */

import type { Gate } from "./gate";
import type { HeldFrame } from "./page";

/** A smaller frame is a pixel: there is nothing to see in it. */
const SMALLEST = 100;

export function heldFrames(gate: Gate): HeldFrame[] {
  const found: HeldFrame[] = [];
  for (const { node, category } of gate.held)
    if (node instanceof HTMLIFrameElement)
      found.push({ frame: node, address: gate.values.get(node)?.src ?? "", category });
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe[data-akkoord][data-src]")) {
    const { akkoord: category, src: address } = frame.dataset as { akkoord: string; src: string };
    if (!gate.allows(category)) found.push({ frame, address, category });
  }
  return found.filter(({ frame }) => frame.offsetWidth >= SMALLEST && frame.offsetHeight >= SMALLEST);
}
