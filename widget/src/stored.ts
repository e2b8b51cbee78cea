/** What this browser keeps of the visitor's choice: the token, and a decision on its way to the backend. */

import type { Category, Choices, DecisionRequest, SiteScript } from "./baked";
import { type Consent, consent } from "./consent";
import { readCookies } from "./cookie";
import { readToken, type Token } from "./token";

/** The local storage key of a decision that waits for its record. */
export const PENDING = "akkoord-pending";

/** A decision on its way; one that was made without the banner file is completed by it. */
export type Pending = Pick<DecisionRequest, "notice" | "choices"> & Partial<DecisionRequest>;

export class Stored {
  token: Token | undefined;
  pending: Pending | undefined;

  constructor(readonly site: SiteScript) {
    this.read();
  }

  /** Reads the device anew. Storage that is shut to the page counts as empty. */
  read(): void {
    // a host and its parent domain may each hold a cookie: the newest counts
    this.token = readCookies()
      .map((pair) => pair.startsWith("akkoord=") && readToken(pair.slice(8)))
      .filter((token): token is Token => !!token && token.site === this.site.site)
      .sort((one, other) => other.at - one.at)[0];
    this.pending = undefined;
    try {
      this.hear(localStorage.getItem(PENDING));
    } catch {
      // storage is shut
    }
  }

  /**
   * Takes over what was kept, by this tab or by another: a decision on its way, or the token that ended its way.
   * A token is told, not only written as a cookie: another tab may hear of it before it can read the cookie.
   */
  hear(kept: string | null): void {
    try {
      const told: Pending | string | null = JSON.parse(kept as string);
      if (typeof told === "string") {
        this.token = readToken(told);
        this.pending = undefined;
      } else if (told?.choices && told.notice) this.pending = told;
    } catch {
      // nothing of ours
    }
  }

  /** Keeps a decision until it is recorded, on the device too, so that the next page can go on. */
  keep(decision: Pending | undefined): void {
    this.pending = decision;
    try {
      localStorage.setItem(PENDING, JSON.stringify(decision ?? this.token?.text ?? null));
      if (!decision) localStorage.removeItem(PENDING);
    } catch {
      // storage is shut: then it is only tried from this page
    }
  }

  /** What is allowed now: what the token proves, less what a decision on its way refuses. */
  consent(): Consent {
    const { pending, site } = this;
    const { allowed, ask } = consent(this.token, site, Date.now() / 1000);
    if (!pending) return { allowed, ask };
    return {
      allowed: allowed.filter((category) => category === "necessary" || pending.choices[category as Category]),
      ask: pending.notice === site.notice ? [] : ask,
    };
  }

  /** The latest choice, recorded or on its way, where it need not be asked again; undefined if nothing is left of it. */
  chosen(): Choices | undefined {
    if (this.pending) return this.pending.choices;
    const { allowed, ask } = this.consent();
    const known = this.site.asked.filter((category) => !ask.includes(category));
    return known[0] && Object.fromEntries(known.map((category) => [category, allowed.includes(category)]));
  }
}
