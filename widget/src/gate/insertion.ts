/** Holds what scripts of the page insert, before the browser fetches or runs it. */

import { ADDRESSES, fetches, holdHtml, holdScript, holdTree, holdValue, shutsValue } from "./elements";
import type { Gate } from "./state";
import { wrapMethod, wrapSetter } from "./wrap";

/** Methods that put nodes into the tree. */
const INSERTING: [prototype: object, names: string[]][] = [
  [Node.prototype, ["appendChild", "insertBefore", "replaceChild"]],
  [Element.prototype, ["insertAdjacentElement"]],
  ...[Element.prototype, Document.prototype, DocumentFragment.prototype].map((prototype): [object, string[]] => [
    prototype,
    ["append", "prepend", "replaceChildren"],
  ]),
  ...[Element.prototype, CharacterData.prototype, DocumentType.prototype].map((prototype): [object, string[]] => [
    prototype,
    ["before", "after", "replaceWith"],
  ]),
  [Range.prototype, ["insertNode", "surroundContents"]],
];

/** Sets an attribute, unless its value is shut: then it is kept aside. Returns whether it was kept. */
function keeps(gate: Gate, node: Element, name: string, value: unknown): boolean {
  if (!ADDRESSES.includes(name) || !fetches(node)) return false;
  const values = gate.values.get(node);
  if (values) delete values[name];
  const category = shutsValue(gate, name, String(value));
  if (!category) return false;
  if (node.localName === "script") {
    // a script that is not in the page yet is held when it gets there
    if (node.isConnected) holdScript(gate, node, category);
    return false;
  }
  if (node.localName === "link" && !node.isConnected) return false;
  holdValue(gate, node, name, String(value), category);
  return true;
}

export function watchInsertion(gate: Gate): void {
  for (const [prototype, names] of INSERTING)
    for (const name of names)
      wrapMethod(
        prototype,
        name,
        (original) =>
          function (this: Node, ...given: unknown[]) {
            if (this.isConnected || this instanceof Range)
              for (const node of given) if (node instanceof Node) holdTree(gate, node);
            return original.apply(this, given);
          },
      );

  for (const [prototype, name] of [
    [Element.prototype, "innerHTML"],
    [Element.prototype, "outerHTML"],
    [ShadowRoot.prototype, "innerHTML"],
    [HTMLIFrameElement.prototype, "srcdoc"],
  ] as [object, string][])
    wrapSetter(
      prototype,
      name,
      (set) =>
        function (this: Element, html: unknown) {
          const parent = this.parentNode;
          set.call(this, held(html));
          holdTree(gate, name === "outerHTML" && parent ? parent : this);
        },
    );
  wrapMethod(
    Element.prototype,
    "insertAdjacentHTML",
    (original) =>
      function (this: Element, where: unknown, html: unknown) {
        original.call(this, where, held(html));
        holdTree(gate, this.parentNode ?? this);
      },
  );
  wrapMethod(
    Range.prototype,
    "createContextualFragment",
    (original) =>
      function (this: Range, html: unknown) {
        const fragment = original.call(this, held(html)) as DocumentFragment;
        holdTree(gate, fragment);
        return fragment;
      },
  );
  for (const name of ["write", "writeln"])
    wrapMethod(
      Document.prototype,
      name,
      (original) =>
        function (this: Document, ...texts: unknown[]) {
          const html = texts.length > 1 ? texts.join("") : texts[0];
          return original.call(this, held(html));
        },
    );

  wrapMethod(
    Element.prototype,
    "setAttribute",
    (original) =>
      function (this: Element, name: unknown, value: unknown) {
        if (!keeps(gate, this, String(name).toLowerCase(), value)) original.call(this, name, value);
      },
  );
  wrapMethod(
    Element.prototype,
    "setAttributeNS",
    (original) =>
      function (this: Element, space: unknown, name: unknown, value: unknown) {
        if (!keeps(gate, this, String(name), value)) original.call(this, space, name, value);
      },
  );
  for (const type of [
    HTMLScriptElement,
    HTMLImageElement,
    HTMLIFrameElement,
    HTMLLinkElement,
    HTMLSourceElement,
    HTMLMediaElement,
    HTMLVideoElement,
    HTMLTrackElement,
    HTMLEmbedElement,
    HTMLObjectElement,
    HTMLInputElement,
  ])
    for (const name of ADDRESSES)
      wrapSetter(
        type.prototype,
        name,
        (set) =>
          function (this: Element, value: unknown) {
            if (!keeps(gate, this, name, value)) set.call(this, value);
          },
        // what the page set is what the page reads
        (get) =>
          function (this: Element) {
            return gate.values.get(this)?.[name] ?? get.call(this);
          },
      );

  /** HTML that is no string (a TrustedHTML) and holds nothing shut stays what it is. */
  function held(html: unknown): unknown {
    const text = String(html);
    const safe = holdHtml(gate, text);
    return safe === text ? html : safe;
  }
}
