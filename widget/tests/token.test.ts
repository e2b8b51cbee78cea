import assert from "node:assert/strict";
import { test } from "node:test";
import { readToken } from "../src/token";

const url = (text: string): string => Buffer.from(text).toString("base64url");
const payload = url(
  JSON.stringify(["shop", "v".repeat(22), "b3b0a1d6-0000-4000-8000-000000000000", "am", "0123456789ab"]),
);
const time = Buffer.from([0x69, 0x20, 0x00, 0x01]).toString("base64url");
const signature = "x".repeat(86);

test("a token tells its site, time, notice and what was granted", () => {
  const text = `${payload}.${time}.${signature}`;
  assert.deepEqual(readToken(text), {
    text,
    site: "shop",
    at: 0x69200001,
    notice: "0123456789ab",
    granted: ["analytics", "marketing"],
  });
});

for (const [name, text] of Object.entries({
  nothing: "",
  "a word": "yes",
  "three words": "a.b.c",
  "a token without its signature": `${payload}.${time}.`,
  "a payload that is no list": `${url("{}")}.${time}.${signature}`,
  "a payload that is no JSON": `${url("[")}.${time}.${signature}`,
}))
  test(`${name} is no token`, () => {
    assert.equal(readToken(text), undefined);
  });
