import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { consent, type Decided } from "../src/consent";

interface Example {
  name: string;
  decision: Decided | null;
  notice: { site: string; version: string; asked: string[] };
  now: number;
  lifetime?: number;
  earlier?: Record<string, string>;
  allowed: string[];
  ask: string[];
}

const LIFETIME = 180 * 24 * 60 * 60;
const examples: Example[] = JSON.parse(
  readFileSync(new URL("../../tests/contract/consent_examples.json", import.meta.url), "utf8"),
);

for (const { name, decision, notice, now, lifetime = LIFETIME, earlier = {}, allowed, ask } of examples)
  test(`consent: ${name}`, () => {
    const { site, version, asked } = notice;
    const question = { site, notice: version, asked, lifetime, earlier };
    assert.deepEqual(consent(decision ?? undefined, question, now), { allowed, ask });
  });
