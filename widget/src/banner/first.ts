/** The first layer: who asks, what for, and the buttons. */

import type { BannerFile, Choices, How } from "../baked";
import type { Page } from "../page";
import { element } from "./element";

export interface First {
  banner: HTMLElement;
  /** Says everything in the language of a file. */
  speak: (file: BannerFile) => void;
}

/** Says why marketing is refused already, in a browser that signals privacy. */
export const privacyNote = ({ texts }: BannerFile): HTMLElement | false =>
  !!navigator.globalPrivacyControl && element("p", { className: "gpc" }, texts.gpc);

/**
 * @param decide called with the choices of the button that was pressed.
 * @param ahead called when the visitor is about to choose.
 */
export function makeFirst(
  { site, all }: Page,
  { layout, close }: BannerFile,
  decide: (choices: Choices, how: How) => void,
  choose: () => Promise<void>,
  ahead: () => void,
): First {
  const title = element("h1", { id: "title", part: "title" });
  const text = element("div", { id: "text", part: "text" });
  // refuse and accept are made by one rule, and differ in their word alone
  const [reject, accept] = [false, true].map((yes) =>
    element("button", {
      type: "button",
      className: "choice",
      part: "button",
      onclick: () => decide(all(yes), "banner"),
    }),
  ) as [HTMLButtonElement, HTMLButtonElement];
  const more = element("button", {
    type: "button",
    className: "more",
    part: "choose",
    onclick() {
      const busy = (now: boolean): void => more.setAttribute("aria-busy", String(now));
      busy(true);
      choose().then(
        () => busy(false),
        () => busy(false),
      );
    },
    onpointerenter: ahead,
    onfocus: ahead,
  });
  const cross =
    close === "refuses" &&
    element(
      "button",
      { type: "button", className: "cross", part: "close", onclick: () => decide(all(false), "banner") },
      "✕",
    );
  const banner = element(
    "section",
    {
      className: `banner ${layout}`,
      part: "banner",
      role: "dialog",
      "aria-live": "polite",
      "aria-labelledby": "title",
      "aria-describedby": "text",
      hidden: true,
    },
    title,
    text,
    element(
      "div",
      { className: "buttons", part: "buttons" },
      element("div", { className: "pair" }, reject, accept),
      more,
    ),
    cross,
  );
  return {
    banner,
    speak(file) {
      const { texts, categories } = file;
      title.textContent = texts.title;
      reject.textContent = texts.reject_all;
      accept.textContent = texts.accept_all;
      more.textContent = texts.choose;
      if (cross) cross.setAttribute("aria-label", texts.close_refuses);
      const items = categories
        .filter(({ id }) => id !== "necessary")
        .map(({ name, text }) => element("li", {}, element("strong", {}, name), texts.colon + text));
      text.replaceChildren(
        element("p", {}, texts.intro),
        element("ul", { role: "list" }, ...items),
        ...[site.asked.includes("marketing") && privacyNote(file)].filter((note) => note !== false),
        element("p", {}, texts.change),
      );
    },
  };
}
