import assert from "node:assert/strict";
import { test } from "node:test";
import { open, SNIPPETS } from "./vendor_page";

const MARKETING = { categories: ["marketing"] };
const ANALYTICS = { categories: ["analytics"] };

test("Microsoft UET is denied by default, and hears one update for each decision", () => {
  const page = open("microsoft-uet", MARKETING);
  page.run(SNIPPETS.uet);
  assert.deepEqual(page.read("uetq"), ["consent", "default", { ad_storage: "denied" }]);
  page.decide("marketing");
  assert.deepEqual(page.read("uetq.slice(3)"), ["consent", "update", { ad_storage: "granted" }]);
  const later = open("microsoft-uet", MARKETING, { allowed: ["marketing"] });
  assert.deepEqual(later.read("uetq"), [
    ...["consent", "default", { ad_storage: "denied" }],
    ...["consent", "update", { ad_storage: "granted" }],
  ]);
});

test("Microsoft's library gets what was queued once, and hears later decisions itself", () => {
  const page = open("microsoft-uet", MARKETING);
  page.run(SNIPPETS.uet);
  page.run(
    "heard = []; UET = class { constructor(o) { heard.push(o.q) } push(...given) { heard.push(given) } }; loaded()",
  );
  page.decide("marketing");
  page.decide();
  assert.deepEqual(page.read("heard"), [
    ["consent", "default", { ad_storage: "denied" }],
    ["pageLoad"],
    ["consent", "update", { ad_storage: "granted" }],
    ["consent", "update", { ad_storage: "denied" }],
  ]);
});

test("Clarity hears two words with a capital S, before anything that the page says to it", () => {
  const page = open("microsoft-clarity", ANALYTICS);
  page.run(SNIPPETS.clarity);
  page.decide("analytics");
  assert.deepEqual(page.read("clarity.q"), [
    ["arguments", "consentv2", { ad_Storage: "denied", analytics_Storage: "denied" }],
    ["arguments", "set", "page", "basket"],
    ["arguments", "consentv2", { ad_Storage: "denied", analytics_Storage: "granted" }],
  ]);
  page.run("heard = []; clarity = (...given) => heard.push(given)");
  page.decide("analytics", "marketing");
  assert.deepEqual(page.read("heard"), [["consentv2", { ad_Storage: "granted", analytics_Storage: "granted" }]]);
});

for (const [name, variable, snippet, no, yes, own] of [
  [
    "meta",
    "fbq",
    SNIPPETS.meta,
    ["arguments", "consent", "revoke"],
    ["arguments", "consent", "grant"],
    [
      ["arguments", "init", "1"],
      ["arguments", "track", "PageView"],
    ],
  ],
  ["pinterest", "pintrk", SNIPPETS.pinterest, ["setconsent", false], ["setconsent", true], [["load", "1"], ["page"]]],
] as const) {
  test(`${name}: the snippet runs as if we were not there, and what it queues comes after our word`, () => {
    const page = open(name, MARKETING);
    assert.equal(page.read(`typeof ${variable}`), "undefined");
    page.run(snippet);
    assert.equal(page.read("loads"), 1, "the snippet has loaded its library");
    assert.deepEqual(page.read(`${variable}.queue`), [no, ...own]);
    page.run(snippet);
    assert.equal(page.read("loads"), 1, "a second one has not");
    page.decide("marketing");
    page.decide();
    assert.deepEqual(page.read(`${variable}.queue`), [no, ...own, ...own, yes, no]);
  });

  test(`${name}: a decision before the snippet is what it hears first, and only that`, () => {
    const page = open(name, MARKETING);
    page.decide("marketing");
    page.run(snippet);
    assert.deepEqual(page.read(`${variable}.queue`), [yes, ...own]);
  });

  test(`${name}: on a later page what was chosen comes first`, () => {
    for (const [allowed, word] of [
      [["marketing"], yes],
      [[], no],
      [["analytics"], no],
    ] as const) {
      const page = open(name, MARKETING, { allowed: [...allowed] });
      page.run(snippet);
      assert.deepEqual((page.read(`${variable}.queue`) as unknown[])[0], word);
    }
  });

  test(`${name}: a snippet that ran before us is told at once`, () => {
    const page = open(name, MARKETING, { before: snippet });
    page.decide("marketing");
    assert.deepEqual(page.read(`${variable}.queue`), [...own, no, yes]);
  });

  test(`${name}: a library that takes the snippet's place hears decisions`, () => {
    const page = open(name, MARKETING);
    page.run(snippet);
    page.run(`heard = []; ${variable} = (...given) => heard.push(given); ${variable}("mine")`);
    page.decide("marketing");
    assert.deepEqual(page.read("heard"), [["mine"], [...yes].filter((word) => word !== "arguments")]);
  });

  test(`${name}: a snippet made anew hears a decision once`, () => {
    const page = open(name, MARKETING);
    page.run(snippet);
    page.run(`heard = []; { const fresh = (...given) => heard.push(given); fresh.queue = []; ${variable} = fresh }`);
    page.decide("marketing");
    assert.deepEqual(page.read("heard"), [[...yes].filter((word) => word !== "arguments")]);
  });

  test(`${name}: a vendor's function that throws harms nobody`, () => {
    const page = open(name, MARKETING);
    page.run(`${variable} = () => { throw new Error("vendor") }; ${variable}.queue = []; ${variable}`);
    page.decide("marketing");
    assert.equal(page.errors.length, 2);
  });
}

