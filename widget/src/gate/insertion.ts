/** Holds what scripts of the page insert, before the browser fetches or runs it. */

import { FETCHING_LINK, fetches, harmless, NAMES, shutsValue, whole } from "./attributes";
import { framesOf, holdElement, holdScript, holdTree, holdValue } from "./elements";
import { holdHtml } from "./html";
import { watchRoot } from "./observe";
import { watchFrame } from "./realms";
import type { Gate, View } from "./state";
import { wrapClass, wrapMethod, wrapSetter } from "./wrap";

/**
 * What may be set on an attribute of an element now.
 *
 * @returns the value, made harmless if need be; undefined if it is held instead.
 */
function passes(gate: Gate, node: Element, name: string, value: unknown): unknown {
  const href = name === "rel" && node.localName === "link" && node.getAttribute("href");
  if (href) {
    // an address that stood there in peace is fetched from now on
    const category = FETCHING_LINK.test(`${value}`) && gate.shuts(href);
    if (category) {
      node.removeAttribute("href");
      holdValue(gate, node, "href", href, category);
    }
  }
  if (!NAMES.includes(name) || !fetches(node, name)) return value;
  const values = gate.values.get(node);
  if (values) delete values[name];
  const text = `${value}`;
  const safe = name === "srcdoc" ? holdHtml(gate, text, true) : harmless(gate, name, text);
  if (safe !== undefined) return safe === text ? value : safe;
  const category = shutsValue(gate, name, text);
  if (!category) return value;
  if (node.localName === "script") {
    // a script that is not in the page yet is held when it gets there
    if (node.isConnected) holdScript(gate, node, category);
    return value;
  }
  if (node.localName === "link" && !node.isConnected) return value;
  holdValue(gate, node, name, text, category);
  return undefined;
}

/** Methods that put nodes into the tree. */
const inserting = ({
  CharacterData,
  Document,
  DocumentFragment,
  DocumentType,
  Element,
  Node,
  Range,
}: View): [prototype: object, names: string[]][] => [
  [Node.prototype, ["appendChild", "insertBefore", "replaceChild"]],
  [Element.prototype, ["insertAdjacentElement"]],
  ...[Element, Document, DocumentFragment].map(({ prototype }): [object, string[]] => [
    prototype,
    ["append", "prepend", "replaceChildren", "moveBefore"],
  ]),
  ...[Element, CharacterData, DocumentType].map(({ prototype }): [object, string[]] => [
    prototype,
    ["before", "after", "replaceWith"],
  ]),
  [Range.prototype, ["insertNode", "surroundContents"]],
];

/** Properties that stand for attributes which fetch at once -> the elements that have them. */
const PROPERTIES = {
  src: "Script Image IFrame Frame Source Media Track Embed Input",
  srcset: "Image Source",
  srcdoc: "IFrame",
  href: "Link",
  rel: "Link",
  imageSrcset: "Link",
  data: "Object",
  poster: "Video",
  ping: "Anchor Area",
};

export function watchInsertion(gate: Gate, view: View): void {
  const isNode = (given: unknown): given is Node => !!(given as Node | null)?.nodeType;
  for (const [prototype, names] of inserting(view))
    for (const name of names)
      wrapMethod(
        prototype,
        name,
        (original) =>
          function (this: Node, ...given: unknown[]) {
            // a fragment is empty once it is in the page
            const frames: HTMLIFrameElement[] = [];
            if (!isNode(this) || this.isConnected || "host" in this.getRootNode())
              for (const node of given) if (isNode(node)) frames.push(...framesOf(holdTree(gate, node)));
            const result = original.apply(this, given);
            for (const frame of frames) watchFrame(gate, frame);
            return result;
          },
      );

  // what comes from a document without a window begins to load when it becomes part of this one
  for (const name of ["importNode", "adoptNode"])
    wrapMethod(
      view.Document.prototype,
      name,
      (original) =>
        function (this: Document, ...given: unknown[]) {
          const node = original.apply(this, given);
          if (isNode(node)) holdTree(gate, node);
          return node;
        },
    );

  // the name is the last but one: setAttribute(name, value), setAttributeNS(space, name, value)
  for (const method of ["setAttribute", "setAttributeNS"])
    wrapMethod(
      view.Element.prototype,
      method,
      (original) =>
        function (this: Element, ...given: unknown[]) {
          const [name, value] = given.slice(-2);
          const safe = passes(gate, this, `${name}`.toLowerCase(), value);
          if (safe !== undefined) original.apply(this, [...given.slice(0, -1), safe]);
        },
    );
  wrapClass(view, "Audio", ([address], real) => {
    const audio: HTMLAudioElement = real();
    if (address !== undefined) audio.src = address;
    return audio;
  });
  // by way of an attribute's own node: what is fetched for it is not fetched at once
  for (const [prototype, name] of [
    [view.Element.prototype, "setAttributeNode"],
    [view.Element.prototype, "setAttributeNodeNS"],
    [view.NamedNodeMap.prototype, "setNamedItem"],
    [view.NamedNodeMap.prototype, "setNamedItemNS"],
  ] as [object, string][])
    wrapMethod(
      prototype,
      name,
      (original) =>
        function (this: unknown, attribute: Attr) {
          const before = original.call(this, attribute);
          if (attribute.ownerElement) holdElement(gate, attribute.ownerElement);
          return before;
        },
    );
  wrapSetter(
    view.Attr.prototype,
    "value",
    (set) =>
      function (this: Attr, value: unknown) {
        set.call(this, value);
        if (this.ownerElement) holdElement(gate, this.ownerElement);
      },
  );
  wrapMethod(
    view.Element.prototype,
    "removeAttribute",
    (original) =>
      function (this: Element, name: string) {
        delete gate.values.get(this)?.[name];
        original.call(this, name);
      },
  );
  wrapMethod(
    view.Element.prototype,
    "attachShadow",
    (original) =>
      function (this: Element, ...given: unknown[]) {
        const root = original.apply(this, given);
        watchRoot(gate, root);
        return root;
      },
  );
  for (const [property, elements] of Object.entries(PROPERTIES))
    for (const element of elements.split(" ")) {
      const name = property.toLowerCase();
      const type = (view as unknown as Record<string, { prototype: object } | undefined>)[`HTML${element}Element`];
      if (type)
        wrapSetter(
          type.prototype,
          property,
          (set) =>
            function (this: Element, value: unknown) {
              const safe = passes(gate, this, name, value);
              if (safe !== undefined) set.call(this, safe);
            },
          // what the page set is what the page reads
          (get) =>
            function (this: Element) {
              const value = gate.values.get(this)?.[name];
              return value === undefined ? get.call(this) : whole(name, value);
            },
        );
    }
}
