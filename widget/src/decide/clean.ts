/** Removes from the device what services of a refused category left there. */

import type { Page } from "../page";

/** Removes a cookie wherever a script of this page could have set it: each parent domain, each parent path. */
export function removeCookie(name: string, write: (text: string) => void): void {
  const labels = location.hostname.split(".");
  const domains = ["", ...labels.map((_, first) => `; Domain=${labels.slice(first).join(".")}`)];
  const parts = location.pathname.split("/");
  const paths = parts.flatMap((_, last) => {
    const path = parts.slice(0, last + 1).join("/");
    return [`${path}/`, path || "/"];
  });
  for (const domain of domains) for (const path of new Set(paths)) write(`${name}=; Max-Age=0; Path=${path}${domain}`);
}

/**
 * Removes everything whose category this visitor has refused.
 *
 * @returns once what cannot be removed at once is gone as well: databases, caches, service workers.
 */
export async function clean({ stored, gate, readCookies, writeCookie }: Page): Promise<void> {
  const chosen: Record<string, boolean> | undefined = stored.chosen();
  const refused = (name: string): boolean => chosen?.[gate.ofKey(name) ?? ""] === false;
  for (const pair of readCookies()) {
    const name = pair.split("=")[0] as string;
    if (refused(name)) removeCookie(name, writeCookie);
  }
  for (const area of ["localStorage", "sessionStorage"] as const)
    try {
      for (const key of Object.keys(window[area])) if (refused(key)) window[area].removeItem(key);
    } catch {
      // storage is shut to this page: then nothing is in it
    }
  // a sandboxed page has none of these, and is not to be told so
  if (self.origin === "null") return;
  const removals = [
    async () => {
      for (const { name } of await indexedDB.databases()) if (name && refused(name)) indexedDB.deleteDatabase(name);
    },
    async () => {
      for (const name of await caches.keys()) if (refused(name)) await caches.delete(name);
    },
    async () => {
      for (const worker of await navigator.serviceWorker.getRegistrations())
        if (gate.shuts(worker.active?.scriptURL ?? "")) await worker.unregister();
    },
  ];
  // a browser, or a page that is not safe, may lack any of them
  await Promise.allSettled(removals.map((remove) => remove()));
}
