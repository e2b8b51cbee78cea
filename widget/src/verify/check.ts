/** Checks a receipt with public keys alone. Its twin is `check` in `akkoord/receipts.py`; both run over the same examples. */

import { type Bytes, canonical, fromBase64, same, utf8 } from "./bytes";
import { readCheckpoint } from "./checkpoint";
import { anyVerifies, type Key } from "./keys";
import { type Decision, leadsTo, leafHash } from "./tree";

interface Receipt {
  signature: string;
  akkoord: {
    decision: Decision;
    token: string | null;
    inclusion: { leaf: string; index: number; size: number; path: string[]; checkpoint: string } | null;
  };
}

/**
 * What holds of a receipt; undefined where it does not carry that.
 * @property whole it is as it was issued
 * @property token the choice is signed
 * @property place the choice is in the tree
 * @property register the tree is signed
 */
export interface Checks {
  whole: boolean;
  token: boolean | undefined;
  place: boolean | undefined;
  register: boolean | undefined;
}

/** How much later than its checkpoint a decision may say that it was made: clocks differ. */
const LATE = 10 * 60 * 1000;
const LETTERS = ["functional", "analytics", "marketing"];

/** @returns the receipt, or undefined if the text is none. */
export function readReceipt(text: string): Receipt | undefined {
  try {
    const read = JSON.parse(text);
    const { decision } = read.akkoord;
    const texts = [read.signature, decision.site, decision.id, decision.visitor, decision.at, decision.notice];
    return texts.every((each) => typeof each === "string") && decision.choices ? read : undefined;
  } catch {
    return undefined;
  }
}

export const isGenuine = (checks: Checks): boolean => checks.whole && !Object.values(checks).includes(false);

/** What is malformed does not hold. */
const holds = (check: () => Promise<boolean>): Promise<boolean> => check().catch(() => false);

function isWhole(receipt: Receipt, keys: Key[]): Promise<boolean> {
  const { signature, ...rest } = receipt;
  return anyVerifies(keys, utf8(`akkoord receipt 1\n${canonical(rest)}`), fromBase64(signature));
}

/** Whether the token is signed, and proves this decision and no other. */
async function provesIt(token: string, decision: Decision, keys: Key[]): Promise<boolean> {
  const [payload, time, signature] = token.split(".") as [string, string, string];
  const letters = LETTERS.filter((category) => decision.choices[category]).map((category) => category.charAt(0));
  const said = JSON.parse(new TextDecoder().decode(fromBase64(payload)));
  const { site, visitor, id, notice } = decision;
  const seconds = fromBase64(time).reduce((sum, byte) => sum * 256 + byte, 0);
  return (
    canonical(said) === canonical([site, visitor, id, letters.join(""), notice]) &&
    seconds === Math.floor(Date.parse(decision.at) / 1000) &&
    anyVerifies(keys, utf8(`${payload}.${time}`), fromBase64(signature))
  );
}

export async function check(receipt: Receipt, keys: Key[]): Promise<Checks> {
  const { decision, token, inclusion } = receipt.akkoord;
  const checkpoint = inclusion ? await readCheckpoint(inclusion.checkpoint, keys).catch(() => undefined) : undefined;
  const isPlaced = async (): Promise<boolean> => {
    if (!inclusion || !checkpoint) return false;
    const leaf: Bytes = await leafHash(decision);
    return (
      same(fromBase64(inclusion.leaf), leaf) &&
      checkpoint.size === inclusion.size &&
      checkpoint.origin.endsWith(`/sites/${decision.site}`) &&
      Date.parse(decision.at) <= checkpoint.at + LATE &&
      leadsTo(checkpoint.root, leaf, inclusion.index, inclusion.size, inclusion.path.map(fromBase64))
    );
  };
  return {
    whole: await holds(() => isWhole(receipt, keys)),
    token: token ? await holds(() => provesIt(token, decision, keys)) : undefined,
    place: inclusion ? await holds(isPlaced) : undefined,
    register: inclusion ? (checkpoint?.genuine ?? false) : undefined,
  };
}
