/** What the visitor sees: banner and panel in one custom element. Fetched only when there is something to show. */

import type { BannerFile, Category } from "../baked";
import { postDisplay, postUnknown } from "../decide/backend";
import { Decider, described } from "../decide/decide";
import type { Banner, Page } from "../page";
import { coverFrame } from "./cover";
import { element, styleSheet } from "./element";
import { makePanel, privacyNote } from "./panel";
import { STYLE } from "./styles";

declare const AKKOORD: BannerFile;

const SAID_FOR = 6_000;
/** The backend takes no more at once. */
const MOST_UNKNOWN = 50;

function make(page: Page): Banner {
  const { texts, lang, dir, theme, categories } = AKKOORD;
  const decider = new Decider(page);
  const host = document.createElement("akkoord-banner");
  host.lang = lang;
  host.dir = dir;
  const root = host.attachShadow({ mode: "open" });
  const own = Object.entries(theme).map(([name, value]) => `${name}:${value};`);
  root.adoptedStyleSheets = [styleSheet(STYLE), styleSheet(`:host{${own.join("")}}`)];

  const choice = (label: string, yes: boolean): HTMLButtonElement =>
    element("button", {
      type: "button",
      className: "choice",
      textContent: label,
      onclick: () => void decider.decide(page.all(yes), "banner"),
    });
  const panel = makePanel(AKKOORD, page.all, (choices) => void decider.decide(choices, "panel"));
  const banner = element(
    "section",
    {
      className: "banner",
      role: "dialog",
      "aria-modal": "false",
      "aria-live": "polite",
      "aria-labelledby": "title",
      "aria-describedby": "text",
      hidden: true,
    },
    element("h1", { id: "title" }, texts.title),
    element(
      "div",
      { id: "text" },
      element("p", {}, texts.intro),
      element(
        "ul",
        {},
        ...categories
          .filter(({ id }) => id !== "necessary")
          .map(({ name, text }) => element("li", {}, element("strong", {}, name), `: ${text}`)),
      ),
      page.site.asked.includes("marketing") && privacyNote(AKKOORD),
      element("p", {}, texts.change),
    ),
    element(
      "div",
      { className: "buttons" },
      choice(texts.reject_all, false),
      choice(texts.accept_all, true),
      element("button", {
        type: "button",
        className: "more",
        textContent: texts.choose,
        onclick: () => panel.open(page.stored.chosen()),
      }),
    ),
  );
  const said = element("p", { className: "said", role: "status" });
  root.append(banner, panel.dialog, said);
  // before the body: first in the order of the keyboard, and out of the way of the page's own rules and scripts
  document.documentElement.insertBefore(host, document.body);

  const covered = new WeakSet<HTMLIFrameElement>();
  let timer = 0;
  /** Says something for a moment, to be seen and heard. */
  const say = (text: string): void => {
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => said.replaceChildren(), SAID_FOR);
  };
  const told = new Set<string>();
  /** Tells the owner of third parties that no service names, each once a page. */
  const tellUnknown = (): void => {
    const hosts = [...page.gate.unknown].filter((host) => !told.has(host) && host.includes(".")).slice(0, MOST_UNKNOWN);
    for (const host of hosts) told.add(host);
    if (hosts.length) postUnknown(page.api, { hosts });
  };
  let away = false;
  page.on("decision", () => {
    away = false;
    say(texts.recorded);
  });
  page.on("error", ({ final }) => {
    // a retry that fails as well is no news
    if (!final && !away) say(texts.unrecorded);
    away = true;
  });

  return {
    show() {
      // another tab may have answered meanwhile
      if (!page.stored.consent().ask) return;
      banner.hidden = false;
      page.tell("display", { notice: page.site.notice, language: page.language });
      postDisplay(page.api, described(page));
      // when the visitor looks away, the page has met whom it wanted to meet
      addEventListener("visibilitychange", tellUnknown);
      addEventListener("pagehide", tellUnknown);
    },
    hide() {
      banner.hidden = true;
    },
    open: () => panel.open(page.stored.chosen()),
    decide: (choices, how) => decider.decide(choices, how),
    record: () => decider.record(),
    cover(frames) {
      for (const held of frames) {
        const { category } = held;
        const choices = page.site.asked.includes(category as Category) ? { [category]: true } : page.all(true);
        if (covered.has(held.frame) || page.gate.allows(category)) continue;
        covered.add(held.frame);
        coverFrame(held, AKKOORD, () => void decider.decide(choices, "panel"));
      }
    },
  };
}

(document.currentScript as HTMLScriptElement).akkoord?.(make);
