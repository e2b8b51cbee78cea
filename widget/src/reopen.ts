/** The way back: anything with `data-akkoord-open`, and a small button on pages that have none. */

const ATTRIBUTE = "[data-akkoord-open]";
const STYLE = `:host{all:initial!important;position:fixed!important;inset-block-end:12px!important;inset-inline-start:12px!important;z-index:2147483000!important}
button{font:14px/1.2 system-ui,sans-serif;color:#1d2733;background:#fff;border:1px solid #5b6b7c;border-radius:99px;padding:8px 14px;cursor:pointer}
button:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}
@media(prefers-color-scheme:dark){button{color:#eef2f6;background:#1d2733}}
@media print{:host{display:none!important}}`;

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
