/** The gate: starts at once, holds what is not allowed, opens when told. Nothing here knows of banners or tokens. */

import type { SiteScript } from "../baked";
import { watchImports } from "./code";
import { watchSheets } from "./css";
import { watchDatabases } from "./databases";
import { holdTree } from "./elements";
import { watchHtml } from "./html";
import { watchInsertion } from "./insertion";
import { watchLate } from "./late";
import { watchNetwork } from "./network";
import { tellMarked, watchRoot } from "./observe";
import { watchRealms, watchView } from "./realms";
import { release } from "./release";
import { watchSockets } from "./sockets";
import { Gate } from "./state";
import { watchStorage } from "./storage";
import { watchTargets } from "./targets";
import { watchWorkers } from "./workers";

export { OURS, policy } from "./policy";
export { release } from "./release";
export type { Gate } from "./state";
export { trustedScript } from "./wrap";

const HOOKS = [
  watchInsertion,
  watchHtml,
  watchSheets,
  watchImports,
  watchNetwork,
  watchSockets,
  watchWorkers,
  watchTargets,
  watchStorage,
  watchDatabases,
];

/** Puts the hooks into the page's functions, once. A visitor who granted everything does not pay for them. */
function watch(gate: Gate): void {
  watchRealms(gate, (view) => {
    for (const hook of HOOKS) hook(gate, view);
  });
  watchView(window);
}

/** @param allowed the categories that the visitor's recorded decision allows now. */
export function startGate(site: SiteScript, allowed: readonly string[]): Gate {
  const gate = new Gate(site, allowed);
  watchLate();
  tellMarked(() => {
    void release(gate);
    gate.onFrame();
  });
  if (!gate.allowsAll) watch(gate);
  watchRoot(gate, document);
  document.addEventListener("DOMContentLoaded", () => void release(gate));
  return gate;
}

/** Shuts the page for good: code that runs on, or says goodbye, reaches nobody until the page is loaded anew. */
export function shutGate(gate: Gate): void {
  gate.allow([]);
  watch(gate);
  // what this page has loaded the next one would take from memory, and ask again, before any script of ours runs
  holdTree(gate, document.documentElement);
}
