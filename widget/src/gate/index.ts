/** The gate: starts at once, holds what is not allowed, opens when told. Nothing here knows of banners or tokens. */

import type { SiteScript } from "../baked";
import { watchHtml } from "./html";
import { watchInsertion } from "./insertion";
import { watchLate } from "./late";
import { watchNetwork } from "./network";
import { watchParser } from "./observe";
import { release } from "./release";
import { Gate } from "./state";
import { watchStorage } from "./storage";

export { holdTree } from "./elements";
export { release } from "./release";
export type { Gate } from "./state";
export { trustedScript } from "./wrap";

/** @param allowed the categories that the visitor's recorded decision allows now. */
export function startGate(site: SiteScript, allowed: readonly string[]): Gate {
  const gate = new Gate(site, allowed);
  watchLate();
  // a visitor who granted everything pays for nothing
  if (![...Object.keys(site.hold), ...site.asked].every((category) => gate.allows(category))) {
    watchInsertion(gate);
    watchHtml(gate);
    watchNetwork(gate);
    watchStorage(gate);
  }
  watchParser(gate, () => {
    void release(gate);
    gate.onFrame();
  });
  document.addEventListener("DOMContentLoaded", () => void release(gate));
  return gate;
}
