/** Which attributes make the browser fetch, and which of the addresses in them are shut. */

import { AWAY, holdCss } from "./css";
import { absolute } from "./match";
import type { Gate } from "./state";

/** `element attribute` for whatever is fetched, pinged or posted to because of an attribute. */
const FETCHES = new RegExp(
  `^(${[
    "(script|img|i?frame|source|video|audio|track|embed|input) src",
    "(img|source) srcset",
    "(script|link|image|use|feimage) (xlink:)?href",
    "link imagesrcset",
    "object data",
    "video poster",
    "a(rea)? ping",
    "(body|table|t[dhr]) background",
    "\\S+ style",
    "iframe srcdoc",
  ].join("|")})$`,
  "i",
);
/** Only these links fetch something; a canonical or a license link never does. */
export const FETCHING_LINK = /stylesheet|pre|icon|manifest/i;

/** In rewritten HTML, the attribute that keeps an address which is not to be fetched yet. */
export const ASIDE = "data-akkoord-";
/** Whatever may carry such an attribute, and any element with an attribute of any element. */
const TAG = "script|img|iframe|frame|source|video|audio|track|embed|input|image|use|feImage|link|object|style|template";
const TAGS = new Set(TAG.split("|"));
const MARKS = /^(ping|background|style|data-akkoord.*)$/;
const MAY_FETCH = new RegExp(`<(${TAG})|[\\s"'/](ping|background|style|${ASIDE})`, "i");
/** Whether anything in HTML text may have to be held; most texts are none of our business. */
export const mayFetch = (html: string): boolean => MAY_FETCH.test(html);
/** Whether an element may have to be held; asked of each one that comes, so a list of names, and no selector. */
const concerns = (node: Element): boolean =>
  TAGS.has(node.localName) || (node.hasAttributes() && node.getAttributeNames().some((name) => MARKS.test(name)));
/** Those that may have to be held in a node and below it. */
export function concerned(node: Node): Element[] {
  const found = node.nodeType === 1 && concerns(node as Element) ? [node as Element] : [];
  if ((node as ParentNode).firstElementChild)
    for (const child of (node as ParentNode).querySelectorAll("*")) if (concerns(child)) found.push(child);
  return found;
}
/** The attributes, as they are observed. */
export const NAMES = "src srcset href xlink:href imagesrcset data poster ping background style srcdoc".split(" ");

/** Whether the browser fetches what this attribute of this element names. */
export const fetches = (node: Element, name: string): boolean =>
  FETCHES.test(`${node.localName} ${name}`) &&
  (node.localName !== "link" || FETCHING_LINK.test(node.getAttribute("rel") ?? ""));
/** The same for a tag in HTML text; a link counts whatever it is, and is looked at again as an element. */
export const tagFetches = (tag: string, name: string): boolean => FETCHES.test(`${tag} ${name}`);

/** The category that shuts an attribute's value; `srcset` and `ping` hold several addresses. */
export const shutsValue = (gate: Gate, name: string, value: string): string | undefined =>
  /srcset|ping/.test(name)
    ? value
        .split(/[\s,]+/)
        .map((address) => address && gate.shuts(address))
        .find(Boolean) || undefined
    : gate.shuts(value);

/** An attribute's value as it is meant now; these two hold several addresses. */
export const whole = (name: string, value: string): string => (/srcset|ping/.test(name) ? value : absolute(value).href);

/** The value with which a style may stand, or `undefined` if this is no style. */
export const harmless = (gate: Gate, name: string, value: string): string | undefined =>
  name === "style"
    ? /url|image|import/i.test(value) && !value.includes(AWAY)
      ? holdCss(gate, value)
      : value
    : undefined;
