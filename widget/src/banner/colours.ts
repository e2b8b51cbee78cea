/** Light or dark: as the page has it, or else the system, unless the owner has fixed it. */

import type { BannerFile } from "../baked";

const DARK = matchMedia("(prefers-color-scheme:dark)");

/** The scheme of the page, if it names exactly one; else that of the system. */
function wanted(): "light" | "dark" {
  const named = getComputedStyle(document.documentElement).colorScheme;
  const meta = document.querySelector<HTMLMetaElement>("meta[name=color-scheme]");
  const page = /light|dark/.test(named) ? named : (meta?.content ?? "");
  const dark = page.includes("dark");
  return (dark === page.includes("light") ? DARK.matches : dark) ? "dark" : "light";
}

/** The declarations of the colours now. A page may put its own in their place, as `--akkoord-accent` and so on. */
export function colours({ theme }: BannerFile): string {
  const now = wanted();
  const scheme = theme[now] ? now : (Object.keys(theme)[0] as typeof now);
  const values = Object.entries(theme[scheme] as Record<string, string>);
  return [
    `color-scheme:${scheme}!important`,
    ...values.map(([name, value]) => `--${name}:var(--akkoord-${name},${value})`),
  ].join(";");
}

/** Calls back whenever the scheme may have changed. */
export function watchScheme(changed: () => void): void {
  DARK.addEventListener("change", changed);
  new MutationObserver(changed).observe(document.documentElement, { attributes: true });
}
