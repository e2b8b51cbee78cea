/** What the visitor sees first, in one custom element. Fetched only when there is something to show or to do. */

import type { BannerFile, PanelFile, SiteScript } from "../baked";
import { postDisplay } from "../decide/backend";
import { Decider, described } from "../decide/decide";
import type { Banner, Page } from "../page";
import type { MakePanel, Panel, Surface } from "../surface";
import { colours, watchScheme } from "./colours";
import { element, styleSheet } from "./element";
import { makeFirst, news, privacyNote, served } from "./first";
import { STYLE } from "./styles";
import { tellUnknown } from "./unknown";

declare const AKKOORD: BannerFile;
/** Who gets it, where the site's script brought it along. */
declare const RECEIVE: HTMLScriptElement["akkoord"];

const SAID_FOR = 6_000;
const ignore = (): void => {};

function make(page: Page): Banner {
  const decider = new Decider(page);
  const host = document.createElement("akkoord-banner");
  const root = host.attachShadow({ mode: "open" });
  const palette = styleSheet("");
  root.adoptedStyleSheets = [styleSheet(STYLE), palette];

  /** Counts what was asked of the panel: only the latest wish is fulfilled. */
  let wish = 0;
  let panel: Promise<Panel> | undefined;
  const surface: Surface = {
    page,
    file: AKKOORD,
    root,
    element,
    styleSheet,
    colours: () => colours(surface.file),
    served: (name, content) => served(page, name, content),
    privacyNote: () => privacyNote(surface.file),
    news: () => news(page, surface.file),
    decide: (choices) => void decider.decide(choices, "panel"),
    async speak(language) {
      const { banner } = page.site.languages[language] as SiteScript["languages"][string];
      const file = await page.load(banner, (_, file: BannerFile) => file);
      const said = await page.load(file.panel, (_, file: PanelFile) => file);
      page.language = language;
      surface.file = file;
      draw();
      (await panel)?.speak(said);
    },
  };
  const loadPanel = (): Promise<Panel> => {
    panel ??= page
      .load(AKKOORD.panel, (make: MakePanel, file: PanelFile) => make(surface, file))
      .catch((error) => {
        panel = undefined;
        throw error;
      });
    return panel;
  };
  const ahead = (): void => void loadPanel().catch(ignore);
  const unreachable = (error: unknown): never => {
    away = false;
    page.tell("error", { code: "unreachable", final: false });
    throw error;
  };
  const open = async (): Promise<void> => {
    const mine = ++wish;
    const opened = await loadPanel().catch(unreachable);
    // the press is seen first: what it sets off takes longer than a frame
    await new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    if (mine === wish) opened.open();
  };
  /** For those who wait for nothing: that it failed has been said. */
  const tryOpen = (): Promise<void> => {
    const opened = open();
    opened.catch(ignore);
    return opened;
  };

  const { banner, speak } = makeFirst(
    page,
    AKKOORD,
    (choices, how) => void decider.decide(choices, how),
    tryOpen,
    ahead,
  );
  const said = element("p", { className: "said", role: "status" });
  root.append(banner, said);
  const paint = (): void => {
    palette.replaceSync(`:host{${surface.colours()}}`);
    void panel?.then((made) => made.paint(), ignore);
  };
  function draw(): void {
    const { lang, dir } = surface.file;
    host.lang = lang;
    host.dir = dir;
    speak(surface.file);
  }
  // the page's colours are known when it is about to be painted
  requestAnimationFrame(paint);
  draw();
  watchScheme(paint);
  // before the body: first in the order of the keyboard, and out of the way of the page's own rules and scripts
  document.documentElement.insertBefore(host, document.body);

  let timer = 0;
  /** Says something for a moment, to be seen and heard. */
  const say = (text: string): void => {
    said.textContent = text;
    clearTimeout(timer);
    timer = setTimeout(() => said.replaceChildren(), SAID_FOR);
  };
  let away = false;
  page.on("decision", () => {
    away = false;
    say(surface.file.texts.recorded);
  });
  page.on("error", ({ final }) => {
    // a retry that fails as well is no news
    if (!final && !away) say(surface.file.texts.unrecorded);
    away = true;
  });

  return {
    show() {
      // another tab may have answered meanwhile
      if (!page.stored.consent().ask[0]) return;
      banner.hidden = false;
      page.tell("display", { notice: page.site.notice, language: page.language });
      // it is displayed once it has been painted; until then it has the browser to itself
      requestAnimationFrame(() =>
        setTimeout(() => {
          decider.shown = performance.now();
          postDisplay(page.api, described(page));
          tellUnknown(page);
        }),
      );
      // the panel comes ahead of need, once the page has all that it wants itself
      const idle = (): unknown => (window.requestIdleCallback ?? setTimeout)(ahead);
      if (document.readyState === "complete") idle();
      else addEventListener("load", idle);
    },
    hide() {
      // who has answered here no longer waits for the panel
      if (!banner.hidden) wish++;
      banner.hidden = true;
    },
    open: tryOpen,
    decide: (choices, how) => decider.decide(choices, how),
    record: () => decider.record(),
    cover: (frames) =>
      void loadPanel()
        .catch(unreachable)
        .then((made) => made.cover(frames), ignore),
  };
}

(RECEIVE ?? (document.currentScript as HTMLScriptElement).akkoord)?.(make, AKKOORD);
