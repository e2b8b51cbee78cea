/** Holds addresses in style sheets: each is marked in its own place, so that the rest of the sheet works meanwhile. */

import type { Gate, View } from "./state";
import { wrapClass, wrapMethod } from "./wrap";

/** An address behind this mark leads nowhere; without it, it is what it was. */
export const AWAY = "about:akkoord#";
const ADDRESSES = /((?:url\(|@import|image-set\(|,)\s*["']?\s*)((?:https?:)?\/\/[^"')\s]+|\/[^"')\s]+)/gi;
const HELD = new RegExp(`${AWAY}([^"')\\s]+)`, "g");

/** The style sheet with its shut addresses marked. */
export const holdCss = (gate: Gate, css: string): string =>
  css.replace(ADDRESSES, (whole, before, address) => (gate.shuts(address) ? before + AWAY + address : whole));

/** The style sheet without the marks of what is allowed now. */
export const freeCss = (gate: Gate, css: string): string =>
  css.replace(HELD, (whole, address) => (gate.shuts(address) ? whole : address));

/** Holds a `<style>` element; one that the site's server has put aside comes back without what is held. */
export function holdStyle(gate: Gate, node: HTMLElement): void {
  const css = node.textContent ?? "";
  const safe = holdCss(gate, css.replaceAll(AWAY, ""));
  const aside = node.hasAttribute("data-akkoord") && node.getAttribute("type") === "text/plain";
  if (aside) {
    // empty first: what it imports would be fetched with the type
    node.textContent = "";
    node.setAttribute("type", node.dataset.type ?? "text/css");
    node.removeAttribute("data-akkoord");
  }
  if (safe !== css || aside) node.textContent = safe;
}

export function watchSheets(gate: Gate, view: View): void {
  wrapClass(view, "FontFace", ([family, source, ...rest], real) => {
    const safe = typeof source === "string" ? holdCss(gate, source) : source;
    const font: FontFace = real(family, safe, ...rest);
    const category = safe !== source && gate.shutsIn(source);
    if (category)
      gate.holdCall(category, () => {
        const fonts = view.document.fonts;
        const again: FontFace = real(family, source, ...rest);
        if (fonts.has(font)) fonts.add(again);
        again.load().catch(() => {});
      });
    return font;
  });
  for (const name of ["replace", "replaceSync", "insertRule", "addRule"])
    wrapMethod(
      view.CSSStyleSheet.prototype,
      name,
      (original) =>
        function (this: CSSStyleSheet, ...given: unknown[]) {
          return original.apply(
            this,
            given.map((each) => (typeof each === "string" ? holdCss(gate, each) : each)),
          );
        },
    );
}

/** Lets through in every style sheet and style attribute what is allowed now. */
export function freeStyles(gate: Gate): void {
  for (const root of gate.roots) {
    for (const node of root.querySelectorAll(`[style*="${AWAY}"]`))
      node.setAttribute("style", freeCss(gate, node.getAttribute("style") ?? ""));
    for (const sheet of [...root.styleSheets, ...root.adoptedStyleSheets])
      try {
        for (let at = 0; at < sheet.cssRules.length; at++) {
          const { cssText } = sheet.cssRules[at] as CSSRule;
          const free = cssText.includes(AWAY) ? freeCss(gate, cssText) : cssText;
          if (free === cssText) continue;
          sheet.deleteRule(at);
          sheet.insertRule(free, at);
        }
      } catch {
        // a sheet of another origin, which was not held, or a rule that this browser does not put back
      }
  }
}
