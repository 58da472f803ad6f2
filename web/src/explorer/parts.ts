/** The facts of a node, in the order in which its panel tells them. */

import type { Article, Detail, Fact, Node, Quote } from "./model.ts";

/** One thing that is told, by one or by several facts: posts and relations that several articles give are shown once. */
export interface Told {
  fact: Fact;
  detail: Detail;
  facts: Fact[];
  quotes: Quote[];
}

/** A node's facts by what the panel calls them, each list in the order in which it is read. */
export interface Parts {
  /** the fact of an event's or claim's own node */
  own: Told | null;
  /** current before former, then the newest first */
  posts: Told[];
  /** the newest first */
  events: Told[];
  said: Told[];
  about: Told[];
  /** those of a known metric and time before others, then the newest first */
  figures: Told[];
  relations: RelationGroup[];
  /** those that its facts come from, the newest first */
  articles: Article[];
}

export interface RelationGroup {
  type: string;
  /** whether the node is the relation's subject */
  outward: boolean;
  told: Told[];
}

/** The parts of a node's panel, from its facts that have their details. */
export function partsOf(node: Node, passes: (fact: Fact) => boolean = () => true): Parts {
  const facts = [...node.facts].filter((f) => f.detail !== null && (f === node.fact || passes(f)));
  const of = (kind: string, which: (detail: Detail) => boolean) =>
    merged(facts.filter((f) => f.kind === kind && f !== node.fact && which(f.detail!))).sort(newestFirst);
  const all = () => true;
  const posts = of("post", all);
  return {
    own: node.fact?.detail ? toldBy([node.fact]) : null,
    posts: [...posts.filter((t) => !t.detail.former), ...posts.filter((t) => t.detail.former)],
    events: of("event", all),
    said: of("claim", (d) => d.speaker === node),
    about: of("claim", (d) => d.speaker !== node),
    figures: of("figure", all).sort((a, b) => weight(b) - weight(a)),
    relations: relationGroups(node, of("relation", all)),
    articles: articlesOf(facts),
  };
}

/** How many things the parts tell. */
export function countOf(parts: Parts): number {
  const { own, posts, events, said, about, figures, relations } = parts;
  const lists = [posts, events, said, about, figures, ...relations.map((r) => r.told)];
  return (own ? 1 : 0) + lists.reduce((sum, list) => sum + list.length, 0);
}

/** Facts that say the same make one; each tells by its surest fact. */
export function merged(facts: readonly Fact[]): Told[] {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = sameness(fact);
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return [...groups.values()].map(toldBy);
}

export function toldBy(facts: Fact[]): Told {
  const surest = [...facts].sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1));
  const seen = new Set<string>();
  const quotes = surest
    .flatMap((f) => f.detail!.evidence)
    .filter((q) => {
      const key = `${q.article.id} ${q.start} ${q.end} ${q.exact}`;
      return !seen.has(key) && seen.add(key);
    });
  return { fact: surest[0]!, detail: surest[0]!.detail!, facts: surest, quotes };
}

function sameness(fact: Fact): string {
  const d = fact.detail!;
  if (fact.contradicts.length > 0) return fact.id;
  if (fact.kind === "post") return ["post", d.person?.id, d.organization?.id, d.title, d.former ?? false, d.valid].join("\u0000");
  if (fact.kind === "relation") return ["relation", d.type, d.subject?.id, d.object?.id, d.former ?? false].join("\u0000");
  if (fact.kind === "figure" && d.when) {
    const amount = [d.amount?.value, ...(d.amount?.range ?? []), d.amount?.unit, d.amount?.bound];
    return ["figure", d.subject?.id, d.metric, d.concept, d.when, ...amount].join("\u0000");
  }
  return fact.id;
}

function newestFirst(a: Told, b: Told): number {
  return compare(sortDay(b), sortDay(a)) || b.fact.confidence - a.fact.confidence || compare(a.fact.id, b.fact.id);
}

/** Results, sales and the like come before changes, and these before what has no known metric or no time. */
function weight({ detail }: Told): number {
  const known = !detail.concept ? 0 : detail.concept.endsWith("change") ? 1 : 2;
  return 2 * known + (detail.when ? 1 : 0);
}

/** A period sorts after what lies within it: "2026" stands before "2026-03-01" among the newest. */
function sortDay(told: Told): string {
  const date = told.fact.date.split("/")[0]!;
  return date === ".."
    ? ""
    : date
        .replace(/-Q(\d)$/, (_, q: string) => `-${String(3 * Number(q) - 2).padStart(2, "0")}`)
        .replace("-H1", "-01")
        .replace("-H2", "-07");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Relations that have no direction. */
const MUTUAL = new Set(["partnerOf", "competitorOf"]);

function relationGroups(node: Node, told: Told[]): RelationGroup[] {
  const groups = new Map<string, RelationGroup>();
  for (const one of told) {
    const outward = one.detail.subject === node || MUTUAL.has(one.detail.type ?? "");
    const key = `${one.detail.type} ${outward}`;
    const group = groups.get(key) ?? { type: one.detail.type ?? "", outward, told: [] };
    groups.set(key, group);
    group.told.push(one);
  }
  return [...groups.values()].sort(
    (a, b) => b.told.length - a.told.length || compare(a.type, b.type) || Number(b.outward) - Number(a.outward),
  );
}

function articlesOf(facts: readonly Fact[]): Article[] {
  const all = new Set(facts.flatMap((f) => [...f.articles, ...(f.detail?.evidence.map((q) => q.article) ?? [])]));
  return [...all].sort((a, b) => compare(b.date, a.date) || compare(a.id, b.id));
}

/** First and last day of the articles; "" where none has a date. */
export function daysOfArticles(articles: readonly Article[]): [first: string, last: string] {
  const dates = articles
    .map((a) => a.date)
    .filter(Boolean)
    .sort();
  return [dates[0] ?? "", dates.at(-1) ?? ""];
}

/** Parts of an event that have the same role together, in the order of the roles. */
export function byRole(participants: readonly (readonly [role: string, node: Node])[]): [role: string, nodes: Node[]][] {
  const roles = new Map<string, Node[]>();
  for (const [role, node] of participants) roles.set(role, [...(roles.get(role) ?? []), node]);
  return [...roles];
}
