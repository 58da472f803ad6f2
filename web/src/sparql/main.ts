/** The SPARQL page: an editor, ready-made questions, and answers as table, chart, graph or raw text. */
import type { Label } from "../explorer/bundle.ts";
import { byId, el } from "../explorer/dom.ts";
import { Words } from "../explorer/words.ts";
import { ofJson, ofNTriples } from "./answer.ts";
import type { Answer, Row } from "./answer.ts";
import { chartLook } from "./chartlook.ts";
import { Editor } from "./editor.ts";
import type { Vocabulary } from "./editor.ts";
import { examples } from "./examples.ts";
import type { Stored } from "./examples.ts";
import { graphLook } from "./graphlook.ts";
import { fromHash, toHash } from "./share.ts";
import type { Look } from "./share.ts";
import { tableLook } from "./tablelook.ts";
import type { Links } from "./tablelook.ts";
import { WORDS } from "./words.ts";

const START = `# 被提到最多的公司 · the companies named most
SELECT ?company ?name (COUNT(DISTINCT ?article) AS ?articles)
WHERE {
  ?article schema:mentions ?company .
  ?company a kg:Company ; schema:name ?name .
}
GROUP BY ?company ?name
ORDER BY DESC(?articles) ?name
LIMIT 20
`;

/** An answer that begins higher than this part of the window is seen. */
const FOLD = 0.7;

interface Terms {
  prefixes: Record<string, string>;
  terms: { name: string; kind: "class" | "property"; label: Label }[];
}

const root = document.documentElement.dataset.root ?? "/";
const base = document.documentElement.dataset.base ?? "";
const words = new Words(document.documentElement.lang.startsWith("en") ? 1 : 0);
words.add(WORDS);
const vocabulary: Vocabulary = { prefixes: new Map(), terms: [] };
const links: Links = {
  prefixes: vocabulary.prefixes,
  local: (iri) => (base && iri.startsWith(base) ? `${root}id/${encodeURI(iri.slice(base.length)).replace(/[?#]/g, encodeURIComponent)}` : ""),
};
const editor = new Editor(byId("editor"), words.say("editor"), () => vocabulary, () => void run());
const button = byId<HTMLButtonElement>("run");
const status = byId("status");
const output = byId("answer");
let look: Look = "table";
let answer: Answer | null = null;
let asking: AbortController | null = null;

/** Asks what stands in the editor; what is still being asked is given up for it. */
async function run(): Promise<void> {
  asking?.abort();
  const own = new AbortController();
  asking = own;
  button.textContent = words.say("stop");
  status.textContent = words.say("running");
  editor.mark(null);
  history.replaceState(null, "", toHash({ query: editor.text, look }));
  const began = performance.now();
  try {
    const found = await ask(editor.text, own.signal);
    if (asking !== own) return;
    answer = found;
    status.textContent = told(answer, Math.round(performance.now() - began));
    show();
    reveal();
  } catch (error) {
    if (asking !== own) return;
    answer = null;
    status.textContent = "";
    if (!(error instanceof DOMException && error.name === "AbortError")) {
      fail(error);
      reveal();
    }
  } finally {
    if (asking === own) {
      asking = null;
      button.textContent = words.say("run");
    }
  }
}

class Refused extends Error {}

async function ask(query: string, signal: AbortSignal): Promise<Answer> {
  const accept = "application/sparql-results+json, application/n-triples";
  const headers = { accept, "content-type": "application/sparql-query" };
  const response = await fetch(`${root}sparql`, { method: "POST", headers, body: query, signal });
  if (!response.ok) throw new Refused((await response.text()).trim());
  if (response.headers.get("content-type")?.includes("json")) return ofJson(await response.json());
  return ofNTriples(await response.text());
}

function fail(error: unknown): void {
  const message = error instanceof Refused ? error.message : words.say("unreachable");
  editor.mark(message);
  output.replaceChildren(el("div", { class: "problem", role: "alert" }, el("h2", {}, words.say("failed")), el("p", {}, message)));
}

