/** The Content-Security-Policy that lets through what is allowed now. The twin of `akkoord/policy.py`. */

import { UNKNOWN } from "./match";
import type { Gate } from "./state";

const ALWAYS = "'self' 'unsafe-inline' 'unsafe-eval' data: blob: mediastream: filesystem:";

/** How every policy of ours begins, whoever sends it. */
export const OURS = `default-src ${ALWAYS}`;

/** @returns empty if nothing is to be held by a policy. */
export function policy(gate: Pick<Gate, "site" | "allows">): string {
  const { hold, own, unknown } = gate.site;
  if (!unknown || gate.allows(UNKNOWN)) return "";
  const hosts = new Set(own.split(" "));
  for (const [category, patterns] of Object.entries(hold))
    if (gate.allows(category))
      for (const pattern of (patterns as string).split(" ")) hosts.add(pattern.split("/")[0] as string);
  const named = [...hosts].filter((host) => /^[\w-]+(\.[\w-]+)*$/.test(host));
  return [
    OURS,
    ...named
      .filter((host) => !named.some((other) => host.endsWith(`.${other}`)))
      .flatMap((host) => (/^\d+(\.\d+){3}$/.test(host) ? [host] : [host, `*.${host}`]))
      .flatMap((host) => [`${host}:*`, `ws://${host}:*`]),
  ].join(" ");
}
