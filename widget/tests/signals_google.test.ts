import assert from "node:assert/strict";
import { test } from "node:test";
import { open, SNIPPETS } from "./vendor_page";

const BAKED = { redact: true, passthrough: false, announce: true };
const state = (analytics: string, marketing: string, functional = "denied") => ({
  ad_storage: marketing,
  ad_user_data: marketing,
  ad_personalization: marketing,
  analytics_storage: analytics,
  functionality_storage: functional,
  personalization_storage: functional,
  security_storage: "granted",
});
const DEFAULT = ["arguments", "consent", "default", { ...state("denied", "denied"), wait_for_update: 500 }];
const REDACT = ["arguments", "set", "ads_data_redaction", true];
const CONFIG = [
  ["arguments", "js", "now"],
  ["arguments", "config", "G-1"],
];
const update = (analytics: string, marketing: string, functional?: string) => [
  "arguments",
  "consent",
  "update",
  state(analytics, marketing, functional),
];
const choices = (analytics: boolean, marketing: boolean, functional = false) => ({
  akkoord: { necessary: true, functional, analytics, marketing },
});
const announced = (analytics: boolean, marketing: boolean, functional?: boolean) => ({
  event: "akkoord_decision",
  ...choices(analytics, marketing, functional),
});

test("the default comes before anything of the page, as the arguments object that Google's tags read", () => {
  const page = open("google", BAKED);
  page.run(SNIPPETS.gtag);
  assert.deepEqual(page.read("dataLayer"), [DEFAULT, REDACT, ...CONFIG]);
});

test("without Akkoord the snippet says nothing of consent", () => {
  const page = open("google", BAKED);
  page.run("delete window.dataLayer");
  page.run(SNIPPETS.gtag);
  assert.deepEqual(page.read("dataLayer"), CONFIG);
});

test("a decision is one update and one event", () => {
  const page = open("google", BAKED);
  page.run(SNIPPETS.gtag);
  page.decide("analytics");
  assert.deepEqual(page.read("dataLayer"), [
    DEFAULT,
    REDACT,
    ...CONFIG,
    update("granted", "denied"),
    announced(true, false),
  ]);
  page.decide("functional", "analytics", "marketing");
  assert.deepEqual((page.read("dataLayer") as unknown[]).slice(6), [
    update("granted", "granted", "granted"),
    announced(true, true, true),
  ]);
});

test("on a later page the default is followed by what was chosen, before any tag", () => {
  const page = open("google", BAKED, { allowed: ["marketing"] });
  page.run(SNIPPETS.gtm);
  assert.deepEqual(page.read("dataLayer"), [
    DEFAULT,
    REDACT,
    update("denied", "granted"),
    choices(false, true),
    { "gtm.start": 1, event: "gtm.js" },
  ]);
});

test("a refusal is said on later pages too, and is no default", () => {
  const page = open("google", { ...BAKED, announce: false }, { allowed: [] });
  assert.deepEqual(page.read("dataLayer"), [DEFAULT, REDACT, update("denied", "denied")]);
});

test("a page that makes its data layer anew loses nothing of what was said", () => {
  const page = open("google", BAKED);
  page.decide("analytics");
  page.run(SNIPPETS.layer);
  page.run(SNIPPETS.gtm);
  assert.deepEqual(page.read("dataLayer"), [
    DEFAULT,
    REDACT,
    update("granted", "denied"),
    announced(true, false),
    { pageType: "basket" },
    { "gtm.start": 1, event: "gtm.js" },
  ]);
  page.decide();
  assert.deepEqual((page.read("dataLayer") as unknown[]).slice(6), [
    update("denied", "denied"),
    announced(false, false),
  ]);
});

test("a copy of the data layer is not told twice", () => {
  const page = open("google", BAKED);
  page.run("dataLayer = dataLayer.concat([{ pageType: 'basket' }])");
  assert.deepEqual(page.read("dataLayer"), [DEFAULT, REDACT, { pageType: "basket" }]);
});

test("a data layer that was there before us is led, if nothing has read it yet", () => {
  const page = open("google", BAKED, { before: SNIPPETS.gtag });
  assert.deepEqual(page.read("dataLayer"), [DEFAULT, REDACT, ...CONFIG]);
  page.decide("analytics");
  assert.deepEqual((page.read("dataLayer") as unknown[]).slice(4), [
    update("granted", "denied"),
    announced(true, false),
  ]);
});

test("a variable that cannot be watched is spoken to all the same", () => {
  const page = open("google", BAKED, {
    before: `Object.defineProperty(window, "dataLayer", { value: [{ early: 1 }], writable: true })`,
  });
  page.run("dataLayer = [{ late: 1 }]");
  page.decide("analytics");
  assert.deepEqual(page.read("dataLayer"), [
    DEFAULT,
    REDACT,
    { late: 1 },
    update("granted", "denied"),
    announced(true, false),
  ]);
});

test("a tag manager that has taken over the queue hears us through its own push", () => {
  const page = open("google", BAKED, {
    before: `heard = []; dataLayer = [{ old: 1 }]; dataLayer.push = (...entries) => heard.push(...entries);`,
  });
  assert.deepEqual(page.read("heard"), [DEFAULT, REDACT]);
  page.decide("marketing");
  assert.deepEqual(page.read("heard.slice(2)"), [update("denied", "granted"), announced(false, true)]);
});

test("elsewhere is granted only if the owner says so, and the named regions stay denied", () => {
  const page = open("google", { ...BAKED, regions: ["NL", "BE"] });
  assert.deepEqual(page.read("dataLayer"), [
    ["arguments", "consent", "default", { ...state("denied", "denied"), wait_for_update: 500, region: ["NL", "BE"] }],
    ["arguments", "consent", "default", { ...state("granted", "granted", "granted"), wait_for_update: 500 }],
    REDACT,
  ]);
});

test("elsewhere a browser that signals privacy is refused advertising", () => {
  const page = open("google", { ...BAKED, regions: ["NL"] }, { gpc: true });
  assert.deepEqual((page.read("dataLayer") as unknown[])[1], [
    "arguments",
    "consent",
    "default",
    { ...state("granted", "denied", "granted"), wait_for_update: 500 },
  ]);
});

test("passing clicks on and leaving identifiers in are settings", () => {
  const page = open("google", { redact: false, passthrough: true, announce: false });
  page.decide("analytics");
  assert.deepEqual(page.read("dataLayer"), [
    DEFAULT,
    ["arguments", "set", "url_passthrough", true],
    update("granted", "denied"),
  ]);
});

test("without Google the data layer hears of choices alone", () => {
  const page = open("data-layer");
  assert.deepEqual(page.read("dataLayer"), []);
  page.decide("analytics");
  assert.deepEqual(page.read("dataLayer"), [announced(true, false)]);
  assert.deepEqual(open("data-layer", {}, { allowed: ["marketing"] }).read("dataLayer"), [choices(false, true)]);
});
