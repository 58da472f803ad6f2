/** Where the assertions of an article stand in its text: marks that overlap are split into pieces. */

import { locate } from "./facts.ts";
import type { Article, Fact } from "./model.ts";

/** Words of a fact in a text. */
export interface Span {
  start: number;
  end: number;
  fact: Fact;
}

/** A piece of a paragraph over which the same facts are told; none where nothing is told. */
export interface Stretch {
  start: number;
  end: number;
  /** whose words these are, those with the fewest words first */
  spans: Span[];
}

export interface Paragraph {
  start: number;
  end: number;
  stretches: Stretch[];
}

/** The evidence that facts have in an article, in the order of its text. */
export function spansOf(text: string, article: Article, facts: Iterable<Fact>): Span[] {
  const spans: Span[] = [];
  for (const fact of facts) {
    for (const quote of fact.detail?.evidence ?? []) {
      const found = quote.article === article ? locate(text, quote) : null;
      if (found) spans.push({ start: found[0], end: found[1], fact });
    }
  }
  return spans.sort(inOrder);
}

const inOrder = (a: Span, b: Span): number =>
  a.start - b.start || b.end - a.end || (a.fact.id < b.fact.id ? -1 : a.fact.id > b.fact.id ? 1 : 0);

/** The lines of a text that are not blank, cut where a mark begins or ends. The stretches of a line make up all of it. */
export function paragraphsOf(text: string, spans: readonly Span[]): Paragraph[] {
  const sorted = [...spans].sort(inOrder);
  const made: Paragraph[] = [];
  let open: Span[] = [];
  let next = 0;
  for (const line of text.matchAll(/[^\n]+/g)) {
    const [start, end] = trimmed(text, line.index, line.index + line[0].length);
    if (start >= end) continue;
    while (next < sorted.length && sorted[next]!.start < end) open.push(sorted[next++]!);
    open = open.filter((s) => s.end > start);
    made.push({ start, end, stretches: stretchesOf(start, end, open) });
  }
  return made;
}

function trimmed(text: string, start: number, end: number): [number, number] {
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return [start, end];
}

function stretchesOf(start: number, end: number, spans: readonly Span[]): Stretch[] {
  const cuts = new Set([start, end]);
  for (const span of spans) {
    if (span.start > start && span.start < end) cuts.add(span.start);
    if (span.end > start && span.end < end) cuts.add(span.end);
  }
  const at = [...cuts].sort((a, b) => a - b);
  const shortest = [...spans].sort((a, b) => a.end - a.start - (b.end - b.start));
  return at.slice(1).map((to, i) => ({ start: at[i]!, end: to, spans: shortest.filter((s) => s.start < to && s.end > at[i]!) }));
}

/** Kinds of the facts, in the order of first appearance, each once. */
export const kindsOf = (spans: readonly Span[]): string[] => [...new Set(spans.map((s) => s.fact.kind))];
