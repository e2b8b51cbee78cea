/** A page with a built signal and the vendors' snippets: each in the shape that its vendor publishes. */

import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";

const built = new Map<string, string>();

function signal(name: string): string {
  let text = built.get(name);
  if (!text) {
    const result = buildSync({
      entryPoints: [new URL(`../src/signals/${name}.ts`, import.meta.url).pathname],
      bundle: true,
      format: "iife",
      globalName: "signal",
      write: false,
    });
    text = `(() => {${result.outputFiles[0]?.text}; return signal.default})()`;
    built.set(name, text);
  }
  return text;
}

/** The vendors' snippets. What loads their library is left out: a test plays it. */
export const SNIPPETS = {
  gtag: `window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }
    gtag("js", "now"); gtag("config", "G-1");`,
  gtm: `(function (w, d, s, l, i) { w[l] = w[l] || []; w[l].push({ "gtm.start": 1, event: "gtm.js" }); })
    (window, null, "script", "dataLayer", "GTM-1");`,
  /** As many older pages set up what Tag Manager is to find. */
  layer: `dataLayer = [{ pageType: "basket" }];`,
  uet: `(function (w, d, t, r, u) { w[u] = w[u] || []; w.loaded = function () { var o = { ti: "1" }; o.q = w[u];
    w[u] = new w.UET(o); w[u].push("pageLoad"); }; })(window, null, "script", "", "uetq");`,
  clarity: `(function (c, l, a, r, i) { c[a] = c[a] || function () { (c[a].q = c[a].q || []).push(arguments); }; })
    (window, null, "clarity", "script", "1"); clarity("set", "page", "basket");`,
  meta: `!function (f, b, e, v, n) { if (f.fbq) return; f.loads = (f.loads || 0) + 1;
    n = f.fbq = function () { n.callMethod ? n.callMethod.apply(n, arguments) : n.queue.push(arguments) };
    if (!f._fbq) f._fbq = n; n.push = n; n.loaded = !0; n.version = "2.0"; n.queue = []; }(window, null, "script", "");
    fbq("init", "1"); fbq("track", "PageView");`,
  pinterest: `!function (e) { if (!window.pintrk) { window.loads = (window.loads || 0) + 1; window.pintrk = function () {
    window.pintrk.queue.push(Array.prototype.slice.call(arguments)) }; var n = window.pintrk; n.queue = [], n.version = "3.0";
    } }(""); pintrk("load", "1"); pintrk("page");`,
  tiktok: `!function (w, d, t) { w.TiktokAnalyticsObject = t; var ttq = w[t] = w[t] || [];
    ttq.methods = ["page", "track", "holdConsent", "revokeConsent", "grantConsent"];
    ttq.setAndDefer = function (t, e) { t[e] = function () { t.push([e].concat(Array.prototype.slice.call(arguments, 0))) } };
    for (var i = 0; i < ttq.methods.length; i++) ttq.setAndDefer(ttq, ttq.methods[i]);
    ttq.page(); }(window, null, "ttq");`,
  matomo: `var _paq = window._paq = window._paq || []; _paq.push(["trackPageView"]); _paq.push(["setSiteId", "1"]);`,
  posthog: `!function (t, e) { var o, n; e.__SV || (window.posthog = e, e._i = [], e.init = function (i, s) {
    o = "capture opt_in_capturing opt_out_capturing".split(" "); for (n = 0; n < o.length; n++) (function (t, m) {
    t[m] = function () { t.push([m].concat(Array.prototype.slice.call(arguments, 0))) } })(e, o[n]); e._i.push([i, s]) },
    e.__SV = 1) }(null, window.posthog || []); posthog.init("key", {}); posthog.capture("opened");`,
};

export interface VendorPage {
  /** Runs code of the page. */
  run: (code: string) => void;
  /** The value of an expression, as plain data. */
  read: (code: string) => unknown;
  /** Records a decision that allows these categories. */
  decide: (...categories: string[]) => void;
  errors: unknown[];
}

/**
 * @param allowed what a decision on an earlier page allows; undefined if there was none.
 * @param before code that ran before the signal.
 */
export function open(
  name: string,
  baked: unknown = {},
  { allowed, before = "", gpc }: { allowed?: string[] | undefined; before?: string; gpc?: boolean } = {},
): VendorPage {
  const errors: unknown[] = [];
  const context = createContext({
    navigator: { globalPrivacyControl: gpc },
    reportError: (e: unknown) => errors.push(e),
  });
  const run = (code: string): void => void runInContext(code, context);
  // an arguments object becomes a list, marked so that nothing else is taken for one
  const text: (value: unknown) => string = runInContext(
    `(value) => JSON.stringify(value, (_, part) => Object.prototype.toString.call(part) === "[object Arguments]"
      ? ["arguments", ...part] : part)`,
    context,
  );
  const read = (code: string): unknown => JSON.parse(text(runInContext(code, context)));
  run(`window = globalThis; ${before}`);
  context.allowed = ["necessary", ...(allowed ?? [])];
  run(`update = ${signal(name)}(${JSON.stringify(baked)})((category) => allowed.includes(category), ${!!allowed})`);
  return {
    run,
    read,
    errors,
    decide(...categories) {
      context.allowed = ["necessary", ...categories];
      run("update()");
    },
  };
}
