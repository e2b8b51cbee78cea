/**
 * The consent rule: what a decision allows now. Pure; the twin of `akkoord/consent.py`.
 * Both run over `tests/contract/consent_examples.json`.
 */

/** The part of a decision that the rule reads; times in epoch seconds. */
export interface Decided {
  site: string;
  at: number;
  notice: string;
  granted: readonly string[];
}

/** The part of a notice that the rule reads. */
export interface Asked {
  site: string;
  notice: string;
  asked: readonly string[];
  /** Seconds. */
  lifetime: number;
  /** Version of an earlier notice -> which answers to it hold: see `answers` in `akkoord/change.py`. */
  earlier: Readonly<Record<string, string>>;
}

export interface Consent {
  allowed: string[];
  /** The categories that the visitor is to be asked about. */
  ask: string[];
}

export function consent(
  decision: Decided | undefined,
  { site, notice, asked, lifetime, earlier }: Asked,
  now: number,
): Consent {
  const version = decision?.site === site && now - decision.at < lifetime ? decision.notice : "";
  // a forged cookie may name anything that an object has
  const letters = version === notice ? "fam" : Object.hasOwn(earlier, version) ? (earlier[version] as string) : "";
  const open = (category: string): boolean => letters.includes(category.charAt(0));
  const granted = (category: string): boolean => !!decision?.granted.includes(category);
  return {
    allowed: ["necessary", ...asked.filter((category) => open(category) && granted(category))],
    ask: asked.filter(
      (category) => !open(category) && (granted(category) || !letters.includes(category.charAt(0).toUpperCase())),
    ),
  };
}
