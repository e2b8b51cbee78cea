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

/** A link to a page of the backend's about this site, in the language that is shown. */
export const served = ({ api, language }: Page, name: string, content: string | Node): HTMLElement =>
  element(
    "a",
    {
      href: api.replace(/api\/v1\/(sites\/[^/]+)$/, `$1/${name}/${language}`),
      target: "_blank",
      rel: "noopener",
      part: "link",
    },
    content,
  );

/** What is new since the visitor's choice, if that alone is asked: category -> in words. */
export const news = ({ stored }: Page, { news }: BannerFile): Partial<Record<string, string>> | undefined => {
  const since: Partial<Record<string, string>> | undefined = news?.since[stored.token?.notice as string];
  return since && stored.consent().ask.every((category) => since[category]) ? since : undefined;
};

/**
 * @param decide called with the choices of the button that was pressed.
 * @param ahead called when the visitor is about to choose.
 */
export function makeFirst(
  page: Page,
  { layout, close }: BannerFile,
  decide: (choices: Choices, how: How) => void,
  choose: () => Promise<void>,
  ahead: () => void,
): First {
  const { stored } = page;
  // what is not asked stays as it was chosen
  const answer = (yes: boolean): void => decide(page.all(yes, stored.consent().ask), "banner");
  const title = element("h1", { id: "title", part: "title" });
  const text = element("div", { id: "text", part: "text" });
  // refuse and accept are made by one rule, and differ in their word alone
  const [reject, accept] = [false, true].map((yes) =>
    element("button", {
      type: "button",
      className: "choice",
      part: "button",
      onclick: () => answer(yes),
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
  const rights = element("p", { className: "mine" });
  const cross =
    close === "refuses" &&
    element("button", { type: "button", className: "cross", part: "close", onclick: () => answer(false) }, "✕");
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
      rights,
    ),
    cross,
  );
  return {
    banner,
    speak(file) {
      const { ask } = stored.consent();
      const fresh = news(page, file);
      const texts: BannerFile["texts"] = { ...file.texts, ...(fresh && file.news?.texts) };
      title.textContent = texts.title;
      reject.textContent = texts.reject_all;
      accept.textContent = texts.accept_all;
      more.textContent = texts.choose;
      rights.replaceChildren(served(page, "me", texts.rights_title));
      if (cross) cross.setAttribute("aria-label", texts.close_refuses);
      const items = file.categories
        .filter(({ id }) => ask.includes(id))
        .map(({ id, name, text }) =>
          element("li", {}, element("strong", {}, name), texts.colon + text, fresh && element("p", {}, fresh[id])),
        );
      text.replaceChildren(
        element("p", {}, texts.intro),
        element("ul", { role: "list" }, ...items),
        ...[ask.includes("marketing") && privacyNote(file)].filter((note) => note !== false),
        element("p", {}, texts.change),
      );
    },
  };
}