/** Brings the answer into view where it lies below the fold; the keys stay with the editor. */
function reveal(): void {
  const answers = output.parentElement!;
  if (answers.getBoundingClientRect().top < innerHeight * FOLD) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  answers.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

function told(found: Answer, ms: number): string {
  if (found.kind === "truth") return `${ms} ms`;
  return words.say(found.kind === "table" ? "rows" : "triples", { n: found.rows.length, ms });
}

function show(): void {
  for (const tab of document.querySelectorAll<HTMLButtonElement>("#looks button")) {
    tab.setAttribute("aria-selected", String(tab.dataset.look === look));
    tab.tabIndex = tab.dataset.look === look ? 0 : -1;
  }
  if (!answer) return;
  const drawn = drawnAnswer(answer);
  output.replaceChildren(drawn, downloads(answer));
}

function drawnAnswer(found: Answer): HTMLElement {
  if (found.kind === "truth") return el("p", { class: "truth" }, words.say(found.truth ? "yes" : "no"));
  if (found.rows.length === 0) return el("p", { class: "quiet" }, words.say("empty"));
  const [columns, rows]: [string[], readonly Row[]] =
    found.kind === "table" ? [found.columns, found.rows] : [["subject", "predicate", "object"], found.rows];
  switch (look) {
    case "table":
      return tableLook(columns, rows, links, words);
    case "chart":
      return chartLook(columns, rows, words);
    case "graph":
      return graphLook(found, links, words);
    case "text":
      return el("pre", { tabindex: 0 }, found.kind === "triples" ? found.raw : JSON.stringify({ columns, rows }, null, 1));
  }
}

function downloads(found: Answer): HTMLElement {
  const formats = found.kind === "triples" ? ["turtle", "ntriples", "jsonld"] : found.kind === "truth" ? ["json", "xml"] : ["csv", "tsv", "json", "xml"];
  const query = encodeURIComponent(editor.text);
  const made = formats.map((f) => el("a", { href: `${root}sparql?format=${f}&query=${query}`, download: `answer.${ENDINGS[f]}` }, NAMES[f]!));
  return el("p", { class: "downloads" }, words.say("download"), ...made);
}

const NAMES: Record<string, string> = { csv: "CSV", tsv: "TSV", json: "JSON", xml: "XML", turtle: "Turtle", ntriples: "N-Triples", jsonld: "JSON-LD" };
const ENDINGS: Record<string, string> = { csv: "csv", tsv: "tsv", json: "json", xml: "xml", turtle: "ttl", ntriples: "nt", jsonld: "jsonld" };

async function loadVocabulary(): Promise<void> {
  const found = (await (await fetch(`${root}api/terms`)).json()) as Terms;
  for (const [prefix, namespace] of Object.entries(found.prefixes)) (vocabulary.prefixes as Map<string, string>).set(prefix, namespace);
  vocabulary.terms = found.terms.map(({ name, kind, label }) => ({ name, kind, label: label[words.language] }));
  if (answer) show(); // IRIs can be shortened now
}

async function loadExamples(): Promise<void> {
  const list = (await (await fetch(`${root}api/queries`)).json()) as Stored[];
  byId("examples").replaceChildren(examples(list, words, (name, given) => void open(name, given)));
}

async function open(name: string, given: Record<string, string>): Promise<void> {
  const response = await fetch(`${root}api/query?${new URLSearchParams({ ...given, name })}`);
  const text = await response.text();
  if (!response.ok) return fail(new Refused(text.trim()));
  editor.text = text;
  editor.focus();
  await run();
}

function choose(chosen: Look): void {
  look = chosen;
  history.replaceState(null, "", toHash({ query: editor.text, look }));
  show();
}

function tabs(): void {
  const all = [...document.querySelectorAll<HTMLButtonElement>("#looks button")];
  all.forEach((tab, i) => {
    tab.addEventListener("click", () => choose(tab.dataset.look as Look));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = all[(i + step + all.length) % all.length]!;
      next.focus();
      choose(next.dataset.look as Look);
    });
  });
}

function start(): void {
  tabs();
  button.textContent = words.say("run");
  button.addEventListener("click", () => (asking ? asking.abort() : void run()));
  const copy = byId<HTMLButtonElement>("permalink");
  copy.addEventListener("click", async () => {
    history.replaceState(null, "", toHash({ query: editor.text, look }));
    await navigator.clipboard.writeText(location.href);
    copy.textContent = words.say("copied");
    setTimeout(() => (copy.textContent = words.say("link")), 1500);
  });
  addEventListener("hashchange", restore);
  restore();
  loadVocabulary().catch(() => {}); // without it there is no completion, and all else works
  loadExamples().catch(() => {});
}

function restore(): void {
  const shared = fromHash(location.hash);
  if (shared && shared.query === editor.text && shared.look === look) return;
  editor.text = shared?.query ?? START;
  look = shared?.look ?? "table";
  show();
  if (shared) void run();
}

start();
