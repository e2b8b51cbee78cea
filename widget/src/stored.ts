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
    try {
      this.pending = JSON.parse(localStorage.getItem(PENDING) as string) ?? undefined;
    } catch {
      this.pending = undefined;
    }
  }

  /** Keeps a decision until it is recorded, on the device too, so that the next page can go on. */
  keep(decision: Pending | undefined): void {
    this.pending = decision;
    try {
      if (decision) localStorage.setItem(PENDING, JSON.stringify(decision));
      else localStorage.removeItem(PENDING);
    } catch {
      // storage is shut: then it is only tried from this page
    }
  }

  /** What is allowed now: what the token proves, less what a decision on its way refuses. */
  consent(): Consent {
    const { site, notice: version, asked, lifetime } = this.site;
    const { pending } = this;
    const { allowed, ask } = consent(this.token, { site, version, asked }, Date.now() / 1000, lifetime);
    if (!pending) return { allowed, ask };
    return {
      allowed: allowed.filter((category) => category === "necessary" || pending.choices[category as Category]),
      ask: ask && pending.notice !== version,
    };
  }

  /** The latest choice, recorded or on its way; undefined before the first. */
  chosen(): Choices | undefined {
    if (this.pending) return this.pending.choices;
    const { allowed, ask } = this.consent();
    if (ask) return undefined;
    return Object.fromEntries(this.site.asked.map((category) => [category, allowed.includes(category)]));
  }
}
