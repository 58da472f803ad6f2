/** The matter that Python hands to the page (kg/publish/page/bundle.py writes it, this file names it).
 *
 * Columns instead of objects: 10,000 nodes take a third of the bytes and parse twice as fast. Whoever refers to a
 * node, a fact or an article does so by its index in the same bundle. An IRI that begins with `~` is short: `~` stands
 * for `base`. All text is text: it comes from articles, is hostile, and reaches the document as textContent alone.
 */

/** Chinese and English. */
export type Label = readonly [zh: string, en: string];

/** A column that few rows fill: [row, value]. */
export type Sparse<T> = ReadonlyArray<readonly [number, T]>;

export interface NodeColumns {
  id: string[];
  /** index of `nodeTypes` */
  type: number[];
  /** entity: preferred name; event: its name; claim: its first words */
  name: string[];
  /** how the names sound, for search: full pinyin, a space, initials ("kuaishou ks"); "" where there is no Chinese */
  sound: string[];
  aliases: Sparse<string[]>;
  /** how many articles name it */
  articles: number[];
  /** how many edges it has in the whole graph, the claims' edges included */
  links: number[];
  /** place, in units of the canvas at zoom 1; a bundle of a living store has none (null) and the page lays out */
  x: number[] | null;
  y: number[] | null;
  /** index of `communities`, -1 for none */
  community: number[];
  /** events and claims: their fact */
  fact: Sparse<number>;
}

export interface FactColumns {
  id: string[];
  /** index of `factKinds`: post, relation, event, claim, figure */
  kind: number[];
  /** ISO 8601 date of the fact itself ("2026-03", "2025-Q4", "2026-01-26/2026-01-30"), else of its first article, else "" */
  date: string[];
  /** 0 to 100; -1 where the graph states none */
  confidence: number[];
  /** the articles that say it, the first first */
  articles: number[][];
}

export interface EdgeColumns {
  source: number[];
  target: number[];
  /** index of `edgeKinds` */
  kind: number[];
  fact: number[];
  /** posts: the title, as written */
  title: Sparse<string>;
}

export interface ArticleColumns {
  id: string[];
  headline: string[];
  /** http(s) only; "" where there is none */
  url: string[];
  /** day of publication, "" unknown */
  date: string[];
  publisher: string[];
}

/** Nodes that have more to do with each other than with others; named after the best connected of them. */
export interface Community {
  name: string;
  size: number;
  x: number;
  y: number;
  /** the radius of a circle around (x, y) that holds nearly all of its nodes */
  radius: number;
}

export interface Bundle {
  version: 2;
  base: string;
  title: string;
  /** keys of `terms.types`: Company, Person, …, Event, Claim, Other */
  nodeTypes: string[];
  factKinds: string[];
  /** "post", a relation ("founderOf"), a role in an event ("organizer", "location"), "author" (who → claim), "about" (claim → whom) */
  edgeKinds: string[];
  nodes: NodeColumns;
  facts: FactColumns;
  edges: EdgeColumns;
  articles: ArticleColumns;
  communities: Community[];
  /** pairs of facts that the graph marks (kg:contradicts, kg:corroborates) */
  contradicts: [number, number][];
  corroborates: [number, number][];
  /** family → key → label. Families: types, kinds (of facts), relations, roles, events, modalities, attributions, bounds */
  terms: Record<string, Record<string, Label>>;
  /** of the whole graph, whatever part of it this bundle is */
  totals: { nodes: number; edges: number; facts: number; articles: number };
}

/** Words of an article: [article, start, end] in UTF-16 units of its text, or, where no text is kept,
 * [article, exact, before, after]. */
export type Evidence = [article: number, start: number, end: number] | [article: number, exact: string, before: string, after: string];

/** A quantity: ready to be read in either language, as written, and as a number for charts. */
export interface Amount {
  zh: string;
  en: string;
  written?: string;
  /** the value, or the middle of a range; absent where it is no finite number */
  value?: number;
  /** the ends of a range */
  range?: [least: number, most: number];
  /** what makes amounts comparable: currency code or unit */
  unit?: string;
  /** key of terms.bounds, absent if exact */
  bound?: string;
}

/** What a fact says beyond its columns; `type` of relations, events: keys of terms. Nodes are indexes. Absent = not said. */
export interface FactDetail {
  evidence: Evidence[];
  /** when it holds, in ISO 8601, where the fact itself says so (FactColumns.date may be the article's) */
  when?: string;
  /** relation, event */
  type?: string;
  former?: boolean;
  /** post */
  person?: number;
  organization?: number;
  title?: string;
  /** "2020/..", ".." open */
  valid?: string;
  /** relation, figure */
  subject?: number;
  object?: number;
  /** event, claim: its own node */
  node?: number;
  written?: string;
  place?: number;
  participants?: [role: string, node: number][];
  amount?: Amount;
  round?: string;
  modality?: string;
  /** claim; absent speaker = the text does not say who */
  speaker?: number;
  /** the words; absent where they stand in the articles' texts, one piece of evidence after the other */
  text?: string;
  attribution?: string;
  verb?: string;
  about?: number[];
  /** figure: in the words of the text; `concept` is the normalised metric ("net-profit") */
  metric?: string;
  concept?: string;
  comparedWith?: string;
}

/** Details of the facts of a bundle, in the order of its facts; null: not here yet. */
export type Details = (FactDetail | null)[];

/** A bundle of a living store, with all that is known of its facts and the texts of its articles where asked for. */
export interface LiveBundle extends Bundle {
  details: Details;
  /** article index → text */
  texts?: Sparse<string>;
  /** how many facts of the node that was asked for are left out, the oldest of each kind */
  omitted?: number;
}
