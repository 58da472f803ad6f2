/** The graph in memory: bundles are added to it, and everything is found by its IRI. */

import type { Amount, Bundle, Community, Details, Evidence, FactDetail, Label, LiveBundle } from "./bundle.ts";

export interface Article {
  id: string;
  headline: string;
  url: string;
  date: string;
  publisher: string;
}

/** Words of an article. `start` and `end` count UTF-16 units of its text; -1 where no text is kept. */
export interface Quote {
  article: Article;
  start: number;
  end: number;
  /** set where no text is kept */
  exact: string;
  before: string;
  after: string;
}

export interface Fact {
  id: string;
  kind: string;
  date: string;
  confidence: number;
  articles: Article[];
  detail: Detail | null;
  contradicts: Fact[];
  corroborates: Fact[];
}

type Refers = "person" | "organization" | "subject" | "object" | "node" | "place" | "speaker" | "about" | "participants" | "evidence";

/** A FactDetail whose nodes and articles are objects. */
export interface Detail extends Omit<FactDetail, Refers> {
  evidence: Quote[];
  person?: Node;
  organization?: Node;
  subject?: Node;
  object?: Node;
  node?: Node;
  place?: Node;
  speaker?: Node;
  about?: Node[];
  participants?: [role: string, node: Node][];
}

export interface Node {
  id: string;
  type: string;
  name: string;
  aliases: string[];
  sound: string;
  articles: number;
  links: number;
  community: number;
  /** where the layout put it; NaN until a living graph is laid out */
  home: { x: number; y: number };
  /** where it is drawn now (focus lays out anew) */
  x: number;
  y: number;
  edges: Edge[];
  /** events and claims: their fact */
  fact: Fact | null;
  /** facts that speak of it, once its details are here */
  facts: Set<Fact>;
}

export interface Edge {
  source: Node;
  target: Node;
  kind: string;
  title: string;
  fact: Fact;
}

export type { Amount, Community, Label };

export class Model {
  readonly nodes = new Map<string, Node>();
  readonly facts = new Map<string, Fact>();
  readonly articles = new Map<string, Article>();
  readonly edges = new Map<string, Edge>();
  communities: Community[] = [];
  terms: Bundle["terms"] = {};
  totals: Bundle["totals"] = { nodes: 0, edges: 0, facts: 0, articles: 0 };
  title = "";
  /** what the IRIs of the graph begin with; "" where they have nothing in common */
  base = "";

  /** Adds what is new in a bundle; gives what its indexes mean. */
  add(bundle: Bundle): Added {
    const full = (id: string) => (id.startsWith("~") ? bundle.base + id.slice(1) : id);
    this.terms = bundle.terms;
    this.totals = bundle.totals;
    this.title = bundle.title;
    this.base = bundle.base;
    if (bundle.communities.length > 0) this.communities = bundle.communities;
    const articles = bundle.articles.id.map((id, i) => this.article(full(id), bundle, i));
    const facts = bundle.facts.id.map((id, i) => this.fact(full(id), bundle, i, articles));
    const nodes = bundle.nodes.id.map((id, i) => this.node(full(id), bundle, i));
    for (const [row, aliases] of bundle.nodes.aliases) nodes[row]!.aliases = aliases;
    for (const [row, fact] of bundle.nodes.fact) nodes[row]!.fact = facts[fact]!;
    const titles = new Map(bundle.edges.title);
    bundle.edges.source.forEach((source, i) => {
      const kind = bundle.edgeKinds[bundle.edges.kind[i]!]!;
      this.edge(nodes[source]!, nodes[bundle.edges.target[i]!]!, kind, titles.get(i) ?? "", facts[bundle.edges.fact[i]!]!);
    });
    for (const [a, b] of bundle.contradicts) pair(facts[a]!.contradicts, facts[b]!.contradicts, facts[a]!, facts[b]!);
    for (const [a, b] of bundle.corroborates) pair(facts[a]!.corroborates, facts[b]!.corroborates, facts[a]!, facts[b]!);
    return { nodes, facts, articles };
  }

  /** Gives facts that were added their details, and their nodes the facts. */
  detail(added: Added, details: Details): void {
    details.forEach((detail, i) => {
      const fact = added.facts[i]!;
      if (detail === null) return;
      fact.detail ??= resolved(detail, added);
      for (const node of speaksOf(fact.detail)) node.facts.add(fact);
    });
  }

