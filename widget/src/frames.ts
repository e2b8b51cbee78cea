/** Finds the held frames of a page that are large enough to be seen. */

import type { Gate } from "./gate";

/** A smaller frame is a pixel: there is nothing to see in it. */
const SMALLEST = 100;

export const heldFrames = (gate: Gate): HTMLIFrameElement[] =>
  [...gate.held.map(({ node }) => node), ...document.querySelectorAll("iframe[data-akkoord][data-src]")].filter(
    (frame): frame is HTMLIFrameElement =>
      frame instanceof HTMLIFrameElement &&
      frame.offsetWidth >= SMALLEST &&
      frame.offsetHeight >= SMALLEST &&
      !gate.allows(frame.dataset.akkoord ?? ""),
  );
