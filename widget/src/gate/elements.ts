/** Holds elements: takes the address away from what would fetch it, and the type from what would run. */

import type { Gate } from "./state";

const TAGS = "script|img|iframe|link|source|video|audio|track|embed|object|image|input|frame";
/** What fetches by an attribute. */
export const FETCHING = new RegExp(`^(${TAGS})$`);
export const ADDRESSES = ["src", "srcset", "href", "data", "poster", "xlink:href"];
/** The attribute in which rewritten HTML keeps an address that is not to be fetched yet. */
export const ASIDE = "data-akkoord-";
/** Only these links fetch something; a canonical or a license link never does. */
const FETCHING_LINK = /stylesheet|pre|icon|manifest/i;

/** Whether an element fetches what its address attributes name. */
export const fetches = (node: Element): boolean =>
  FETCHING.test(node.localName) && (node.localName !== "link" || FETCHING_LINK.test((node as HTMLLinkElement).rel));

/** The category that shuts an attribute's value; a `srcset` holds several addresses. */
export const shutsValue = (gate: Gate, name: string, value: string): string | undefined =>
  name === "srcset"
    ? value
        .split(/[\s,]+/)
        .map((address) => gate.shuts(address))
        .find(Boolean)
    : gate.shuts(value);

/** Keeps one attribute of one element until its category is allowed. */
export function holdValue(gate: Gate, node: Element, name: string, value: string, category: string): void {
  const values = gate.values.get(node) ?? {};
  gate.values.set(node, values);
  values[name] = value;
  if (node.localName === "iframe") gate.onFrame();
  gate.held.push({
    category,
    node,
    free() {
      // another value may have been set since
      if (values[name] !== value) return;
      delete values[name];
      node.setAttribute(name, value);
    },
  });
}

/** What the browser runs: no data, no other tool's held scripts, nothing for browsers of old. */
const RUNS = /^\s*(module|((text|application)\/(x-)?(java|ecma|j)script)?)\s*$/i;

/** Scripts that came by `innerHTML` and the like: the browser never runs those. */
export const dead = new WeakSet<Element>();

/** @param async whether it runs as soon as it comes; read before the browser meets a type that it does not know. */
export function holdScript(
  gate: Gate,
  node: Element,
  category: string,
  async: boolean = (node as HTMLScriptElement).async,
): void {
  const type = node.getAttribute("type");
  if (dead.has(node) || !RUNS.test(type ?? "") || node.hasAttribute("nomodule")) return;
  node.setAttribute("type", "text/plain");
  gate.held.push({
    category,
    node,
    async,
    free() {
      if (type === null) node.removeAttribute("type");
      else node.setAttribute("type", type);
    },
  });
}

/** Ends what a frame is loading: only a frame that leaves the page lets go of it. */
function stop(frame: Element): void {
  const place = new Comment();
  frame.replaceWith(place);
  place.replaceWith(frame);
}

/** Holds one element if it is marked for a category that is shut, or if its address is. */
export function holdElement(gate: Gate, node: Element): void {
  const tag = node.localName;
  if (!FETCHING.test(tag)) return;
  const mark = node.getAttribute("data-akkoord");
  const marked = mark && !gate.allows(mark) ? mark : undefined;
  const fetching = fetches(node);
  for (const name of ADDRESSES) {
    const aside = node.getAttribute(ASIDE + name);
    const value = aside ?? node.getAttribute(name);
    if (value === null) continue;
    const category = fetching ? (marked ?? shutsValue(gate, name, value)) : undefined;
    if (category && tag !== "script") {
      node.removeAttribute(name);
      holdValue(gate, node, name, value, category);
      if (tag === "iframe" && node.isConnected) stop(node);
    } else {
      // without its address the parser took it for an empty script, which turns `async` on
      if (category) holdScript(gate, node, category, aside === null ? undefined : node.hasAttribute("async"));
      if (aside !== null) node.setAttribute(name, aside);
    }
    node.removeAttribute(ASIDE + name);
  }
  if (marked && tag === "script") holdScript(gate, node, marked);
}

/** Holds what is shut in a node and below it. */
export function holdTree(gate: Gate, node: Node): void {
  if (node instanceof Element) holdElement(gate, node);
  if (node.firstChild)
    for (const child of (node as ParentNode).querySelectorAll(TAGS.replaceAll("|", ","))) holdElement(gate, child);
}

const TAG = new RegExp(`<(?:${TAGS})\\b[^>]*>`, "gi");
/** The start of such a tag at the end of a text: the rest is still to be written. */
export const UNFINISHED = new RegExp(`${TAG.source.slice(0, -1)}$`, "i");
const ATTRIBUTE = new RegExp(`(\\s)(${ADDRESSES.join("|")})(\\s*=\\s*)("[^"]*"|'[^']*'|[^\\s>]+)`, "gi");

/**
 * Puts shut addresses aside in HTML text that is about to be parsed into the page.
 *
 * @param scripts whether the browser will run scripts of this text.
 */
export const holdHtml = (gate: Gate, html: string, scripts: boolean): string =>
  html.replace(TAG, (tag) =>
    !scripts && /^<script/i.test(tag)
      ? tag
      : tag.replace(ATTRIBUTE, (whole, space, name, equals, value) =>
          shutsValue(gate, name.toLowerCase(), value.replace(/^["']|["']$/g, "").replace(/&amp;/g, "&"))
            ? space + ASIDE + name + equals + value
            : whole,
        ),
  );
