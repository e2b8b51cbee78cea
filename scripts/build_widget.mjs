// Builds the two scripts that the backend serves, and prints their sizes.
//
// Each is a function expression whose parameter is what the backend bakes in: it appends `(` + JSON + `);`.
// Nothing may stand after the closing parenthesis, so the text ends there, without a semicolon.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outputs = `${root}server/akkoord/web/static/`;
const version = JSON.parse(readFileSync(`${root}package.json`, "utf8")).version;
const backend = /^__version__ = "(.+)"$/m.exec(readFileSync(`${root}server/akkoord/__init__.py`, "utf8"))?.[1];
if (version !== backend) {
  console.error(`package.json says version ${version}, server/akkoord/__init__.py says ${backend}: make them equal.`);
  process.exit(1);
}

// Names that only our own code uses are shortened; the cache gives a name the same short form in both scripts.
const OWN_NAMES =
  /^(allows|category|chosen|follow|free|hear|held|keep|ofKey|onFrame|readCookies|shuts|shutsKey|stored|writeCookie)$/;
let mangleCache = {};

async function bundle(entry, output) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    define: { __VERSION__: JSON.stringify(version) },
    mangleProps: OWN_NAMES,
    mangleCache,
    write: false,
  });
  mangleCache = result.mangleCache;
  const text = `(function(AKKOORD){${result.outputFiles[0].text.trimEnd()}})`;
  writeFileSync(outputs + output, text);
  const bytes = Buffer.from(text);
  console.log(`${output.padEnd(10)} ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli`);
}

mkdirSync(`${root}server/akkoord/web/static`, { recursive: true });
mkdirSync(outputs, { recursive: true });
await bundle("widget/src/index.ts", "gate.js");
await bundle("widget/src/banner/index.ts", "banner.js");
