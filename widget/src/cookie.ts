/** Reads and writes cookies through the browser's own accessor, taken before the gate wraps it. */

const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, "cookie") as Required<PropertyDescriptor>;

/** All cookies as `name=value`. */
export const readCookies = (): string[] => {
  try {
    return get.call(document).split("; ");
  } catch {
    // a sandboxed page has none
    return [];
  }
};
export const writeCookie = (text: string): void => set.call(document, text);
