/** The wiring of the page's script: the gate first, and the banner file only when there is something to ask or to do. */

import type { Category, Choices, DecisionRecord, SiteScript } from "./baked";
import { readCookies, writeCookie } from "./cookie";
import { on, tell } from "./events";
import { heldFrames } from "./frames";
import { type Gate, OURS, policy, release, shutGate, startGate, trustedScript } from "./gate";
import { chooseLanguage } from "./language";
import type { Akkoord, Banner, Page } from "./page";
import { offerButton, watchOpeners } from "./reopen";
import type { Signal } from "./signals/parts/signal";
import { PENDING, Stored } from "./stored";

declare const AKKOORD: SiteScript;
declare const SIGNALS: readonly Signal[];
/** Of a first visit: language -> brings the banner, so that it needs no request of its own. */
declare const BROUGHT: Record<string, (receive: HTMLScriptElement["akkoord"]) => void> | undefined;

type MakeBanner = (page: Page) => Banner;

/** Puts the page under a policy. */
function enforce(allowList: string): void {
  if (!allowList) return;
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = allowList;
  document.head.append(meta);
}

function start(tag: HTMLScriptElement): Akkoord {
  const base = tag.src.replace(/sites\/[^/]*\/akkoord\.js.*/, "");
  const site = { ...AKKOORD, own: `${AKKOORD.own} ${new URL(base).hostname}` };
  const stored = new Stored(site);
  const wanted = [document.documentElement.lang, ...navigator.languages];
  const language = chooseLanguage(Object.keys(site.languages), wanted);
  const file = site.languages[language] as SiteScript["languages"][string];
  let banner: Promise<Banner> | undefined;
  const build = (make: MakeBanner): Banner => make(page);
  function loadBanner(): Promise<Banner> {
    const brought = BROUGHT?.[language];
    banner ??= (
      brought
        ? new Promise<MakeBanner>((resolve) => brought(resolve as HTMLScriptElement["akkoord"])).then(build)
        : load(file.banner, build)
    ).catch((error) => {
      banner = undefined;
      tell("error", { code: "unreachable", final: false });
      throw error;
    });
    return banner;
  }
  /** Does something with the banner, if it can be had: the page goes on in any case. */
  const withBanner = (what: (shown: Banner) => void): void => void loadBanner().then(what, () => {});
  const { ask } = stored.consent();
  let { allowed } = stored.consent();
  const chosen: Record<string, boolean> | undefined = stored.chosen();
  // a browser that signals privacy has answered for marketing; whoever wants to differ opens the panel
  const asks = ask.some((category) => category !== "marketing" || !navigator.globalPrivacyControl);
  // the banner is on its way while the gate starts
  if (asks) withBanner((shown) => shown.show());

  const gate: Gate = startGate(site, allowed);
  const updates = SIGNALS.map((signal) => signal((category) => allowed.includes(category), !!chosen));

  const strict = tag.hasAttribute("data-strict");
  if (strict) enforce(policy(gate));
  let granted = false;
  // a policy of ours, which the site's server may have sent, tells of third parties that no hook sees; and what was
  // granted since the page was loaded needs one new load
  document.addEventListener("securitypolicyviolation", ({ blockedURI, originalPolicy }) => {
    if (!originalPolicy.startsWith(OURS) || gate.shuts(blockedURI) || !granted) return;
    const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (loaded?.type !== "reload") location.reload();
  });

  const page: Page = {
    site,
    api: `${base}api/v1/sites/${site.site}`,
    language,
    stored,
    gate,
    follow,
    load,
    all: (yes, categories = site.asked) => Object.fromEntries(categories.map((category) => [category, yes])),
    on,
    tell,
    readCookies,
    writeCookie,
  };

  function load<Make, File, Made>(path: string, made: (make: Make, file: File) => Made): Promise<Made> {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = trustedScript(base + path);
      script.nonce = tag.nonce as string;
      script.akkoord = (make, file) => resolve(made(make as Make, file as File));
      script.onerror = () => {
        // the site may have changed since this script was cached: the next page gets the new one. "reload" would throw the
        // cached one away even if the backend is out of reach, and that page would have no gate
        void fetch(tag.src, { cache: "no-cache" }).catch(() => {});
        reject(new Error("unreachable"));
      };
      document.head.append(script);
    });
  }

  function follow(decided?: boolean): boolean {
    const before = allowed;
    const now = stored.consent();
    allowed = now.allowed;
    gate.allow(allowed);
    const fresh = allowed.filter((category) => !before.includes(category)) as Category[];
    const gone = before.some((category) => !allowed.includes(category));
    const unproven = site.asked.some((category) => stored.pending?.choices[category] && !allowed.includes(category));
    // once for each decision: a no is told at once, a yes when it is recorded
    if (gone || fresh.length || (decided && !unproven)) for (const update of updates) update();
    granted ||= fresh.length > 0;
    // a policy can only be lifted by a new page
    if (fresh.length && strict) location.reload();
    else if (fresh.length) void release(gate, true).then(() => tell("release", { categories: fresh }));
    if (!now.ask[0]) {
      void banner?.then((shown) => shown.hide());
      offer();
    }
    if (gone) shutGate(gate);
    return gone;
  }

  const offer = (): void => offerButton(file.open, open);
  const open = (): void => withBanner((shown) => void shown.open());
  const decide = (choices: Choices): Promise<DecisionRecord> =>
    loadBanner().then(
      (shown) => shown.decide(choices, "api"),
      (error) => {
        // who can record it is out of reach: a no holds all the same, and the next page goes on with it
        stored.keep({ notice: site.notice, choices: { ...page.all(false), ...stored.chosen(), ...choices } });
        reloadIfWithdrawn(true);
        throw error;
      },
    );

  const reloadIfWithdrawn = (decided?: boolean): void => {
    if (follow(decided)) location.reload();
  };
  // what another tab decides
  addEventListener("storage", ({ key, newValue }) => {
    if (key !== PENDING) return;
    stored.hear(newValue);
    reloadIfWithdrawn();
  });
  // what was decided while this page slept in the history
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    stored.read();
    reloadIfWithdrawn();
  });
  watchOpeners(open);

  const parsed = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
    else resolve(0);
  });
  if (!asks) void parsed.then(offer);
  if (
    stored.pending ||
    readCookies().some((pair) => chosen?.[gate.ofKey(pair.split("=")[0] as string) ?? ""] === false)
  )
    withBanner((shown) => shown.record());
  let covering = 0;
  gate.onFrame = () => {
    clearTimeout(covering);
    // a frame is held before it stands in the page
    covering = setTimeout(() => {
      const frames = heldFrames(gate);
      if (frames.length) withBanner((shown) => shown.cover(frames));
    });
  };
  void parsed.then(gate.onFrame);
  gate.onAsked = open;

  const rejectAll = () => decide(page.all(false));
  const akkoord: Akkoord = {
    ready: parsed.then(() => akkoord),
    has: (category) => allowed.includes(category),
    get choices() {
      return Object.fromEntries(["necessary", ...site.asked].map((name) => [name, allowed.includes(name)]));
    },
    acceptAll: () => decide(page.all(true)),
    rejectAll,
    decide,
    withdraw: rejectAll,
    open: () => loadBanner().then((shown) => shown.open()),
    get grade() {
      const seal = document.querySelector('meta[http-equiv="Content-Security-Policy" i][content=""]');
      return strict ? "strict" : seal ? "sealed" : "held";
    },
    on,
  };
  return akkoord;
}

// a page that carries the tag twice has one gate
window.akkoord ??= start(document.currentScript as HTMLScriptElement);
