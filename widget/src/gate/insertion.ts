/** Holds what scripts of the page insert, before the browser fetches or runs it. */

import { ADDRESSES, fetches, holdScript, holdTree, holdValue, shutsValue } from "./elements";
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
            if (this instanceof Range || this.isConnected || this.getRootNode() instanceof ShadowRoot)
              for (const node of given) if (node instanceof Node) holdTree(gate, node);
            return original.apply(this, given);
          },
      );

  // the name is the last but one: setAttribute(name, value), setAttributeNS(space, name, value)
  for (const method of ["setAttribute", "setAttributeNS"])
    wrapMethod(
      Element.prototype,
      method,
      (original) =>
        function (this: Element, ...given: unknown[]) {
          const [name, value] = given.slice(-2);
          if (!keeps(gate, this, String(name).toLowerCase(), value)) original.apply(this, given);
        },
    );
  wrapMethod(
    Element.prototype,
    "removeAttribute",
    (original) =>
      function (this: Element, name: string) {
        delete gate.values.get(this)?.[name];
        original.call(this, name);
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
            const value = gate.values.get(this)?.[name];
            if (value === undefined) return get.call(this);
            return name === "srcset" ? value : new URL(value, document.baseURI).href;
          },
      );
}
