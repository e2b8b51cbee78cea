/** Holds what is written into the page as HTML text: the browser fetches while it reads. */

import { dead, holdHtml, holdTree, UNFINISHED } from "./elements";
import type { Gate } from "./state";
import { trustedHtml, wrapMethod, wrapSetter } from "./wrap";

export function watchHtml(gate: Gate): void {
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
    const text = String(html);
    const safe = holdHtml(gate, text, scripts);
    const place = set(safe === text ? html : trustedHtml(safe));
    if (!place) return place;
    if (!scripts && /<script/i.test(text))
      for (const script of (place as unknown as ParentNode).querySelectorAll("script")) {
        // what is held already was there before this text
        if (script.type !== "text/plain") dead.add(script);
      }
    if (safe !== text || text.includes("data-akkoord")) holdTree(gate, place);
    return place;
  };

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
          write(html, false, (safe) => {
            set.call(this, safe);
            return place;
          });
        },
    );
  wrapMethod(
    Element.prototype,
    "insertAdjacentHTML",
    (original) =>
      function (this: Element, where: unknown, html: unknown) {
        write(html, false, (safe) => {
          original.call(this, where, safe);
          return this.parentNode ?? this;
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
