/** What every signal is: a file of its own that tells one vendor's tag what was chosen, in the vendor's own words. */

/** Whether the visitor's recorded decision allows a category now. */
export type Allows = (category: string) => boolean;

/**
 * Starts before anything else of the page runs, and says what is allowed now.
 *
 * @param allows asked again at each update.
 * @param decided whether the visitor has decided, here or on an earlier page.
 * @returns says what is allowed now; called once for each decision.
 */
export type Signal = (allows: Allows, decided: boolean) => () => void;

/** What the backend bakes into a signal that knows one yes or no: the categories of the services that listen to it. */
export interface Heard {
  categories: readonly string[];
}

/** Whether all that listens to a signal is allowed. */
export const heard = ({ categories }: Heard, allows: Allows): boolean => categories.every(allows);

export const word = (yes: boolean): "granted" | "denied" => (yes ? "granted" : "denied");
