/** What the data layer is told of the choices, in words that are no vendor's. */

import type { Allows } from "./signal";

/** Makes entries of a data layer: what each category is allowed now, with an event that triggers can wait for. */
export const announcer =
  (allows: Allows) =>
  (event?: string): unknown => ({
    ...(event && { event }),
    akkoord: Object.fromEntries(
      ["necessary", "functional", "analytics", "marketing"].map((category) => [category, allows(category)]),
    ),
  });
