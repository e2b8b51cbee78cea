/** The Meta pixel: `revoke` before its `init` on every page, `grant` once it is allowed. */

import { functionQueue } from "./parts/queue";
import { type Heard, heard, type Signal } from "./parts/signal";

export default (baked: Heard): Signal =>
  (allows) =>
    functionQueue("fbq", (fbq) => fbq("consent", heard(baked, allows) ? "grant" : "revoke"));
