/** The table as a file holds it: claims in their whole words, and each fact with its evidence and where that was published. */

import type { Article, Fact, Node, Quote } from "./model.ts";
import { publishersOf, type Column, type Row, type Sheet } from "./rows.ts";
import type { Source } from "./source.ts";
import type { Texts } from "./texts.ts";

/** Several quotes or articles in one cell. */
const BETWEEN = " | ";
/** How many articles a server is asked for at once. */
const AT_ONCE = 4;

/** The words of a quote; "" where they cannot be had. */
export type WordsOf = (quote: Quote) => string;

/** What a file has that a screen has no room for. */
const OF_FACTS: Column[] = ["table.evidence", "table.headline", "table.url", "table.published", "table.publisher"].map((word) => ({ word }));
const OF_NODES: Column[] = ["table.speaker", "table.publisher"].map((word) => ({ word }));

/** Rows of facts, whole. */
export function wholeFacts({ columns, rows }: Sheet, wordsOf: WordsOf): Sheet {
  const object = columns.findIndex((column) => column.word === "table.object");
  const whole = rows.map((row): Row => {
    const fact = row.of as Fact;
    const quotes = fact.detail?.evidence ?? [];
    const articles = [...new Set([...quotes.map((q) => q.article), ...fact.articles])];
    const each = (value: (article: Article) => string) => joined(articles.map(value));
    const cells = row.cells.map((cell, i) => (i === object && fact.kind === "claim" ? claimed(fact, wordsOf) || cell : cell));
    return { of: fact, cells: [...cells, joined(quotes.map(wordsOf)), each((a) => a.headline), each((a) => a.url), each((a) => a.date), each((a) => a.publisher)] };
  });
  return { columns: [...columns, ...OF_FACTS], rows: whole };
}

/** Rows of nodes, whole: a claim is named by its words, and told with who says it and who published it. */
export function wholeNodes({ columns, rows }: Sheet, wordsOf: WordsOf): Sheet {
  const whole = rows.map((row): Row => {
    const { fact } = row.of as Node;
    if (fact?.kind !== "claim") return { of: row.of, cells: [...row.cells, "", fact ? publishersOf(fact) : ""] };
    const [name, ...others] = row.cells;
    return { of: row.of, cells: [claimed(fact, wordsOf) || name!, ...others, fact.detail?.speaker?.name ?? "", publishersOf(fact)] };
  });
  return { columns: [...columns, ...OF_NODES], rows: whole };
}

const joined = (parts: string[]): string => [...new Set(parts.filter(Boolean))].join(BETWEEN);

/** All that a claim says; where its words stand in its evidence alone, they come first, and who says them comes last. */
function claimed({ detail }: Fact, wordsOf: WordsOf): string {
  if (!detail) return "";
  if (detail.text !== undefined) return detail.text;
  const { evidence, verb } = detail;
  const last = evidence.length > 1 && verb ? wordsOf(evidence.at(-1)!) : "";
  const said = last && last.includes(verb!) ? evidence.slice(0, -1) : evidence;
  return said.map(wordsOf).join("");
}

/** Sees that facts have their details and the texts that these quote; what cannot be had is left out. */
export async function brought(facts: readonly Fact[], source: Source, texts: Texts): Promise<WordsOf> {
  const told = new Set(facts.filter((f) => f.detail === null).flatMap((f) => f.articles.slice(0, 1)));
  await each([...told], (article) => source.loadArticle(article));
  await each(texts.missing(facts.flatMap((f) => f.detail?.evidence ?? [])), (article) => texts.ask(article));
  return (quote) => (quote.start < 0 ? quote.exact : texts.now(quote.article)?.slice(quote.start, quote.end) ?? "");
}

async function each(articles: readonly Article[], bring: (article: Article) => Promise<void>): Promise<void> {
  const waiting = [...articles];
  const next = async (): Promise<void> => {
    for (let article = waiting.shift(); article; article = waiting.shift()) await bring(article).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}
