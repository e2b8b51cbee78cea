import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { canonical } from "../src/verify/bytes";
import { check, isGenuine, readReceipt } from "../src/verify/check";
import { canVerify, readKeys } from "../src/verify/keys";

const { keys, examples } = JSON.parse(
  readFileSync(new URL("../../tests/contract/receipt_examples.json", import.meta.url), "utf8"),
);

for (const { name, receipt, ...expected } of examples)
  test(`a receipt ${name}`, async () => {
    const read = readReceipt(JSON.stringify(receipt));
    assert.ok(read);
    const { whole, token = null, place = null, register = null } = await check(read, await readKeys(keys));
    assert.deepEqual({ whole, token, place, register }, expected);
    assert.equal(isGenuine({ whole, token, place, register } as never), !Object.values(expected).includes(false));
  });

for (const text of ["", "{", "[]", "null", '"receipt"', "{}", '{"akkoord":{}}', '{"akkoord":{"decision":{}}}'])
  test(`${text || "nothing"} is no receipt`, () => assert.equal(readReceipt(text), undefined));

test("whether the browser knows Ed25519 is tried out", async () => assert.equal(await canVerify(), true));

test("a browser that does not know it, or has no secure page, says so", async (context) => {
  context.mock.method(crypto.subtle, "importKey", () => Promise.reject(new Error("NotSupportedError")));
  assert.equal(await canVerify(), false);
});

test("JSON is written in one way", () => {
  assert.equal(canonical(JSON.parse('{ "b": [1, "é\\u2028\\n"], "a": null }')), '{"a":null,"b":[1,"é\u2028\\n"]}');
});

test("keys of another kind are passed over", async () => {
  const found = await readKeys({ keys: [{ kty: "EC", crv: "P-256", x: "?" }, ...keys.keys] });
  assert.equal(found.length, keys.keys.length);
});
