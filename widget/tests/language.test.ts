import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { chooseLanguage } from "../src/language";

interface Example {
  name: string;
  offered: string[];
  wanted: string[];
  chosen: string;
}

const examples: Example[] = JSON.parse(
  readFileSync(new URL("../../tests/contract/language_examples.json", import.meta.url), "utf8"),
);

for (const { name, offered, wanted, chosen } of examples)
  test(name, () => {
    assert.equal(chooseLanguage(offered, wanted), chosen);
  });