  /** A bundle of a living store, details included. */
  addLive(bundle: LiveBundle): Added {
    const added = this.add(bundle);
    this.detail(added, bundle.details);
    return added;
  }

  private article(id: string, bundle: Bundle, i: number): Article {
    let found = this.articles.get(id);
    if (!found) {
      const of = bundle.articles;
      found = { id, headline: of.headline[i]!, url: of.url[i]!, date: of.date[i]!, publisher: of.publisher[i]! };
      this.articles.set(id, found);
    }
    return found;
  }

  private fact(id: string, bundle: Bundle, i: number, articles: Article[]): Fact {
    let found = this.facts.get(id);
    if (!found) {
      const of = bundle.facts;
      found = {
        id,
        kind: bundle.factKinds[of.kind[i]!]!,
        date: of.date[i]!,
        confidence: of.confidence[i]!,
        articles: of.articles[i]!.map((a) => articles[a]!),
        detail: null,
        contradicts: [],
        corroborates: [],
      };
      this.facts.set(id, found);
    }
    return found;
  }

  private node(id: string, bundle: Bundle, i: number): Node {
    let found = this.nodes.get(id);
    if (!found) {
      const of = bundle.nodes;
      const x = of.x?.[i] ?? Number.NaN;
      const y = of.y?.[i] ?? Number.NaN;
      found = {
        id,
        type: bundle.nodeTypes[of.type[i]!]!,
        name: of.name[i]!,
        aliases: [],
        sound: of.sound[i]!,
        articles: of.articles[i]!,
        links: of.links[i]!,
        community: of.community[i]!,
        home: { x, y },
        x,
        y,
        edges: [],
        fact: null,
        facts: new Set(),
      };
      this.nodes.set(id, found);
    }
    return found;
  }

  private edge(source: Node, target: Node, kind: string, title: string, fact: Fact): void {
    const key = edgeKey({ source, target, kind, fact });
    if (this.edges.has(key)) return;
    const edge = { source, target, kind, title, fact };
    this.edges.set(key, edge);
    source.edges.push(edge);
    if (target !== source) target.edges.push(edge);
  }
}

/** What the indexes of a bundle mean. */
export interface Added {
  nodes: Node[];
  facts: Fact[];
  articles: Article[];
}

export const edgeKey = (e: Pick<Edge, "source" | "target" | "kind" | "fact">): string =>
  `${e.fact.id} ${e.kind} ${e.source.id} ${e.target.id}`;

function pair(ofA: Fact[], ofB: Fact[], a: Fact, b: Fact): void {
  if (!ofA.includes(b)) ofA.push(b);
  if (!ofB.includes(a)) ofB.push(a);
}

function resolved(raw: FactDetail, added: Added): Detail {
  const { evidence, person, organization, subject, object, node, place, speaker, about, participants, ...plain } = raw;
  const made: Detail = { ...plain, evidence: evidence.map((e) => quote(e, added)) };
  const ends = { person, organization, subject, object, node, place, speaker };
  for (const [slot, index] of Object.entries(ends)) {
    if (index !== undefined) made[slot as "person"] = added.nodes[index]!;
  }
  if (about) made.about = about.map((i) => added.nodes[i]!);
  if (participants) made.participants = participants.map(([role, i]) => [role, added.nodes[i]!]);
  return made;
}

function quote(raw: Evidence, added: Added): Quote {
  const article = added.articles[raw[0]]!;
  if (typeof raw[1] === "string") return { article, start: -1, end: -1, exact: raw[1], before: raw[2] as string, after: raw[3]! };
  return { article, start: raw[1], end: raw[2] as number, exact: "", before: "", after: "" };
}

/** The nodes that a fact speaks of: what it is about, and its own node. */
export function speaksOf(detail: Detail): Node[] {
  const { person, organization, subject, object, node, place, speaker, about = [], participants = [] } = detail;
  const all = [person, organization, subject, object, node, place, speaker, ...about, ...participants.map(([, n]) => n)];
  return [...new Set(all.filter((n): n is Node => n !== undefined))];
}
