import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addressMatcher, keyMatcher } from "../src/gate/match";

const contract = JSON.parse(
  readFileSync(new URL("../../tests/contract/address_examples.json", import.meta.url), "utf8"),
);
const categoryOf = addressMatcher(contract, new URL(contract.page) as unknown as Location, () => contract.page);

for (const [address, category] of contract.examples)
  test(`"${address}" is ${category ?? "nobody's"}`, () => {
    assert.equal(categoryOf(address) ?? null, category);
  });

test("where unknown third parties are let through, only patterns decide", () => {
  const lenient = addressMatcher(
    { ...contract, unknown: false },
    new URL(contract.page) as unknown as Location,
    () => contract.page,
  );
  assert.equal(lenient("https://nobody.test/a.js"), undefined);
  assert.equal(lenient("https://ads.example/a.js"), "marketing");
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
