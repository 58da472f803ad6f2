// Builds the scripts and styles that Python ships. The same sources give the same bytes: what is built is committed,
// and a test builds it again where Node is at hand.
import { build } from "esbuild";
import { existsSync } from "node:fs";
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

for (const { entry, out } of BUNDLES) {
  if (!existsSync(join(here, entry))) continue;
  await build({
    entryPoints: [join(here, entry)],
    outfile: join(into, out),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
  });
}
