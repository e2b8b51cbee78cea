/** One switch per category, who is behind it, what is proved of the choice, and the visitor's languages and rights. */

import type { Category, Choices, PanelFile } from "../baked";
import type { Panel, Surface } from "../surface";
import { Covers } from "./covers";
import { receipt } from "./receipt";
import { services } from "./services";
import { STYLE } from "./styles";

/** Everything that stays when the language changes, so that the focus stays too. */
export function makePanel(surface: Surface, baked: PanelFile): Panel {
  const { page, root, element, styleSheet, served } = surface;
  let file = baked;
  let switches = new Map<Category, HTMLInputElement>();
  /** Whether the visitor has not said anything of marketing yet, and the browser has: see docs/signals.md. */
  let left = false;

  const covers = new Covers(surface);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet(STYLE)];

  const choice = (choices: () => Choices, className = "choice"): HTMLButtonElement =>
    element("button", {
      type: "button",
      className,
      part: "button",
      onclick() {
        dialog.close();
        surface.decide(choices());
      },
    });
  const chosen = (): Choices =>
    Object.fromEntries(
      [...switches].filter(([id]) => id !== "marketing" || !left).map(([id, { checked }]) => [id, checked]),
    );
  const title = element("h1", { id: "panel-title", part: "title" });
  const close = element(
    "button",
    { type: "button", className: "close", part: "close", onclick: () => dialog.close() },
    "✕",
  );
  const [reject, accept, save] = [
    choice(() => page.all(false)),
    choice(() => page.all(true)),
    choice(chosen, "choice save"),
  ] as const;
  const languageName = element("span");
  const languages = Object.entries(file.languages);
  const select = element(
    "select",
    {
      async onchange() {
        const { value } = select;
        await surface.speak(value).catch(() => {
          select.value = page.language;
          page.tell("error", { code: "unreachable", final: false });
        });
      },
    },
    ...languages.map(([value, name]) => element("option", { value, lang: value.split("_")[0] }, name)),
  );
  const body = element("div", { className: "body" });
  const dialog = element(
    "dialog",
    { "aria-labelledby": "panel-title", part: "panel" },
    // neither a header nor a footer: those would be landmarks of the page
    element("div", { className: "head" }, title, close),
    element(
      "div",
      { className: "scroll", tabIndex: 0, role: "group", "aria-labelledby": "panel-title" },
      languages.length > 1 && element("label", { className: "language" }, languageName, select),
      body,
    ),
    element(
      "div",
      { className: "buttons", part: "buttons" },
      element("div", { className: "pair" }, reject, accept),
      save,
    ),
  );

  /** One category: its switch, unless it is always on, what it is for, and who is behind it. */
  function category({ id, name, text }: Surface["file"]["categories"][number]): HTMLElement {
    const always = id === "necessary";
    const description = `text-${id}`;
    const note = id === "marketing" && surface.privacyNote();
    if (note) note.hidden = !!page.stored.chosen()?.marketing;
    const input = element("input", {
      type: "checkbox",
      role: "switch",
      part: "switch",
      "aria-describedby": description,
    });
    if (note) input.oninput = () => (left = false);
    if (!always) switches.set(id, input);
    const fresh = surface.news()?.[id];
    const behind = file.categories.find((each) => each.id === id);
    return element(
      "section",
      { className: "category", part: "category" },
      element(
        "h2",
        {},
        always
          ? element("span", { className: "row" }, name, element("small", {}, file.texts.always_on))
          : element("label", { className: "row" }, name, input),
      ),
      element("p", { id: description }, `${text.charAt(0).toLocaleUpperCase(surface.file.lang)}${text.slice(1)}.`),
      fresh && element("p", {}, element("strong", {}, fresh)),
      note,
      !!behind?.services.length && services(surface, file, behind),
    );
  }

  /** Says everything anew, with these switches on. */
  function draw(on: Choices): void {
    const { texts } = file;
    const words = surface.file.texts;
    const elsewhere = { target: "_blank", rel: "noopener" };
    title.textContent = texts.panel_title;
    close.setAttribute("aria-label", texts.close);
    languageName.textContent = texts.language;
    reject.textContent = words.reject_all;
    accept.textContent = words.accept_all;
    save.textContent = texts.save;
    select.value = page.language;
    switches = new Map();
    body.replaceChildren(
      element("p", {}, texts.panel_intro),
      ...surface.file.categories.map(category),
      receipt(surface, file) || "",
      element(
        "section",
        { className: "rights" },
        element("p", {}, texts.rights),
        element(
          "p",
          { className: "links" },
          served("cookies", texts.declaration),
          served("me", words.rights_title),
          file.privacy !== "" && element("a", { href: file.privacy, ...elsewhere }, texts.statement),
          element("a", { href: file.authority.address, ...elsewhere }, file.authority.name),
        ),
      ),
    );
    turn(on);
  }

  function turn(on: Choices): void {
    for (const [id, input] of switches) input.checked = on[id] === true;
  }

  /** What is stored, as far as it is shown. */
  const stored = (): string => JSON.stringify([page.stored.token, page.stored.pending, page.stored.consent()]);
  let drawn = "";
  function prepare(): void {
    const choices = page.stored.chosen() ?? {};
    left = !!surface.privacyNote() && choices.marketing === undefined;
    if (drawn !== stored()) draw(choices);
    drawn = stored();
    turn(choices);
  }

  root.append(dialog);
  // made before it is opened, while nobody waits for it
  prepare();
  page.on("decision", () => dialog.open || prepare());
  return {
    open() {
      if (dialog.open) return;
      prepare();
      dialog.showModal();
    },
    speak(said) {
      const on = Object.fromEntries([...switches].map(([id, { checked }]) => [id, checked]));
      file = said;
      draw(on);
      covers.draw(file);
    },
    cover: (frames) => covers.add(frames, file),
    paint: () => covers.draw(file),
  };
}
