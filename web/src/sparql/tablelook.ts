/** An answer as a table, whose columns sort. */
import { el } from "../explorer/dom.ts";
import type { Words } from "../explorer/words.ts";
import { numberOf, short, sorted } from "./answer.ts";
import type { Row, Term } from "./answer.ts";

const SHOWN = 1000;

export interface Links {
  prefixes: ReadonlyMap<string, string>;
  /** where an IRI of the graph can be read on this server; "" for others */
  local(iri: string): string;
}

export function tableLook(columns: string[], rows: readonly Row[], links: Links, words: Words): HTMLElement {
  const body = el("tbody");
  const heads = columns.map((name, column) => {
    const button = el("button", { type: "button" }, name);
    const head = el("th", { scope: "col", "aria-sort": "none" }, button);
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", descending ? "descending" : "ascending");
      fill(sorted(rows, column, descending));
    });
    return head;
  });
  const fill = (now: readonly Row[]) =>
    body.replaceChildren(...now.slice(0, SHOWN).map((row) => el("tr", {}, ...row.map((term) => cell(term, links)))));
  fill(rows);
  const table = el("table", { class: "answer" }, el("thead", {}, el("tr", {}, ...heads)), body);
  const more = rows.length > SHOWN && el("p", { class: "quiet" }, words.say("shown", { n: SHOWN }));
  return el("div", { class: "answer-frame", tabindex: 0, role: "region", "aria-label": words.say("table") }, table, more);
}

function cell(term: Term | undefined, links: Links): HTMLElement {
  if (!term) return el("td");
  if (term.type === "literal") {
    const numeric = !Number.isNaN(numberOf(term));
    return el("td", numeric ? { class: "number" } : { lang: term["xml:lang"] }, term.value);
  }
  if (term.type === "bnode") return el("td", {}, `_:${term.value}`);
  const href = links.local(term.value) || (/^https?:\/\//i.test(term.value) ? term.value : "");
  const text = short(term.value, links.prefixes);
  return el("td", { class: "iri" }, href ? el("a", { href, title: term.value, rel: "noreferrer" }, text) : text);
}
