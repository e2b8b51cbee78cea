/** Ed25519 in the browser: older ones lack it, and then nothing is checked at all. */

import { type Bytes, fromBase64, joined, sha256, utf8 } from "./bytes";

export interface Key {
  raw: Bytes;
  verifies(message: Bytes, signature: Bytes): Promise<boolean>;
}

/** The first public key of RFC 8032, to try out whether the browser knows what that is. */
const KNOWN = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const NAME = "Ed25519";

async function key(x: string): Promise<Key> {
  const raw = fromBase64(x);
  const imported = await crypto.subtle.importKey("raw", raw, NAME, false, ["verify"]);
  return { raw, verifies: (message, signature) => crypto.subtle.verify(NAME, imported, signature, message) };
}

export const canVerify = (): Promise<boolean> =>
  Promise.resolve()
    .then(() => key(KNOWN))
    .then(
      () => true,
      () => false,
    );

/** The keys of a JSON Web Key Set; those of another kind are passed over. */
export const readKeys = ({ keys }: { keys: { kty?: string; crv?: string; x: string }[] }): Promise<Key[]> =>
  Promise.all(keys.filter(({ kty, crv }) => kty === "OKP" && crv === NAME).map(({ x }) => key(x)));

export async function anyVerifies(keys: Key[], message: Bytes, signature: Bytes): Promise<boolean> {
  const found = await Promise.all(keys.map((each) => each.verifies(message, signature)));
  return found.includes(true);
}

/** The four bytes by which a signed note tells which key signed it. */
export const noteId = async (name: string, { raw }: Key): Promise<Bytes> =>
  (await sha256(joined(utf8(`${name}\n`), new Uint8Array([1]), raw))).slice(0, 4);
