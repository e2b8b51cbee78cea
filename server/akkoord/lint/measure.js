/**
 * Measures a shown banner from what the browser computed, and nothing else: runs in the page, changes nothing.
 *
 * @param {string} layer the layer in front: "banner" or "panel".
 */
// biome-ignore lint/correctness/noUnusedVariables: called by browser.py
function measure(layer) {
  const host = document.querySelector("akkoord-banner");
  const root = host?.shadowRoot;
  const shown = root?.querySelector(layer === "panel" ? "dialog[open]" : "[role=dialog]");
  const seen = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === "visible";
  const script = document.querySelector('script[src*="/akkoord.js"]');
  const page = {
    site: /\/sites\/([a-z0-9-]+)\/akkoord\.js/.exec(script?.src ?? "")?.[1] ?? "",
    page_lang: document.documentElement.lang,
    lang: host?.lang ?? "",
    shown: !!shown && seen(shown),
    covered: 0,
    switches: [],
    buttons: [],
  };
  if (!page.shown) return page;

  // one pixel tells what colours come to, in whatever way they are written
  const canvas = new OffscreenCanvas(1, 1);
  const pixel = canvas.getContext("2d", { willReadFrequently: true });
  const hex = () =>
    `#${[...pixel.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  const paint = (colour, opacity) => {
    pixel.globalAlpha = opacity;
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
  };
  const around = (element) => {
    const chain = [];
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) chain.unshift(at);
    return chain;
  };
  /** Text and ground of an element, with all that lies behind it. */
  const colours = (element) => {
    paint("#fff", 1);
    let opacity = 1;
    for (const each of around(element)) {
      const style = getComputedStyle(each);
      opacity *= Number(style.opacity);
      paint(style.backgroundColor, opacity);
    }
    const background = hex();
    paint(getComputedStyle(element).color, opacity);
    return { colour: hex(), background, opacity };
  };
  const reachable = (element) => {
    const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
    const inside = left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
    const hit = root.elementFromPoint(left + width / 2, top + height / 2);
    return seen(element) && width > 1 && height > 1 && inside && (hit === element || element.contains(hit));
  };
  page.buttons = [...shown.querySelectorAll("button, a[href], [role=button]")].map((element) => {
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    const text = element.textContent.trim();
    return {
      text: /\p{L}/u.test(text) ? text : (element.getAttribute("aria-label") ?? text),
      tag: element.localName,
      closes: !/\p{L}/u.test(text),
      visible: reachable(element),
      width,
      height,
      font_size: Number.parseFloat(style.fontSize),
      weight: Number(style.fontWeight),
      ...colours(element),
      look: [
        style.fontFamily,
        style.fontStyle,
        style.textDecorationLine,
        style.textTransform,
        style.borderTopWidth,
        style.borderTopStyle,
        style.borderTopColor,
        style.borderTopLeftRadius,
        style.boxShadow,
        style.filter,
      ].join("|"),
    };
  });
  page.switches = [...root.querySelectorAll("input[type=checkbox], input[type=radio]")]
    .filter((input) => !input.disabled)
    .map((input) => input.checked);
  const points = [0.02, 0.25, 0.5, 0.75, 0.98];
  const hits = points.flatMap((x) =>
    points.map((y) => document.elementFromPoint(x * innerWidth, y * innerHeight) === host),
  );
  page.covered = hits.filter(Boolean).length / hits.length;
  return page;
}
