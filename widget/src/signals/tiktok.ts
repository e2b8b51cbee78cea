/** The TikTok pixel: held until there is a decision, then granted or revoked. */

import { arrayQueue } from "./parts/queue";
import { type Heard, heard, type Signal } from "./parts/signal";

export default (baked: Heard): Signal =>
  (allows, decided) => {
    const decision = (): unknown[] => [heard(baked, allows) ? "grantConsent" : "revokeConsent"];
    const push = arrayQueue("ttq", [decided ? decision() : ["holdConsent"]]);
    return () => {
      const [method] = decision() as [string];
      // biome-ignore lint/suspicious/noExplicitAny: the array of the snippet, or TikTok's own object
      const { ttq } = window as any;
      if (typeof ttq?.[method] === "function") ttq[method]();
      else push([method]);
    };
  };
