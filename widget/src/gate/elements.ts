/** Holds elements: takes the address away from what would fetch it, and the type from what would run. */

import type { Gate } from "./state";

/** What fetches by an attribute. */
export const FETCHING = /^(script|img|iframe|link|source|video|audio|track|embed|object|image|input|frame)$/;
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

export function holdScript(gate: Gate, node: Element, category: string): void {
  if (gate.held.some((held) => held.node === node)) return;
  const type = node.getAttribute("type");
  // read before the browser meets the type that it does not know: that turns the flag on
  const { async } = node as HTMLScriptElement;
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
      if (category) holdScript(gate, node, category);
      if (aside !== null) node.setAttribute(name, aside);
    }
    node.removeAttribute(ASIDE + name);
  }
  if (marked && tag === "script" && (node as HTMLScriptElement).type !== "text/plain") holdScript(gate, node, marked);
}

/** Holds what is shut in a node and below it. */
export function holdTree(gate: Gate, node: Node): void {
  if (node instanceof Element) holdElement(gate, node);
  if (node.firstChild)
    for (const child of (node as ParentNode).querySelectorAll(
      "script,img,iframe,link,source,video,audio,track,embed,object,image,input,frame",
    ))
      holdElement(gate, child);
}

const TAG = /<(?:script|img|iframe|link|source|video|audio|track|embed|object|image|input|frame)\b[^>]*>/gi;
const ATTRIBUTE = /(\s)(src|srcset|href|data|poster|xlink:href)(\s*=\s*)("[^"]*"|'[^']*'|[^\s>]+)/gi;

/** Puts shut addresses aside in HTML text that is about to be parsed into the page. */
export const holdHtml = (gate: Gate, html: string): string =>
  html.replace(TAG, (tag) =>
    tag.replace(ATTRIBUTE, (whole, space, name, equals, value) =>
      shutsValue(gate, name.toLowerCase(), value.replace(/^["']|["']$/g, "").replace(/&amp;/g, "&"))
        ? space + ASIDE + name + equals + value
        : whole,
    ),
  );
