/** Which category an address or a key belongs to, by the patterns of the site's services and the catalog. */

type Patterns = Partial<Record<string, string>>;

/**
 * @param hold category -> space-separated patterns `host`, `host/path-prefix` or `/first-party-path-prefix`.
 * @returns the category of an address, by the longest pattern that matches.
 */
export function addressMatcher(hold: Patterns): (address: string) => string | undefined {
  const byHost = new Map<string, [path: string, category: string][]>();
  for (const category in hold)
    for (const pattern of (hold[category] as string).split(" ")) {
      const slash = pattern.indexOf("/");
      const host = slash < 0 ? pattern : pattern.slice(0, slash);
      const paths = byHost.get(host) ?? [];
      byHost.set(host, paths);
      paths.push([slash < 0 ? "" : pattern.slice(slash), category]);
    }
  return (address) => {
    let url: URL;
    try {
      url = new URL(address, document.baseURI);
    } catch {
      return;
    }
    if (!/^(https?|wss?):/.test(url.protocol)) return;
    const labels = url.hostname.split(".");
    const hosts = labels.map((_, first) => labels.slice(first).join("."));
    if (url.origin === location.origin) hosts.push("");
    let found: string | undefined;
    let longest = -1;
    for (const host of hosts)
      for (const [path, category] of byHost.get(host) ?? [])
        if ((url.pathname + url.search).startsWith(path) && host.length + path.length > longest) {
          longest = host.length + path.length;
          found = category;
        }
    return found;
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
