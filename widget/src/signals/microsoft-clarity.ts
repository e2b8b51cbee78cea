/** Microsoft Clarity, consent version 2: two words, with their capital S. */

import { type Heard, heard, type Signal, word } from "./parts/signal";

// biome-ignore lint/suspicious/noExplicitAny: ours, the snippet's or Clarity's own function
type Any = any;

export default (baked: Heard): Signal =>
  (allows) => {
    const page = window as unknown as Record<string, Any>;
    // the snippet keeps what it finds, and Clarity reads its `q`
    page.clarity ??= function stub(): void {
      page.clarity.q ??= [];
      // biome-ignore lint/complexity/noArguments: Clarity calls its methods with them
      page.clarity.q.push(arguments);
    };
    const say = (): void => {
      try {
        page.clarity("consentv2", {
          ad_Storage: word(allows("marketing")),
          analytics_Storage: word(heard(baked, allows)),
        });
      } catch (error) {
        reportError(error);
      }
    };
    say();
    return say;
  };
