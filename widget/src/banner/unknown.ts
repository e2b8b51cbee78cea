/** Tells the owner of third parties that pages wanted to reach and that no service names. */

import { postUnknown } from "../decide/backend";
import type { Page } from "../page";

/** The backend takes no more at once. */
const MOST = 50;

/** Tells each once a page, when the visitor looks away: by then the page has met whom it wanted to meet. */
export function tellUnknown({ api, gate }: Page): void {
  const told = new Set<string>();
  const tell = (): void => {
    const hosts = [...gate.unknown].filter((host) => !told.has(host) && host.includes(".")).slice(0, MOST);
    for (const host of hosts) told.add(host);
    if (hosts.length) postUnknown(api, { hosts });
  };
  addEventListener("visibilitychange", tell);
  addEventListener("pagehide", tell);
}
