/** PostHog: in or out. */

import { arrayQueue } from "./parts/queue";
import { type Heard, heard, type Signal } from "./parts/signal";

export default (baked: Heard): Signal =>
  (allows) => {
    // without the option PostHog counts an event of its own for each page
    const state = (): unknown[] =>
      heard(baked, allows) ? ["opt_in_capturing", { captureEventName: false }] : ["opt_out_capturing"];
    const push = arrayQueue("posthog", [state()]);
    return () => push(state());
  };
