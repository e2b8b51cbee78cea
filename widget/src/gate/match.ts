/** Which category an address or a key belongs to, by the patterns of the site. The twin of `akkoord/holding.py`. */

import type { SiteScript } from "../baked";

/** An address as it is meant now: the page's base may change until it is used. */
export const absolute = (address: unknown): URL => new URL(`${address}`, document.baseURI);

type Patterns = Partial<Record<string, string>>;

/** What a third party belongs to that no service names; it opens with a yes to everything that is asked. */
export const UNKNOWN = "unknown";

/**
 * @param site category -> space-separated patterns `host`, `host/path-prefix` or `/path-prefix` of the page's own origin.
 * @param page where the page is; relative addresses are judged from `base`.
 * @returns the category of an address, by the longest pattern that matches; undefined if it is nobody's business.
 */
export function addressMatcher(
  { hold, own, unknown }: Pick<SiteScript, "hold" | "own" | "unknown">,
  page: Pick<Location, "origin" | "hostname"> = location,
  base = (): string => document.baseURI,
): (address: string) => string | undefined {
  const byHost = new Map<string, [path: string, category: string][]>();
  for (const [category, patterns] of Object.entries(hold as Patterns))
    for (const pattern of (patterns as string).split(" ")) {
      const slash = pattern.indexOf("/");
      const host = slash < 0 ? pattern : pattern.slice(0, slash);
      const paths = byHost.get(host) ?? [];
      byHost.set(host, paths);
      paths.push([slash < 0 ? "" : pattern.slice(slash), category]);
    }
  const ours = [...own.split(" "), page.hostname];
  return (address) => {
    let url: URL;
    try {
      url = new URL(address, base());
    } catch {
      return;
    }
    if (!/^(http|ws)s?:/.test(url.protocol)) return;
    const labels = url.hostname.split(".");
    const hosts = labels.map((_, first) => labels.slice(first).join("."));
    const first = hosts.some((host) => ours.includes(host));
    if (url.origin === page.origin) hosts.push("");
    let found: string | undefined;
    let longest = -1;
    for (const host of hosts)
      for (const [path, category] of byHost.get(host) ?? [])
        if ((url.pathname + url.search).startsWith(path) && host.length + path.length > longest) {
          longest = host.length + path.length;
          found = category;
        }
    return found ?? (unknown && !first ? UNKNOWN : undefined);
  };
}

/** @param keys category -> space-separated names of cookies and storage keys, `*` for any end. */
export function keyMatcher(keys: Patterns): (name: string) => string | undefined {
  const categories = Object.keys(keys);
  const tests = categories.map(
    (category) =>
      new RegExp(
        `^(${(keys[category] as string)
          .replace(/[.+?^$()[\]{}|\\]/g, "\\$&")
          .replace(/\*/g, ".*")
          .replace(/ /g, "|")})$`,
      ),
  );
  return (name) => categories[tests.findIndex((test) => test.test(name))];
}
