/** What is seen as rows: nodes and facts, sorted, found and written for spreadsheets. */

import type { Edge, Fact, Model, Node } from "./model.ts";
import type { View } from "./state.ts";
import { Filter } from "./filter.ts";
import { visible } from "./visible.ts";
import type { Words } from "./words.ts";

export type Cell = string | number;

export interface Column {
  /** key of the page's words */
  word: string;
  /** what may be left out on a small screen */
  minor?: boolean;
  number?: boolean;
}

export interface Row {
  /** whose details the row opens */
  of: Node | Fact;
  cells: Cell[];
}

export interface Sheet {
  columns: Column[];
  rows: Row[];
}

/** The nodes of a view, the best connected first. */
export function nodeSheet(model: Model, view: View, words: Words): Sheet {
  const { nodes, edges } = visible(model, view);
  const shown = new Map<Node, number>();
  const count = (node: Node) => shown.set(node, (shown.get(node) ?? 0) + 1);
  for (const edge of edges) {
    count(edge.source);
    if (edge.target !== edge.source) count(edge.target);
  }
  const columns: Column[] = [
    { word: "table.name" },
    { word: "table.type" },
    { word: "table.shown", number: true },
    { word: "table.links", number: true, minor: true },
    { word: "table.articles", number: true, minor: true },
    { word: "table.date", minor: true },
    { word: "table.community", minor: true },
    { word: "table.aliases", minor: true },
  ];
  const rows = [...nodes].map((node): Row => ({
    of: node,
    cells: [
      node.name,
      words.term("types", node.type),
      shown.get(node) ?? 0,
      node.links,
      node.articles,
      node.fact?.date ?? "",
      model.communities[node.community]?.name ?? "",
      node.aliases.join("、"),
    ],
  }));
  return { columns, rows: rows.sort((a, b) => plainly(b.cells[2]!, a.cells[2]!) || plainly(b.cells[3]!, a.cells[3]!) || plainly(a.cells[0]!, b.cells[0]!)) };
}

/** How facts are seen: by their edges, and, events and claims, as nodes. */
export type Seen = Map<Fact, { edges: Edge[]; node: Node | null }>;

/** The facts of a view: those of its edges, its events and claims, and the figures about its nodes. */
export function factsSeen(model: Model, view: View): Seen {
  const { nodes, edges } = visible(model, view);
  const seen: Seen = new Map();
  const at = (fact: Fact) => {
    let found = seen.get(fact);
    if (!found) seen.set(fact, (found = { edges: [], node: null }));
    return found;
  };
  for (const node of nodes) if (node.fact) at(node.fact).node = node;
  for (const edge of edges) at(edge.fact).edges.push(edge);
  const filter = new Filter(model, view);
  for (const fact of model.facts.values()) {
    const subject = fact.kind === "figure" ? fact.detail?.subject : undefined;
    if (subject && nodes.has(subject) && filter.fact(fact)) at(fact);
  }
  return seen;
}

/** The facts of a view as rows, the newest first. */
export function factSheet(seen: Seen, words: Words): Sheet {
  const columns: Column[] = [
    { word: "table.subject" },
    { word: "table.says" },
    { word: "table.object" },
    { word: "table.kind", minor: true },
    { word: "table.date" },
    { word: "table.sure", number: true, minor: true },
    { word: "table.source", minor: true },
  ];
  const rows = [...seen].map(([fact, { edges, node }]): Row => {
    const confidence = fact.confidence < 0 ? "" : fact.confidence;
    return { of: fact, cells: [...told(fact, edges, node, words), words.term("kinds", fact.kind), fact.date, confidence, publishersOf(fact)] };
  });
  return { columns, rows: rows.sort((a, b) => plainly(b.cells[4]!, a.cells[4]!) || plainly(a.cells[0]!, b.cells[0]!) || plainly(a.of.id, b.of.id)) };
}

/** Who, what, whom. */
function told(fact: Fact, edges: Edge[], own: Node | null, words: Words): [string, string, string] {
  const { detail } = fact;
  const others = [...new Set(edges.map((e) => (e.source === own ? e.target : e.source)))].map((n) => n.name).join("、");
  if (fact.kind === "event") return [own?.name ?? "", words.term("events", detail?.type ?? "Event"), others];
  if (fact.kind === "claim") {
    const speaker = edges.find((e) => e.kind === "author")?.source.name ?? detail?.speaker?.name ?? "";
    return [speaker, words.term("roles", "author"), detail?.text ?? own?.name ?? ""];
  }
  if (fact.kind === "figure") return [detail?.subject?.name ?? "", detail?.metric ?? "", detail?.amount ? [detail.amount.zh, detail.amount.en][words.language]! : ""];
  const edge = edges[0]!;
  const what = fact.kind === "post" ? edge.title || words.term("kinds", "post") : words.term("relations", edge.kind);
  return [edge.source.name, what, edge.target.name];
}

export const publishersOf = (fact: Fact): string => [...new Set(fact.articles.map((a) => a.publisher || a.headline))].join("、");

/** The rows that hold all words of a query, sorted by a column; without one in their own order. */
export function arranged(sheet: Sheet, query: string, column: number | null, descending: boolean): Row[] {
  const asked = query.toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (row: Row) => {
    const text = row.cells.join("\n").toLowerCase();
    return asked.every((word) => text.includes(word));
  };
  const rows = asked.length > 0 ? sheet.rows.filter(holds) : [...sheet.rows];
  if (column === null) return rows;
  const sign = descending ? -1 : 1;
  // what is empty comes last, whichever way
  const empty = (row: Row) => Number(row.cells[column] === "");
  return rows.sort((a, b) => empty(a) - empty(b) || sign * compare(a.cells[column]!, b.cells[column]!));
}

/** Quickly: for the order that a sheet begins with. */
const plainly = (a: Cell, b: Cell): number => (a < b ? -1 : a > b ? 1 : 0);

let inChinese: Intl.Collator | null = null;

/** Numbers by size, text as Chinese dictionaries have it: by pinyin. */
function compare(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (a === b) return 0;
  inChinese ??= new Intl.Collator("zh-CN", { numeric: true });
  return inChinese.compare(String(a), String(b));
}

/** A cell that a spreadsheet takes for text, whatever it begins with: as in kg's own CSV. */
export function harmless(cell: Cell): string {
  const text = String(cell);
  return typeof cell === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

export function csv(head: string[], rows: readonly Row[]): string {
  const field = (cell: Cell) => {
    const text = harmless(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [head, ...rows.map((row) => row.cells)].map((cells) => `${cells.map(field).join(",")}\r\n`).join("");
}

/** For the clipboard: tabs and line ends within a cell become spaces. */
export function tsv(head: string[], rows: readonly Row[]): string {
  const field = (cell: Cell) => harmless(cell).replace(/[\t\r\n]+/g, " ");
  return [head, ...rows.map((row) => row.cells)].map((cells) => cells.map(field).join("\t")).join("\n");
}
