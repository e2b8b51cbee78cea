/** Matomo: it sends nothing until it hears of consent, which it is told on each page and never asked to remember. */

import { arrayQueue } from "./parts/queue";
import { type Heard, heard, type Signal } from "./parts/signal";

export default (baked: Heard): Signal =>
  (allows) => {
    let given = heard(baked, allows);
    const push = arrayQueue("_paq", [["requireConsent"], ...(given ? [["setConsentGiven"]] : [])], []);
    return () => {
      // what was never given needs no taking back, and that would leave a cookie
      if (heard(baked, allows)) push(["setConsentGiven"]);
      else if (given) push(["forgetConsentGiven"]);
      given = heard(baked, allows);
    };
  };
