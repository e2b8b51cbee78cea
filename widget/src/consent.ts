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
  version: string;
  asked: readonly string[];
}

export interface Consent {
  allowed: string[];
  ask: boolean;
}

/** @param lifetime how long a decision holds, in seconds. */
export function consent(decision: Decided | undefined, notice: Asked, now: number, lifetime: number): Consent {
  const holds = decision?.site === notice.site && decision.notice === notice.version && now - decision.at < lifetime;
  return {
    allowed: ["necessary", ...notice.asked.filter((category) => holds && decision.granted.includes(category))],
    ask: !holds,
  };
}
