/** The hash tree of RFC 9162. Its twin is `akkoord/proof/tree.py`. */

import { type Bytes, canonical, fromBase64, same, sha256, utf8 } from "./bytes";

export interface Decision {
  site: string;
  id: string;
  visitor: string;
  at: string;
  choices: Record<string, boolean>;
  notice: string;
}

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);
const hex = (text: string): Bytes => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** The hash of a decision's leaf: a salt of its two random ids, and all that it says. */
export async function leafHash(decision: Decision): Promise<Bytes> {
  const ids = [fromBase64(decision.visitor), hex(decision.id.replaceAll("-", ""))];
  const salt = await sha256(utf8("akkoord leaf salt 1\0"), ...ids);
  return sha256(LEAF, salt, utf8(canonical(decision)));
}

/** Whether the path leads from the leaf to the root (RFC 9162 2.1.3.2). */
export async function leadsTo(root: Bytes, leaf: Bytes, index: number, size: number, path: Bytes[]): Promise<boolean> {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return false;
  // bits are not shifted here: a tree may have more leaves than 32 of them can count
  let here = index;
  let last = size - 1;
  let found = leaf;
  const up = () => {
    here = Math.floor(here / 2);
    last = Math.floor(last / 2);
  };
  for (const other of path) {
    if (!last) return false;
    if (here % 2 || here === last) {
      found = await sha256(NODE, other, found);
      while (here && here % 2 === 0) up();
    } else {
      found = await sha256(NODE, found, other);
    }
    up();
  }
  return !last && same(found, root);
}
