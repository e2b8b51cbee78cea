/** Reads a token. Its signature is checked by the backend and by auditors, not here: see ARCHITECTURE.md. */

import type { Decided } from "./consent";

export interface Token extends Decided {
  text: string;
}

const OPTIONAL = ["functional", "analytics", "marketing"];

const decode = (text: string): string => atob(text.replace(/-/g, "+").replace(/_/g, "/"));

/** What the token says, or undefined if it is not one. The shape is described in `akkoord/tokens.py`. */
export function readToken(text: string): Token | undefined {
  try {
    const [payload, time, signature] = text.split(".") as [string, string, string];
    const [site, , , letters, notice] = JSON.parse(decode(payload)) as string[];
    let at = 0;
    for (const byte of decode(time)) at = at * 256 + byte.charCodeAt(0);
    if (signature.length !== 86 || !site || !notice) return undefined;
    return { text, site, at, notice, granted: OPTIONAL.filter((category) => letters?.includes(category.charAt(0))) };
  } catch {
    return undefined;
  }
}
