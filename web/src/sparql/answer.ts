/** Answers of the endpoint, as tables and graphs. */

export interface Term {
  type: "uri" | "literal" | "bnode";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = (Term | undefined)[];

export interface TableAnswer {
  kind: "table";
  columns: string[];
  rows: Row[];
}
export interface TripleAnswer {
  kind: "triples";
  rows: [Term, Term, Term][];
  raw: string;
}
export type Answer = TableAnswer | TripleAnswer | { kind: "truth"; truth: boolean };

interface Json {
  head: { vars?: string[] };
  boolean?: boolean;
  results?: { bindings: Record<string, Term>[] };
}

export function ofJson(json: Json): Answer {
  if (typeof json.boolean === "boolean") return { kind: "truth", truth: json.boolean };
  const columns = json.head.vars ?? [];
  return { kind: "table", columns, rows: (json.results?.bindings ?? []).map((binding) => columns.map((c) => binding[c])) };
}

const LINE =
  /^(?:<([^>]*)>|_:(\S+)) <([^>]*)> (?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z-]+[A-Za-z0-9-]*)|\^\^<([^>]*)>)?) \.$/;
const LETTERS: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** N-Triples; lines that are none are left out. */
export function ofNTriples(raw: string): TripleAnswer {
  const rows: [Term, Term, Term][] = [];
  for (const line of raw.split("\n")) {
    const m = LINE.exec(line.trim());
    if (!m) continue;
    const literal: Term = { type: "literal", value: unescaped(m[6] ?? "") };
    if (m[7]) literal["xml:lang"] = m[7];
    if (m[8]) literal.datatype = m[8];
    rows.push([node(m[1], m[2]), node(m[3], undefined), m[6] === undefined ? node(m[4], m[5]) : literal]);
  }
  return { kind: "triples", rows, raw };
}

const node = (iri: string | undefined, blank: string | undefined): Term =>
  iri === undefined ? { type: "bnode", value: blank ?? "" } : { type: "uri", value: unescaped(iri) };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, letter: string) => {
    const point = short ?? long;
    return point ? String.fromCodePoint(Number.parseInt(point, 16)) : (LETTERS[letter] ?? letter);
  });
}

/** An IRI with a prefix, where it has one whose local part is plain; else in angle brackets. */
export function short(iri: string, prefixes: ReadonlyMap<string, string>): string {
  let best = "";
  for (const [prefix, namespace] of prefixes) {
    const rest = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && namespace.length > (prefixes.get(best)?.length ?? 0) && /^[\w-]+$/.test(rest)) best = prefix;
  }
  return best ? `${best}:${iri.slice(prefixes.get(best)!.length)}` : `<${iri}>`;
}

/** The number that a literal is; NaN for what is none. */
export function numberOf(term: Term | undefined): number {
  if (!term || term.type !== "literal" || !/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(term.value)) return Number.NaN;
  return Number(term.value);
}

/** Rows in the order of a column: numbers by size, all else by letters; what is missing comes last. */
export function sorted(rows: readonly Row[], column: number, descending: boolean): Row[] {
  const numeric = rows.every((row) => row[column] === undefined || !Number.isNaN(numberOf(row[column])));
  const collator = new Intl.Collator("zh");
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const x = a[column];
    const y = b[column];
    if (!x || !y) return x ? -1 : y ? 1 : 0;
    return sign * (numeric ? numberOf(x) - numberOf(y) : collator.compare(x.value, y.value));
  });
}
