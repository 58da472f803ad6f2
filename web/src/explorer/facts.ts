/** Sentences around words of evidence, as the panel shows them. */

import type { Article, Quote } from "./model.ts";

const ENDS = "。！？!?";
const CLOSERS = "”’」』）)】]\"'";
/** What follows the end of a sentence only where the sentence goes on: “好吗？”，他问 · 《谁赢了？》一书. */
const GOES_ON = "，、；：,;:》〉…—～" + ENDS + CLOSERS;
const CLAUSE_ENDS = "，、；：,;: \u3000\t";
const ABBREVIATIONS = new Set([
  "Mr",
  "Mrs",
  "Ms",
  "Dr",
  "Prof",
  "Inc",
  "Ltd",
  "Co",
  "Corp",
  "No",
  "vs",
  "St",
  "Jr",
  "Sr",
  "Gov",
  "Gen",
  "Sen",
]);
/** How far a sentence is followed to either side, in UTF-16 units. */
const FARTHEST = 1200;

/** Where the sentence that holds the words [start, end) begins and ends. Sentences do not cross lines; the words may. */
export function sentenceAround(text: string, start: number, end: number): [start: number, end: number] {
  let first = start;
  const least = Math.max(0, start - FARTHEST);
  while (first > least && text[first - 1] !== "\n" && !begins(text, first)) first--;
  while (first < start && /\s/.test(text[first]!)) first++;
  let last = end;
  const most = Math.min(text.length, end + FARTHEST);
  while (last < most && text[last] !== "\n" && !begins(text, last)) last++;
  while (last > end && /\s/.test(text[last - 1]!)) last--;
  return [first, last];
}

/** Whether a sentence may begin at `at`, because one has ended before it. */
function begins(text: string, at: number): boolean {
  const next = text[at];
  let last = at - 1;
  while (last >= 0 && closes(text, last)) last--;
  if (last < 0) return false;
  if (text[last] === ".") return /\s/.test(next ?? "\n") && endsWith(text, last);
  return ENDS.includes(text[last]!) && (next === undefined || !GOES_ON.includes(next) || opens(text, at));
}

function closes(text: string, at: number): boolean {
  const sign = text[at]!;
  return CLOSERS.includes(sign) && !opens(text, at);
}

/** Straight quotation marks open and close in turn within a line; after a letter ' is an apostrophe or closes. */
function opens(text: string, at: number): boolean {
  if (text[at] !== '"') return false;
  let before = 0;
  for (let i = at - 1; i >= 0 && i > at - FARTHEST && text[i] !== "\n"; i--) if (text[i] === '"') before++;
  return before % 2 === 0;
}