test("TikTok is held before a decision, then granted or revoked", () => {
  const page = open("tiktok", MARKETING);
  assert.equal(page.read("typeof ttq"), "undefined", "a page that asks whether it is there is not fooled");
  page.run(SNIPPETS.tiktok);
  assert.deepEqual(page.read("[...ttq]"), [["holdConsent"], ["page"]]);
  page.decide("marketing");
  page.decide();
  assert.deepEqual(page.read("[...ttq]"), [["holdConsent"], ["page"], ["grantConsent"], ["revokeConsent"]]);
});

test("TikTok hears what was chosen before its snippet, and its library by its own methods", () => {
  const early = open("tiktok", MARKETING);
  early.decide("marketing");
  early.run(SNIPPETS.tiktok);
  assert.deepEqual(early.read("[...ttq]"), [["holdConsent"], ["grantConsent"], ["page"]]);
  for (const [allowed, word] of [
    [["marketing"], "grantConsent"],
    [[], "revokeConsent"],
  ] as const) {
    const later = open("tiktok", MARKETING, { allowed: [...allowed] });
    later.run(SNIPPETS.tiktok);
    assert.deepEqual(later.read("[...ttq]"), [[word], ["page"]]);
  }
  early.run("heard = []; ttq = { revokeConsent: () => heard.push('revoked') }");
  early.decide();
  assert.deepEqual(early.read("heard"), ["revoked"]);
});

test("a TikTok snippet that overwrites the queue loses nothing", () => {
  const page = open("tiktok", MARKETING);
  page.run(SNIPPETS.tiktok.replace("w[t] = w[t] || []", "w[t] = []"));
  assert.deepEqual(page.read("[...ttq]"), [["holdConsent"], ["page"]]);
});

test("Matomo needs consent before its first page view, and is told on each page", () => {
  const page = open("matomo", ANALYTICS);
  page.run(SNIPPETS.matomo);
  const own = [["trackPageView"], ["setSiteId", "1"]];
  assert.deepEqual(page.read("_paq"), [["requireConsent"], ...own]);
  page.decide();
  assert.deepEqual(page.read("_paq"), [["requireConsent"], ...own], "a no after no yes leaves no cookie behind");
  page.decide("analytics");
  page.decide();
  assert.deepEqual(page.read("_paq.slice(3)"), [["setConsentGiven"], ["forgetConsentGiven"]]);
  const later = open("matomo", ANALYTICS, { allowed: ["analytics"] });
  later.run(SNIPPETS.matomo);
  assert.deepEqual(later.read("_paq"), [["requireConsent"], ["setConsentGiven"], ...own]);
  later.run("heard = []; _paq = { push: (...given) => heard.push(...given) }");
  later.decide();
  assert.deepEqual(later.read("heard"), [["forgetConsentGiven"]]);
});

test("PostHog is out before a decision and in after a yes, without an event of its own", () => {
  const page = open("posthog", ANALYTICS);
  assert.equal(page.read("typeof posthog"), "undefined");
  page.run(SNIPPETS.posthog);
  page.decide("analytics");
  const opened = [["opt_out_capturing"], ["capture", "opened"]];
  assert.deepEqual(page.read("[...posthog]"), [...opened, ["opt_in_capturing", { captureEventName: false }]]);
  page.run("heard = []; posthog = { push: (...given) => heard.push(...given) }");
  page.decide();
  assert.deepEqual(page.read("heard"), [["opt_out_capturing"]]);
});

test("a signal that several categories listen to is a yes only if all are allowed", () => {
  const page = open("matomo", { categories: ["functional", "analytics"] }, { allowed: ["analytics"] });
  assert.deepEqual(page.read("_paq"), [["requireConsent"]]);
  page.decide("functional", "analytics");
  assert.deepEqual(page.read("_paq"), [["requireConsent"], ["setConsentGiven"]]);
});
