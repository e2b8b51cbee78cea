import assert from "node:assert/strict";
import { test } from "node:test";

Object.assign(globalThis, {
  document: { baseURI: "https://www.shop.example/path/" },
  location: new URL("https://www.shop.example/path/"),
});
const { addressMatcher, keyMatcher } = await import("../src/gate/match");

const categoryOf = addressMatcher({
  analytics: "stats.example tags.example/gtag?id=G- /own-stats/ tags.example",
  marketing: "ads.example tags.example/gtag?id=AW- video.example/embed",
  necessary: "pay.stats.example",
});

const addresses: [address: string, category: string | undefined][] = [
  ["https://stats.example/a.js", "analytics"],
  ["//stats.example/a.js", "analytics"],
  ["https://eu.stats.example:8443/a.js", "analytics"],
  ["wss://stats.example/live", "analytics"],
  ["https://STATS.example/a.js", "analytics"],
  ["https://notstats.example/a.js", undefined],
  ["https://stats.example.evil.example/a.js", undefined],
  ["https://shop.example/?u=https://stats.example", undefined],
  ["https://tags.example/gtag?id=G-1", "analytics"],
  ["https://tags.example/gtag?id=AW-1", "marketing"],
  ["https://tags.example/other", "analytics"],
  ["https://video.example/watch", undefined],
  ["https://video.example/embed/1", "marketing"],
  ["https://pay.stats.example/x", "necessary"],
  ["/own-stats/a.js", "analytics"],
  ["https://other.example/own-stats/a.js", undefined],
  ["a.js", undefined],
  ["data:text/html,stats.example", undefined],
  ["http://[", undefined],
];

for (const [address, category] of addresses)
  test(`${address} is ${category ?? "nobody's"}`, () => {
    assert.equal(categoryOf(address), category);
  });

const keyOf = keyMatcher({ analytics: "_ga _ga_* a.b", marketing: "*_ad" });
for (const [key, category] of [
  ["_ga", "analytics"],
  ["_ga_1", "analytics"],
  ["_gat", undefined],
  ["a.b", "analytics"],
  ["axb", undefined],
  ["my_ad", "marketing"],
  ["my_ads", undefined],
  ["", undefined],
])
  test(`the key "${key}" is ${category ?? "nobody's"}`, () => {
    assert.equal(keyOf(key as string), category);
  });