/** Whether a full stop ends a sentence: not after an abbreviation, an initial or a number's digits. */
function endsWith(text: string, stop: number): boolean {
  const word = /[\p{L}\p{N}.]*$/u.exec(text.slice(Math.max(0, stop - 24), stop))![0];
  if (ABBREVIATIONS.has(word) || /(^|\.)[A-Z]$/.test(word)) return false;
  const next = /^[”’"')\]\s]*(\S)/.exec(text.slice(stop + 1, stop + 40));
  return next === null || !/\p{Ll}/u.test(next[1]!);
}

/** Part of a passage: the words of evidence, or what stands around them. */
export interface Piece {
  text: string;
  /** whose words these are; null: context */
  quote: Quote | null;
}

/** Words of evidence in their sentence; of an interrupted quotation, several in one passage. */
export interface Passage {
  article: Article;
  quotes: Quote[];
  pieces: Piece[];
}

/** How many UTF-16 units of context a passage keeps on each side, and between two of its quotes. */
const CONTEXT = 90;

/**
 * The passages of a fact's evidence, in the order of the evidence. Quotes of one article whose sentences touch make one
 * passage; a quote within such a passage that overlaps another is left out, for its words are shown there.
 *
 * @param textOf the article's text; null where none is kept, undefined where it is not here yet
 */
export function passagesOf(quotes: readonly Quote[], textOf: (article: Article) => string | null | undefined): Passage[] {
  const spans: { quote: Quote; text: string; own: [number, number]; sentence: [number, number] }[] = [];
  const made: { at: number; passage: Passage }[] = [];
  quotes.forEach((quote, at) => {
    const text = textOf(quote.article);
    const own = text ? locate(text, quote) : null;
    if (text && own) spans.push({ quote, text, own, sentence: sentenceAround(text, ...own) });
    else made.push({ at, passage: bare(quote) });
  });
  const groups: (typeof spans)[] = [];
  for (const span of spans) {
    const beside = groups.find(
      (g) => g[0]!.quote.article === span.quote.article && g.some((s) => touch(s.sentence, span.sentence)),
    );
    if (beside) beside.push(span);
    else groups.push([span]);
  }
  for (const group of groups) made.push({ at: quotes.indexOf(group[0]!.quote), passage: together(group) });
  return made.sort((a, b) => a.at - b.at).map((m) => m.passage);
}

const touch = (a: [number, number], b: [number, number]): boolean => a[0] <= b[1] + 2 && b[0] <= a[1] + 2;

function together(group: { quote: Quote; text: string; own: [number, number]; sentence: [number, number] }[]): Passage {
  const text = group[0]!.text;
  const shown: typeof group = [];
  for (const span of group) if (!shown.some((s) => s.own[0] < span.own[1] && span.own[0] < s.own[1])) shown.push(span);
  shown.sort((a, b) => a.own[0] - b.own[0]);
  const first = Math.min(...shown.map((s) => s.sentence[0]));
  const last = Math.max(...shown.map((s) => s.sentence[1]));
  const pieces: Piece[] = [{ text: cutStart(text.slice(first, shown[0]!.own[0]), CONTEXT), quote: null }];
  shown.forEach((span, i) => {
    if (i > 0) pieces.push({ text: cutMiddle(text.slice(shown[i - 1]!.own[1], span.own[0]), CONTEXT), quote: null });
    pieces.push({ text: text.slice(...span.own), quote: span.quote });
  });
  pieces.push({ text: cutEnd(text.slice(shown.at(-1)!.own[1], last), CONTEXT), quote: null });
  return { article: group[0]!.quote.article, quotes: group.map((s) => s.quote), pieces: pieces.filter((p) => p.text !== "") };
}

/** How long the context is that evidence without a text has, where the text goes on; less is all that there is. */
const KEPT_CONTEXT = 30;

/** A passage from the words that evidence itself keeps. */
function bare(quote: Quote): Passage {
  const { article, exact, before, after } = quote;
  const [first, last] = sentenceAround(before + exact + after, before.length, before.length + exact.length);
  const from = before.slice(Math.min(first, before.length));
  const to = after.slice(0, Math.max(0, last - before.length - exact.length));
  const goesBack = first === 0 && before.length >= KEPT_CONTEXT && !before.startsWith("…");
  const goesOn =
    to === after && after.length >= KEPT_CONTEXT && !begins(exact + after, exact.length + after.length) && !after.endsWith("…");
  const pieces: Piece[] = [
    { text: (goesBack ? "…" : "") + from, quote: null },
    { text: exact, quote },
    { text: to + (goesOn ? "…" : ""), quote: null },
  ];
  return { article, quotes: [quote], pieces: pieces.filter((p) => p.text !== "") };
}

/** Where the words of a quote stand in the article's text; null where they are not found. */
export function locate(text: string, quote: Quote): [start: number, end: number] | null {
  if (quote.start >= 0) return quote.end <= text.length && quote.start < quote.end ? [quote.start, quote.end] : null;
  if (!quote.exact) return null;
  const whole = text.indexOf(quote.before + quote.exact + quote.after);
  const start = whole >= 0 ? whole + quote.before.length : text.indexOf(quote.exact);
  return start < 0 ? null : [start, start + quote.exact.length];
}

/** The end of a text, from the start of a clause where there is one near. */
export function cutStart(text: string, most: number): string {
  if (text.length <= most) return text;
  let from = text.length - most;
  for (let i = from; i < from + most / 3; i++)
    if (CLAUSE_ENDS.includes(text[i]!)) {
      from = i + 1;
      break;
    }
  return "…" + text.slice(whole(text, from)).trimStart();
}

/** The start of a text, up to the end of a clause where there is one near. */
export function cutEnd(text: string, most: number): string {
  if (text.length <= most) return text;
  let to = most;
  for (let i = most; i > most - most / 3; i--)
    if (CLAUSE_ENDS.includes(text[i]!)) {
      to = i;
      break;
    }
  return text.slice(0, whole(text, to)).trimEnd() + "…";
}

function cutMiddle(text: string, most: number): string {
  if (text.length <= 2 * most) return text;
  return cutEnd(text, most).slice(0, -1) + cutStart(text, most);
}

/** A place that does not part a pair of surrogates. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at;
}
