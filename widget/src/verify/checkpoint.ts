/** A checkpoint: what size and root a site's tree had at a time, as a signed note. Twin: `akkoord/proof/checkpoints.py`. */

import { type Bytes, fromBase64, same, utf8 } from "./bytes";
import { type Key, noteId } from "./keys";

export interface Checkpoint {
  origin: string;
  size: number;
  root: Bytes;
  at: number;
  genuine: boolean;
}

const NOTE =
  /^(([^\s+]+\/sites\/[a-z0-9-]+)\n(0|[1-9]\d{0,15})\n([\w+/]{43}=)\ntime (\S+Z)\n(?:[^\n]+\n)*)\n((?:— \S+ \S+\n)+)$/;

/** @returns nothing if it is no checkpoint; whether one of the keys has signed it stands in it. */
export async function readCheckpoint(note: string, keys: Key[]): Promise<Checkpoint | undefined> {
  const [, text, origin, size, root, time, lines] = NOTE.exec(note) ?? [];
  if (!text || !origin || !root || !time || !lines) return undefined;
  const ids = await Promise.all(keys.map(async (key) => ({ key, id: await noteId(origin, key) })));
  const verdicts: boolean[] = [];
  for (const line of lines.trimEnd().split("\n")) {
    const [, name, base64] = line.split(" ") as [string, string, string];
    const raw = fromBase64(base64);
    const by = ids.find(({ id }) => same(id, raw.slice(0, 4)));
    if (name === origin && by) verdicts.push(await by.key.verifies(utf8(text), raw.slice(4)));
  }
  const genuine = verdicts.length > 0 && !verdicts.includes(false);
  return { origin, size: Number(size), root: fromBase64(root), at: Date.parse(time), genuine };
}
