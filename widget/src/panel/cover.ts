/** Asks for consent in the place of a held frame: inside the frame, so that the page does not move. */

import type { PanelFile } from "../baked";
import type { Surface } from "../surface";

const STYLE = `:root{height:100%;overflow:auto;background:var(--background);color:var(--text);font:medium/1.45 system-ui,sans-serif}
body{margin:0;min-height:100%;box-sizing:border-box;padding:.75em 1em;display:flex;flex-direction:column;gap:.6em;align-items:center;
justify-content:safe center;text-align:center;hyphens:auto;overflow-wrap:anywhere;border:1px solid color-mix(in srgb,var(--text) 25%,var(--background))}
p{margin:0;max-width:34em}small{font-size:.85em}div{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(9em,100%),1fr));grid-auto-rows:1fr;gap:.5em;width:min(26em,100%)}
button{font:inherit;font-weight:600;min-height:44px;padding:.4em .75em;border-radius:.5em;cursor:pointer;color:var(--on-accent);background:var(--accent);border:2px solid var(--accent)}
button:hover{text-decoration:underline}button:focus-visible{outline:3px solid var(--text);outline-offset:2px}
@media(max-width:25em),(max-height:14em){:root{font-size:.875em;line-height:1.35}body{padding:.5em .75em;gap:.4em}}`;

/** Whose content an address is, by the longest pattern that fits; else its host. */
function whose({ hostname, pathname }: URL, { embeds }: PanelFile): string {
  const [pattern] = Object.keys(embeds)
    .filter((each) => {
      const [host, ...path] = each.split("/");
      return `.${hostname}`.endsWith(`.${host}`) && pathname.startsWith(`/${path.join("/")}`);
    })
    .sort((one, other) => other.length - one.length);
  return embeds[pattern as string] ?? hostname;
}

/**
 * @param asked the categories that the visitor has to allow for it.
 * @param once shows this content this once; left out where the page's policy would keep it out all the same.
 * @param allow called when the visitor wants to see such content from now on.
 */
export function coverFrame(
  frame: HTMLIFrameElement,
  address: URL,
  { file: said, element, styleSheet, colours }: Surface,
  file: PanelFile,
  asked: readonly string[],
  once: (() => void) | false,
  allow: () => void,
): void {
  const inner = frame.contentDocument;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  // a sandboxed frame is out of reach: it stays blank
  if (!inner?.body || !view) return;
  const { lang, dir, categories } = said;
  const { texts } = file;
  const provider = whose(address, file);
  const names = categories.filter(({ id }) => asked.includes(id)).map(({ name }) => name);
  inner.documentElement.lang = lang;
  inner.documentElement.dir = dir;
  inner.title = frame.title || provider;
  inner.adoptedStyleSheets = [styleSheet(`:root{${colours()}}${STYLE}`, view)];
  inner.body.replaceChildren(
    element(
      "p",
      {},
      texts.embed.replace("{provider}", () => provider),
    ),
    element("small", {}, new Intl.ListFormat(lang).format(names)),
    element(
      "div",
      {},
      once && element("button", { type: "button", onclick: once }, texts.embed_once),
      element("button", { type: "button", onclick: allow }, texts.embed_allow),
    ),
  );
}
