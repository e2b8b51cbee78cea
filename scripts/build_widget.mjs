// Builds the two scripts that the backend serves, and prints their sizes.
//
// Each is a function expression whose parameter is what the backend bakes in: it appends `(` + JSON + `);`.
// Nothing may stand after the closing parenthesis, so the text ends there, without a semicolon.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { minify } from "terser";

const root = fileURLToPath(new URL("..", import.meta.url));
const outputs = `${root}server/akkoord/web/static/`;
const version = JSON.parse(readFileSync(`${root}package.json`, "utf8")).version;
const backend = /^__version__ = "(.+)"$/m.exec(readFileSync(`${root}server/akkoord/__init__.py`, "utf8"))?.[1];
if (version !== backend) {
  console.error(`package.json says version ${version}, server/akkoord/__init__.py says ${backend}: make them equal.`);
  process.exit(1);
}

// Names that only our own code uses are shortened; the cache gives a name the same short form in both scripts.
const OWN_NAMES = new RegExp(
  `^(${[
    "address",
    "allow",
    "allowed",
    "allows",
    "ask",
    "category",
    "chosen",
    "cover",
    "follow",
    "frame",
    "free",
    "gate",
    "granted",
    "hear",
    "held",
    "hide",
    "keep",
    "node",
    "ofKey",
    "onFrame",
    "pending",
    "readCookies",
    "record",
    "shuts",
    "shutsKey",
    "stored",
    "values",
    "writeCookie",
  ].join("|")})$`,
);
let mangleCache = {};

async function bundle(entry, output) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    minifySyntax: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    define: { __VERSION__: JSON.stringify(version) },
    mangleProps: OWN_NAMES,
    mangleCache,
    write: false,
  });
  mangleCache = result.mangleCache;
  // a second, slower look at the code makes it some four per cent smaller
  const { code } = await minify(result.outputFiles[0].text, {
    ecma: 2022,
    compress: { ecma: 2022, passes: 4, keep_fargs: false, unsafe_arrows: true, unsafe_methods: true, toplevel: true },
    mangle: { toplevel: true },
  });
  const text = `(function(AKKOORD){${code}})`;
  writeFileSync(outputs + output, text);
  const bytes = Buffer.from(text);
  console.log(`${output.padEnd(10)} ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli`);
}

mkdirSync(`${root}server/akkoord/web/static`, { recursive: true });
mkdirSync(outputs, { recursive: true });
await bundle("widget/src/index.ts", "gate.js");
await bundle("widget/src/banner/index.ts", "banner.js");
