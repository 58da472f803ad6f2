// Builds the scripts and styles that Python ships. The same sources give the same bytes: what is built is committed,
// and a test builds it again where Node is at hand.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const into = process.argv[2] ?? join(here, "..", "kg");

const BUNDLES = [
  { entry: "src/explorer/main.ts", out: "publish/page/built/explorer.js" },
  { entry: "src/styles/explorer.css", out: "publish/page/built/explorer.css" },
  { entry: "src/sparql/main.ts", out: "serve/static/sparql.js" },
  { entry: "src/styles/sparql.css", out: "serve/static/sparql.css" },
  { entry: "src/site/main.ts", out: "serve/static/site.js" },
  { entry: "src/styles/site.css", out: "serve/static/site.css" },
];

/** The packages that a bundle has matter of, each once. */
function packagesOf({ outputs }) {
  const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const names = inputs.map(([file, { bytesInOutput }]) => bytesInOutput > 0 && /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

/** The licences of packages as a comment: they ask to stand in every copy, and a page is sent without its package. */
function notices(packages) {
  const by = new Map();
  for (const name of packages) {
    const text = readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8").replaceAll("\r", "").trim();
    by.set(text, [...(by.get(text) ?? []), name]);
  }
  const told = [...by].map(([text, names]) => `${names.join(", ")}:\n\n${text}`).join("\n\n");
  if (/\*\/|<[/!]/.test(told)) throw new Error("a licence would end the comment, or the script, that it stands in");
  return told && `/*! This file contains parts of\n\n${told}\n*/`;
}

for (const { entry, out } of BUNDLES) {
  const options = {
    absWorkingDir: here,
    entryPoints: [join(here, entry)],
    outfile: join(into, out),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
  };
  const { metafile } = await build({ ...options, metafile: true, write: false });
  await build({ ...options, banner: { js: notices(packagesOf(metafile)) } });
}
