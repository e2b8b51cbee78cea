/** Makes decisions and gets them recorded. Keeps the two rules: yes needs proof, no needs none. */

import type { Choices, DecisionRecord, DecisionRequest, DecisionResponse, How } from "../baked";
import type { Page } from "../page";
import { readToken } from "../token";
import { postDecision, type Refused } from "./backend";
import { clean, removeCookie } from "./clean";

declare const __VERSION__: string;

/** What every message to the backend says of the page. */
export const described = ({ site, language }: Page) => ({
  notice: site.notice,
  language,
  device: innerWidth < 640 ? ("narrow" as const) : ("wide" as const),
  widget: __VERSION__,
  ...(site.variant && { variant: site.variant }),
});

/** `crypto.randomUUID` is only there on secure pages. */
const newId = (): string =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (+digit ^ ((crypto.getRandomValues(new Uint8Array(1))[0] as number) & (15 >> (+digit / 4)))).toString(16),
  );

const RETRY_FIRST = 2_000;
const RETRY_LONGEST = 300_000;
/** How long a withdrawal waits for its record before the page reloads all the same. */
const RELOAD_WITHIN = 1_500;

type Settle = [resolve: (decision: DecisionRecord) => void, reject: (error: unknown) => void];

export class Decider {
  readonly #waiting = new Map<string, Settle>();
  #sending = false;
  #retry = RETRY_FIRST;
  #timer = 0;
  /** When the question was shown, if it was. */
  shown = 0;

  constructor(readonly page: Page) {
    addEventListener("online", () => void this.record());
    document.addEventListener("visibilitychange", () => document.hidden || void this.record());
    void clean(page);
  }

  /**
   * Decides. A no holds at once; a yes when it is recorded. A first decision that leaves marketing open, in a browser that
   * signals privacy, is recorded as the signal's no.
   *
   * @param choices what is left out stays as it was chosen, or is a no.
   * @returns resolves once the decision is recorded.
   */
  decide(choices: Choices, how: How): Promise<DecisionRecord> {
    const { page } = this;
    const all = { ...page.stored.chosen(), ...choices };
    const signalled = navigator.globalPrivacyControl && page.site.asked.includes("marketing") && !("marketing" in all);
    const id = newId();
    page.stored.keep({
      id,
      choices: Object.fromEntries(page.site.asked.map((category) => [category, !!all[category]])),
      how: signalled ? "gpc" : how,
      ...described(page),
      ...(this.shown && { seconds: Math.round((performance.now() - this.shown) / 1000) }),
    });
    this.shown = 0;
    const recorded = new Promise<DecisionRecord>((...settle) => this.#waiting.set(id, settle));
    // nobody has to listen
    recorded.catch(() => {});
    if (page.follow(true)) {
      const cleaned = clean(page);
      // code that runs is only stopped by a new page
      const reload = () => setTimeout(() => location.reload());
      const done = Promise.allSettled([recorded, cleaned]);
      void Promise.race([done, new Promise((late) => setTimeout(late, RELOAD_WITHIN))]).then(reload);
    }
    void this.record();
    return recorded;
  }

  /** Sends what waits for its record. One at a time, so that a later decision is recorded later. */
  async record(): Promise<void> {
    if (this.#sending) return;
    clearTimeout(this.#timer);
    this.#sending = true;
    const { stored, api, tell, writeCookie } = this.page;
    let forgotten = false;
    while (stored.pending) {
      const sent = { id: newId(), how: "api" as const, ...described(this.page), ...stored.pending };
      if (!stored.pending.id) stored.keep(sent);
      try {
        this.#accept(await postDecision(api, stored.token ? { ...sent, token: stored.token.text } : sent), sent);
      } catch (error) {
        const { code, final } = error as Refused;
        if (final && code.startsWith("token") && !forgotten) {
          // the backend does not know this visitor's token (any more): decide as a new visitor, once
          forgotten = true;
          stored.token = undefined;
          removeCookie("akkoord", writeCookie);
          continue;
        }
        tell("error", { code, final });
        if (!final) {
          this.#timer = setTimeout(() => void this.record(), this.#retry);
          this.#retry = Math.min(this.#retry * 2, RETRY_LONGEST);
          break;
        }
        this.#done(sent)?.[1](error);
        this.page.follow();
      }
    }
    this.#sending = false;
  }

  #accept({ token, decision }: DecisionResponse, sent: DecisionRequest): void {
    const { stored, site, tell, readCookies, writeCookie } = this.page;
    this.#retry = RETRY_FIRST;
    const later = stored.token;
    if (!stored.pending && later && later.text !== token) {
      // while this one was on its way, another tab decided something else: say that again, so that it is the last word
      stored.keep({ notice: site.notice, choices: stored.chosen() ?? {} });
      this.#done(sent)?.[0](decision);
      return;
    }
    // where backend and page share a site it has set the cookie itself, which lives longer in some browsers
    if (!readCookies().includes(`akkoord=${token}`))
      writeCookie(
        `akkoord=${token}; Path=/; SameSite=Lax; Max-Age=${site.lifetime}${location.protocol === "https:" ? "; Secure" : ""}`,
      );
    stored.token = readToken(token);
    const settle = this.#done(sent);
    tell("decision", decision);
    this.page.follow();
    settle?.[0](decision);
  }

  /** Takes a decision off the list; returns whom to tell. */
  #done({ id }: DecisionRequest): Settle | undefined {
    const { stored } = this.page;
    if (stored.pending?.id === id) stored.keep(undefined);
    const settle = this.#waiting.get(id);
    this.#waiting.delete(id);
    return settle;
  }
}
