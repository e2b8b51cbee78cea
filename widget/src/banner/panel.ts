/** The second layer: one switch per category, and who is behind it. */

import type { BannerFile, Category, Choices } from "../baked";
import { element } from "./element";

export interface Panel {
  dialog: HTMLDialogElement;
  /** Opens it with these choices shown; undefined shows every switch off. */
  open: (choices: Choices | undefined) => void;
}

type Shown = BannerFile["categories"][number];

function services({ services, providers }: Shown, { texts }: BannerFile): HTMLElement {
  return element(
    "details",
    {},
    element("summary", {}, providers),
    ...services.map((service) =>
      element(
        "section",
        { className: "service" },
        element("h3", {}, service.name),
        element("p", {}, `${texts.provider}: ${service.provider}. ${texts.purpose}: ${service.purpose}.`),
        service.privacy !== "" &&
          element("p", {}, element("a", { href: service.privacy, target: "_blank", rel: "noopener" }, texts.privacy)),
        service.cookies.length
          ? element(
              "table",
              {},
              element(
                "thead",
                {},
                element(
                  "tr",
                  {},
                  ...[texts.cookie, texts.kind, texts.lifetime].map((head) => element("th", { scope: "col" }, head)),
                ),
              ),
              element(
                "tbody",
                {},
                ...service.cookies.map(({ name, kind, lifetime }) =>
                  element("tr", {}, ...[name, kind, lifetime].map((cell) => element("td", {}, cell))),
                ),
              ),
            )
          : element("p", {}, texts.no_cookies),
      ),
    ),
  );
}

/** Says why marketing is refused already, in a browser that signals privacy. */
export const privacyNote = ({ texts }: BannerFile): HTMLElement | false =>
  !!navigator.globalPrivacyControl && element("p", { className: "gpc" }, texts.gpc);

/** @param decide called with the choices of the button that was pressed. */
export function makePanel(file: BannerFile, all: (yes: boolean) => Choices, decide: (choices: Choices) => void): Panel {
  const { texts } = file;
  const switches = new Map<Category, HTMLInputElement>();
  /** Whether the visitor has not said anything of marketing yet, and the browser has: see docs/signals.md. */
  let left = false;
  const note = privacyNote(file);
  const rows = file.categories.map((category) => {
    const always = category.id === "necessary";
    const description = `text-${category.id}`;
    const input = element("input", { type: "checkbox", role: "switch", "aria-describedby": description });
    if (!always) switches.set(category.id, input);
    const signalled = note && category.id === "marketing";
    if (signalled) input.oninput = () => (left = false);
    return element(
      "section",
      { className: "category" },
      element(
        "h2",
        {},
        always
          ? element("span", { className: "row" }, category.name, element("small", {}, texts.always_on))
          : element("label", { className: "row" }, category.name, input),
      ),
      element("p", { id: description }, `${category.text.charAt(0).toUpperCase()}${category.text.slice(1)}.`),
      signalled && note,
      category.services.length > 0 && services(category, file),
    );
  });

  const button = (label: string, choices: () => Choices, className = "choice"): HTMLButtonElement =>
    element("button", {
      type: "button",
      className,
      textContent: label,
      onclick() {
        dialog.close();
        decide(choices());
      },
    });
  const chosen = (): Choices =>
    Object.fromEntries(
      [...switches].filter(([id]) => id !== "marketing" || !left).map(([id, { checked }]) => [id, checked]),
    );
  const dialog = element(
    "dialog",
    { "aria-labelledby": "panel-title" },
    element(
      "header",
      {},
      element("h1", { id: "panel-title" }, texts.panel_title),
      element(
        "button",
        { type: "button", className: "close", "aria-label": texts.close, onclick: () => dialog.close() },
        "✕",
      ),
    ),
    element(
      "div",
      { className: "scroll", tabIndex: 0, role: "group", "aria-labelledby": "panel-title" },
      element("p", {}, texts.panel_intro),
      ...rows,
      element(
        "p",
        { className: "small" },
        texts.rights,
        " ",
        file.privacy !== "" && element("a", { href: file.privacy }, texts.statement),
      ),
    ),
    element(
      "footer",
      { className: "buttons" },
      button(texts.reject_all, () => all(false)),
      button(texts.accept_all, () => all(true)),
      button(texts.save, chosen, "choice save"),
    ),
  );
  return {
    dialog,
    open(choices) {
      for (const [id, input] of switches) input.checked = choices?.[id] === true;
      left = !!note && !choices;
      if (note) note.hidden = !!choices?.marketing;
      if (!dialog.open) dialog.showModal();
    },
  };
}
