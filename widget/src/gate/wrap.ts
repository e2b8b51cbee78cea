/** Puts a function of ours around one of the browser's, so that the page cannot tell and others can do the same. */

// biome-ignore lint/suspicious/noExplicitAny: the wrapped functions have every signature there is
export type Any = (this: any, ...given: any[]) => any;

interface TrustedPolicy {
  createScriptURL: (text: string) => string;
  createHTML: (text: string) => string;
  createScript: (text: string) => string;
}

let policy: TrustedPolicy | undefined;
try {
  // biome-ignore lint/suspicious/noExplicitAny: TypeScript does not know Trusted Types yet
  policy = (window as any).trustedTypes?.createPolicy("akkoord", {
    createScriptURL: String,
    createHTML: String,
    createScript: String,
  });
} catch {
  // the page does not allow a policy of ours
}

/** A text of ours that pages with Trusted Types take as the address of a script. */
export const trustedScript = (text: string): string => policy?.createScriptURL(text) ?? text;
/** A text that was the page's own, and is safer now, which pages with Trusted Types take as HTML. */
export const trustedHtml = (text: string): string => policy?.createHTML(text) ?? text;

/** The same for code. */
export const trustedCode = (text: string): string => policy?.createScript(text) ?? text;

/** Looks like the original: same name, same length. */
const like = (original: Any, replacement: Any): Any =>
  Object.defineProperties(replacement, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });

/** Wraps a method of a prototype, if the browser has it. */
export function wrapMethod(prototype: object, name: string, replace: (original: Any) => Any, disguise = true): void {
  const described = Object.getOwnPropertyDescriptor(prototype, name);
  const original = described?.value;
  if (typeof original !== "function") return;
  const value = replace(original);
  Object.defineProperty(prototype, name, { ...described, value: disguise ? like(original, value) : value });
}

/** Wraps the setter of an accessor, and the getter if asked, if the browser has it. */
export function wrapSetter(
  prototype: object,
  name: string,
  replaceSet: (set: Any) => Any,
  replaceGet?: (get: Any) => Any,
): void {
  const described = Object.getOwnPropertyDescriptor(prototype, name);
  if (!described?.set || !described.get) return;
  Object.defineProperty(prototype, name, {
    ...described,
    set: like(described.set, replaceSet(described.set)),
    get: replaceGet ? like(described.get, replaceGet(described.get)) : described.get,
  });
}

/** Wraps a class, if the browser has it: called with its arguments, and with what makes an object of it. */
export function wrapClass(
  view: object,
  name: string,
  // biome-ignore lint/suspicious/noExplicitAny: the wrapped classes have every signature there is
  make: (given: any[], real: (...given: any[]) => any) => object,
): void {
  wrapMethod(
    view,
    name,
    (original) =>
      new Proxy(original, {
        construct: (target, given, asked) =>
          make(given, (...args) => Reflect.construct(target, args, asked === wrapped() ? target : asked)),
      }),
    false,
  );
  const wrapped = (): unknown => (view as Record<string, unknown>)[name];
}

/** Adds a function of ours that the page does not see when it looks around. */
export const addHidden = (view: object, name: string, value: unknown): void =>
  void Object.defineProperty(view, name, { value, configurable: true });
