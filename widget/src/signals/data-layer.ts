/** The choices in the data layer, for a tag manager that is not Google's or is not listed as a service. */

import { announcer } from "./parts/announce";
import { arrayQueue } from "./parts/queue";
import type { Signal } from "./parts/signal";

export default (): Signal => (allows, decided) => {
  const announced = announcer(allows);
  const push = arrayQueue("dataLayer", decided ? [announced()] : [], []);
  return () => push(announced("akkoord_decision"));
};
