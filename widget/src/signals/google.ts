/** Google Consent Mode v2, for gtag.js and Google Tag Manager, and the choices for the owner's own tags. */

import { announcer } from "./parts/announce";
import { arrayQueue } from "./parts/queue";
import { type Allows, type Signal, word } from "./parts/signal";

/** What the backend bakes in. */
export interface Google {
  /** Where nothing is granted before a decision, as ISO 3166-2 codes, if something is granted elsewhere. */
  regions?: readonly string[];
  /** Whether identifiers are left out of advertising pings while `ad_storage` is denied. */
  redact: boolean;
  /** Whether clicks are followed by parameters in the page's links instead of by cookies. */
  passthrough: boolean;
  /** Whether each decision is announced in the data layer. */
  announce: boolean;
}

/** How long Google's tags wait for an update, in milliseconds. */
const WAIT = 500;

/** Google's tags read `arguments` objects; an array would be taken for something else. */
function command(..._: unknown[]): unknown {
  // biome-ignore lint/complexity/noArguments: see above
  return arguments;
}

const state = (allows: Allows) => {
  const functional = word(allows("functional"));
  const marketing = word(allows("marketing"));
  return {
    ad_storage: marketing,
    ad_user_data: marketing,
    ad_personalization: marketing,
    analytics_storage: word(allows("analytics")),
    functionality_storage: functional,
    personalization_storage: functional,
    security_storage: word(true),
  };
};

export default ({ regions, redact, passthrough, announce }: Google): Signal =>
  (allows, decided) => {
    const standard = (granted: Allows, where?: readonly string[]): unknown =>
      command("consent", "default", {
        ...state(granted),
        wait_for_update: WAIT,
        ...(where && { region: where }),
      });
    const nothing = standard(() => false, regions);
    const first = regions
      ? // elsewhere the browser's own signal is still a no to marketing
        [nothing, standard((category) => category !== "marketing" || !navigator.globalPrivacyControl)]
      : [nothing];
    if (redact) first.push(command("set", "ads_data_redaction", true));
    if (passthrough) first.push(command("set", "url_passthrough", true));
    const update = (): unknown => command("consent", "update", state(allows));
    if (decided) first.push(update());
    const announced = announcer(allows);
    if (announce && decided) first.push(announced());
    const push = arrayQueue("dataLayer", first, []);
    return () => push(update(), ...(announce ? [announced("akkoord_decision")] : []));
  };
