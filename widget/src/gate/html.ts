/** Holds what is written into the page as HTML text: the browser fetches while it reads. */

import { ASIDE, concerned, harmless, mayFetch, shutsValue, tagFetches } from "./attributes";
import { holdImports } from "./code";
import { holdCss } from "./css";
import { dead, framesOf, holdTree } from "./elements";
import { watchFrame } from "./realms";
import type { Gate, View } from "./state";
import { trustedHtml, wrapMethod, wrapSetter } from "./wrap";

const TAG = /<([a-z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
/** The start of a tag at the end of a text: the rest is still to be written. */
const UNFINISHED = /<(?:$|[a-z](?:[^>"']|"[^"]*"|'[^']*')*(?:"[^"]*|'[^']*)?$)/i;
const ATTRIBUTE = /([\s"'/])([^\s"'/>=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)/g;
const TEXTS = /(<(style|script)\b[^>]*>)([\s\S]*?)(?=<\/\2|$)/gi;

const decoded = (value: string): string =>
  value.replace(/^["']|["']$/g, "").replace(/&(amp|quot|#39|#x27|lt|gt);/gi, (whole, name) => {
    const found = { amp: "&", quot: '"', lt: "<", gt: ">" }[`${name}`.toLowerCase()];
    return found ?? (whole && "'");
  });
const encoded = (value: string): string => `"${value.replace(/&/g, "&amp;").replace(/"/g, "&quot;")}"`;

/**
 * Puts shut addresses aside in HTML text that is about to be parsed into the page.
 *
 * @param scripts whether the browser will run scripts of this text.
 */
export const holdHtml = (gate: Gate, html: string, scripts: boolean): string =>
  !mayFetch(html)
    ? html
    : html
        .replace(TEXTS, (_whole, tag, name, text) => {
          if (/^style/i.test(name)) return tag + holdCss(gate, text);
          return tag + (scripts ? holdImports(text) : text);
        })
        .replace(TAG, (whole, tag, attributes) => {
          if (!scripts && /^script/i.test(tag)) return whole;
          const safe = attributes.replace(
            ATTRIBUTE,
            (attribute: string, space: string, given: string, equals: string, quoted: string) => {
              const name = given.toLowerCase();
              if (!tagFetches(tag, name)) return attribute;
              const value = decoded(quoted);
              const safeValue = name === "srcdoc" ? holdHtml(gate, value, true) : harmless(gate, name, value);
              if (safeValue !== undefined)
                return safeValue === value ? attribute : space + given + equals + encoded(safeValue);
              return shutsValue(gate, name, value) ? space + ASIDE + given + equals + quoted : attribute;
            },
          );
          return `<${tag}${safe}>`;
        });

export function watchHtml(gate: Gate, view: View): void {
  /**
   * Makes a text safe and gives it to the browser. A text that is safe already stays what it is, also a TrustedHTML.
   *
   * @param set gives a text to the browser; returns where it went.
   */
  const write = <Place extends Node>(
    html: unknown,
    scripts: boolean,
    set: (safe: unknown) => Place | null,
  ): Place | null => {
    const text = `${html}`;
    const safe = holdHtml(gate, text, scripts);
    const place = set(safe === text ? html : trustedHtml(safe));
    if (!place) return place;
    if (!scripts && /<script/i.test(text))
      for (const script of (place as unknown as ParentNode).querySelectorAll("script")) {
        // what is held already was there before this text
        if (script.type !== "text/plain") dead.add(script);
      }
    if (safe !== text || /data-akkoord|<link/i.test(text)) holdTree(gate, place);
    if (/<i?frame/i.test(text)) for (const frame of framesOf(concerned(place))) watchFrame(gate, frame);
    return place;
  };

  const { Document, Element, Range, ShadowRoot } = view;
  for (const [prototype, name] of [
    [Element.prototype, "innerHTML"],
    [Element.prototype, "outerHTML"],
    [ShadowRoot.prototype, "innerHTML"],
  ] as [object, string][])
    wrapSetter(
      prototype,
      name,
      (set) =>
        function (this: Element, html: unknown) {
          const place = name === "outerHTML" ? this.parentNode : this;
          // the inside of a style or a script is no HTML
          if (/^(style|script)$/.test(this.localName) && name === "innerHTML")
            return set.call(this, this.localName === "style" ? holdCss(gate, `${html}`) : html);
          write(html, false, (safe) => {
            set.call(this, safe);
            return place;
          });
        },
    );
  for (const [prototype, name] of [
    [Element.prototype, "setHTMLUnsafe"],
    [ShadowRoot.prototype, "setHTMLUnsafe"],
    [Element.prototype, "insertAdjacentHTML"],
  ] as [object, string][])
    wrapMethod(
      prototype,
      name,
      (original) =>
        function (this: Element, ...given: unknown[]) {
          const at = name === "insertAdjacentHTML" ? 1 : 0;
          write(given[at], false, (safe) => {
            original.apply(this, at ? [given[0], safe] : [safe, ...given.slice(1)]);
            return (at && this.parentNode) || this;
          });
        },
    );
  wrapMethod(
    Range.prototype,
    "createContextualFragment",
    (original) =>
      function (this: Range, html: unknown) {
        return write(html, true, (safe) => original.call(this, safe));
      },
  );

  /** The start of a tag whose rest is still to be written. */
  let unfinished = "";
  for (const name of ["write", "writeln"])
    wrapMethod(
      Document.prototype,
      name,
      (original) =>
        function (this: Document, ...texts: unknown[]) {
          const text = unfinished + texts.join("");
          unfinished = UNFINISHED.exec(text)?.[0] ?? "";
          const whole = text.slice(0, text.length - unfinished.length);
          const safe = holdHtml(gate, whole, true);
          if (safe === texts.join("")) original.apply(this, texts);
          else original.call(this, trustedHtml(safe));
        },
    );
}
