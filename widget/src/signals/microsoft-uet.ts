/** Microsoft Advertising (Universal Event Tracking): one word, `ad_storage`. */

import { arrayQueue } from "./parts/queue";
import { type Heard, heard, type Signal, word } from "./parts/signal";

export default (baked: Heard): Signal =>
  (allows, decided) => {
    const state = (kind: string, yes: boolean): unknown[] => ["consent", kind, { ad_storage: word(yes) }];
    const update = (): unknown[] => state("update", heard(baked, allows));
    const push = arrayQueue("uetq", [...state("default", false), ...(decided ? update() : [])], []);
    return () => push(...update());
  };
