// Builds the three scripts that the backend serves, the signals that it bakes into the first, the script of the page that
// checks a receipt, and that of the dashboard, and prints their sizes.
//
// Each script is a function expression whose parameters are what the backend bakes in: it appends `(` + JSON + `);`, and
// for the site's script a list of signals and, on a first visit, what brings the banner. A signal is an expression that takes its settings and gives a signal.
// Nothing may stand after the closing parenthesis, so the text ends there, without a semicolon.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

// Names that only our own code uses are shortened; the cache gives a name the same short form in all scripts.
const OWN_NAMES = new RegExp(
  `^(${[
    "allow",
    "allowed",
    "allows",
    "allowsAll",
    "ask",
    "category",
    "chosen",
    "consent",
    "cover",
    "element",
    "file",
    "follow",
    "free",
    "gate",
    "granted",
    "hear",
    "held",
    "holdCall",
    "hide",
    "keep",
    "node",
    "ofKey",
    "onAsked",
    "onFrame",
    "pending",
    "privacyNote",
    "readCookies",
    "record",
    "roots",
    "shuts",
    "shutsIn",
    "shutsKey",
    "shutsNamed",
    "speak",
    "stored",
    "values",
    "writeCookie",
  ].join("|")})$`,
);
let mangleCache = {};

const COMPRESS = {
  ecma: 2022,
  passes: 4,
  inline: 1,
  sequences: false,
  keep_fargs: false,
  hoist_funs: true,
  unsafe_arrows: true,
  unsafe_methods: true,
  toplevel: true,
};

function write(output, text) {
  writeFileSync(outputs + output, text);
  const bytes = Buffer.from(text);
  console.log(`${output.padEnd(28)} ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli`);
}

async function bundle(entry, output, parameters) {
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
    compress: COMPRESS,
    mangle: { toplevel: true },
  });
  // all of it runs at once: the browser compiles it aside, while it loads
  write(output, `//# allFunctionsCalledOnLoad\n(function(${parameters}){${code}})`);
}

async function signal(name) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [`widget/src/signals/${name}.ts`],
    bundle: true,
    format: "esm",
    minifySyntax: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
  });
  // the module's one export is the value of the expression
  const [, body, made] = /^([\s\S]*)export \{\s*(\S+) as default\s*\};\s*$/.exec(result.outputFiles[0].text);
  const { code } = await minify(`(function(){${body};return ${made}})`, {
    ecma: 2022,
    compress: { ...COMPRESS, expression: true },
    mangle: { toplevel: true },
  });
  write(`signals/${name}.js`, `(${code.replace(/;$/, "")})()`);
}

/** A script that stands on a page of the backend's own, with nothing baked in. */
async function own(entry, output) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    write: false,
  });
  write(output, result.outputFiles[0].text);
}

rmSync(`${outputs}signals`, { recursive: true, force: true });
mkdirSync(`${outputs}signals`, { recursive: true });
await bundle("widget/src/index.ts", "gate.js", "AKKOORD,SIGNALS,BROUGHT");
await bundle("widget/src/banner/index.ts", "banner.js", "AKKOORD,RECEIVE");
await bundle("widget/src/panel/index.ts", "panel.js", "AKKOORD");
await own("widget/src/verify/index.ts", "verify.js");
await own("widget/src/dashboard/index.ts", "dashboard.js");
for (const file of readdirSync(`${root}widget/src/signals`).sort()) {
  if (file.endsWith(".ts")) await signal(file.slice(0, -3));
}
