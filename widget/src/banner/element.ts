/** Makes elements without HTML text, so that pages with Trusted Types and a strict CSP stay content. */

type Child = Node | string | false | undefined;

/**
 * @param given properties and, for names with a dash or `role`, attributes.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  given: Record<string, unknown> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given))
    if (/-|^role$/.test(name)) made.setAttribute(name, String(value));
    else Object.assign(made, { [name]: value });
  made.append(...(children.filter(Boolean) as (Node | string)[]));
  return made;
}

/** A style sheet that needs no inline style. */
export function styleSheet(css: string, view: typeof globalThis = window): CSSStyleSheet {
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
