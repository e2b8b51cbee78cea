/** Holds modules that inline code names: `import` is no function that could be wrapped. */

import { absolute } from "./match";
import type { Gate, View } from "./state";
import { addHidden, trustedCode } from "./wrap";

/** What stands in the place of `import(...)` in inline code. */
const IMPORT = "akkoordImport";
/** Comments and texts are passed over: what they say is not done. */
const DYNAMIC = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<![\w$.#])import(?=\s*\()/g;
/** A call that says how to load: a function cannot pass that on in every browser, so its address must stand there. */
const ATTRIBUTED = /import\s*\([^()]*,\s*\{/;
const NAMED = /(?<![\w$.#])(?:import|from)\s*\(?\s*["'`]([^"'`\n]+)["'`]/g;
/** The import maps of the page: name -> address. */
const mapped: Record<string, string> = {};

/** The address of a module, by its name in code. */
const addressOf = (name: string): string => {
  const prefix = Object.keys(mapped).find((each) => each.endsWith("/") && name.startsWith(each));
  return mapped[name] ?? (prefix ? mapped[prefix] + name.slice(prefix.length) : name);
};

/** The code with its calls of `import()` led through the gate. */
export const holdImports = (code: string): string =>
  ATTRIBUTED.test(code) ? code : code.replace(DYNAMIC, (found) => (found === "import" ? IMPORT : found));

/** Remembers an import map, also one that is held: what imports by its names is judged by what they stand for. */
export function noteMap(text: string): void {
  try {
    Object.assign(mapped, JSON.parse(text).imports);
  } catch {
    // the browser says what is wrong with it
  }
}

/** The code with addresses for the names of the import maps: not every browser takes a map once modules have come. */
export const withoutNames = (code: string): string =>
  code.replace(NAMED, (found, name: string) => found.replace(name, () => addressOf(name)));

/** The category that keeps an inline script from running, if one does; what it imports later is judged then. */
export function shutsCode(gate: Gate, script: HTMLScriptElement): string | undefined {
  const code = script.textContent ?? "";
  if (script.type === "speculationrules") return gate.shutsIn(code);
  if (/import|from/.test(code)) {
    const safe = holdImports(code);
    if (safe !== code) script.text = trustedCode(safe);
    for (const [, name] of safe.matchAll(NAMED)) {
      const category = gate.shuts(addressOf(name as string));
      if (category) return category;
    }
  }
  return undefined;
}

export function watchImports(gate: Gate, view: View): void {
  addHidden(view, IMPORT, (given: unknown): Promise<unknown> => {
    const name = `${given}`;
    // as code of the document would see it, not as this script does
    const address = /^\.{0,2}\//.test(name) ? absolute(name).href : name;
    const load = (): Promise<unknown> => import(address);
    const category = gate.shuts(addressOf(name));
    return category ? new Promise((resolve) => gate.holdCall(category, () => resolve(load()))) : load();
  });
}
