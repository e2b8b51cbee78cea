/** The Pinterest tag: one yes or no, before its `page`. */

import { functionQueue } from "./parts/queue";
import { type Heard, heard, type Signal } from "./parts/signal";

export default (baked: Heard): Signal =>
  (allows) =>
    functionQueue("pintrk", (pintrk) => pintrk("setconsent", heard(baked, allows)));
