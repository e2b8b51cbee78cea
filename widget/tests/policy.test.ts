import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { SiteScript } from "../src/baked";
import { policy } from "../src/gate/policy";

const { examples } = JSON.parse(
  readFileSync(new URL("../../tests/contract/policy_examples.json", import.meta.url), "utf8"),
);

for (const { about, asked, allowed, policy: expected, ...site } of examples)
  test(about, () => {
    const open: string[] = allowed.split(" ");
    const all: string[] = asked.split(" ").filter(Boolean);
    const allows = (category: string): boolean =>
      open.includes(category) ||
      (!all.includes(category) && all.length > 0 && all.every((each) => open.includes(each)));
    assert.equal(policy({ site: site as SiteScript, allows }), expected);
  });
