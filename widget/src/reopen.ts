/** The way back: anything with `data-akkoord-open`, and a small button on pages that have none. */

const ATTRIBUTE = "[data-akkoord-open]";
const STYLE =
  ":host{all:initial!important;position:fixed!important;bottom:1em!important;inset-inline-start:1em!important;z-index:2147483000!important;color-scheme:inherit!important}" +
  "button{font:medium system-ui;color:CanvasText;background:Canvas;border:1px solid;border-radius:99px;padding:.8em 1em;cursor:pointer}" +
  "@media print{:host{display:none!important}}";

/** Opens on a click, also inside open shadow roots. */
export function watchOpeners(open: () => void): void {
  document.addEventListener("click", (event) => {
    if (!event.composedPath().some((node) => node instanceof Element && node.matches(ATTRIBUTE))) return;
    event.preventDefault();
    open();
  });
}

/** Shows the small button, unless the page has a way of its own. */
export function offerButton(label: string, open: () => void): void {
  const host = document.createElement("akkoord-open");
  if (document.querySelector(`${ATTRIBUTE},${host.localName}`)) return;
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.textContent = label;
  button.onclick = open;
  root.append(button);
  document.documentElement.insertBefore(host, document.body);
}
