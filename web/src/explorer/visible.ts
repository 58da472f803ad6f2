/** What is drawn, listed and counted: what the filters leave of the whole, of a neighbourhood or of a path. */

import { familyOf, Filter, withoutTypes } from "./filter.ts";
import type { Article, Edge, Model, Node } from "./model.ts";
import { pathBetween, type Path } from "./path.ts";
import type { View } from "./state.ts";

export { CLAIMS_SHOWN_UP_TO, certainty, familyOf, withoutTypes } from "./filter.ts";

export interface Visible {
  readonly nodes: ReadonlySet<Node>;
  readonly edges: ReadonlySet<Edge>;
  /** set where a path is drawn */
  readonly path: Path | null;
}

type Asked = Pick<
  View,
  "node" | "hops" | "expanded" | "path" | "withoutTypes" | "withoutEdges" | "withoutSources" | "confidence" | "from" | "to"
>;

/**
 * What is seen in a view. In the overview: all that passes (see Filter), and the chosen node even if the page's own
 * choice of types would hide it. Around a node (`hops`): those that its passing edges lead to, and whose edges among each
 * other; neighbours of `expanded` nodes are added. The claims of that node, and of expanded ones, are with them unless the
 * reader left claims out. Of a path: its nodes and all passing edges between each and the next.
 *
 * The last answers are kept: asking again for the same view of the same model costs nothing.
 */
export function visible(model: Model, view: Asked): Visible {
  const key = keyOf(model, view);
  const known = answers.get(model)?.find((a) => a.key.length === key.length && a.key.every((part, i) => part === key[i]));
  if (known) return known.seen;
  const seen = look(model, view);
  answers.set(model, [{ key, seen }, ...(answers.get(model) ?? [])].slice(0, KEPT));
  return seen;
}

interface Answer {
  key: unknown[];
  seen: Visible;
}

const KEPT = 4;
const answers = new WeakMap<Model, Answer[]>();

function keyOf(model: Model, view: Asked): unknown[] {
  const size = [model.nodes.size, model.edges.size, model.facts.size, model.totals];
  const { hops, path, withoutEdges, withoutSources, confidence, from, to } = view;
  const matters = !path && (hops > 0 || (view.withoutTypes === null && model.nodes.get(view.node)?.type === "Claim"));
  const of = matters ? [view.node, hops, hops > 0 && view.expanded] : [];
  return [...size, path, view.withoutTypes, withoutEdges, withoutSources, confidence, from, to, ...of];
}

function look(model: Model, view: Asked): Visible {
  if (view.path) return alongPath(model, view);
  const filter = new Filter(model, view);
  const chosen = model.nodes.get(view.node);
  if (view.hops > 0 && chosen) return around(model, view, filter, chosen);
  return overview(model, filter, view.withoutTypes === null ? chosen : undefined);
}

function overview(model: Model, filter: Filter, chosen: Node | undefined): Visible {
  if (filter.passesAll) return { nodes: new Set(model.nodes.values()), edges: new Set(model.edges.values()), path: null };
  const nodes = new Set<Node>();
  const edges = new Set<Edge>();
  for (const node of model.nodes.values()) if (filter.node(node)) nodes.add(node);
  for (const edge of model.edges.values()) if (filter.edge(edge)) edges.add(edge);
  if (chosen && !nodes.has(chosen) && filter.named(chosen)) {
    nodes.add(chosen);
    for (const edge of among([chosen], nodes, filter)) edges.add(edge);
  }
  return { nodes, edges, path: null };
}

/** The passing edges of some nodes whose ends both are seen. */
function among(some: Iterable<Node>, nodes: ReadonlySet<Node>, filter: Filter): Set<Edge> {
  const edges = new Set<Edge>();
  for (const node of some) {
    for (const edge of node.edges) if (nodes.has(edge.source) && nodes.has(edge.target) && filter.says(edge)) edges.add(edge);
  }
  return edges;
}

function around(model: Model, view: Asked, filter: Filter, chosen: Node): Visible {
  const nodes = new Set<Node>([chosen]);
  let rim = [chosen];
  for (let hop = 0; hop < view.hops; hop++) {
    rim = rim.flatMap((node) => addNeighbours(node, nodes, filter, node === chosen && view.withoutTypes === null));
  }
  let waiting = view.expanded.map((id) => model.nodes.get(id)).filter((n) => n !== undefined);
  for (let grew = true; grew; ) {
    const ready = waiting.filter((node) => nodes.has(node));
    for (const node of ready) addNeighbours(node, nodes, filter, view.withoutTypes === null);
    waiting = waiting.filter((node) => !ready.includes(node));
    grew = ready.length > 0;
  }
  return { nodes, edges: among(nodes, nodes, filter), path: null };
}

/** Adds what a node's passing edges lead to; gives what is new. */
function addNeighbours(node: Node, nodes: Set<Node>, filter: Filter, claims: boolean): Node[] {
  const added: Node[] = [];
  for (const edge of node.edges) {
    const other = edge.source === node ? edge.target : edge.source;
    if (nodes.has(other) || !filter.says(edge)) continue;
    if (!filter.node(other) && !(claims && other.type === "Claim" && filter.named(other))) continue;
    nodes.add(other);
    added.push(other);
  }
  return added;
}

function alongPath(model: Model, view: Asked): Visible {
  const path = pathBetween(model, view.path![0], view.path![1], view);
  const ends = view.path!.map((id) => model.nodes.get(id)).filter((n) => n !== undefined);
  return { nodes: new Set(path?.nodes ?? ends), edges: new Set(path?.steps.flat()), path };
}

/** How much there is of each that a reader may leave out. */
export interface Counts {
  /** type → nodes */
  types: Map<string, number>;
  /** family → edges */
  families: Map<string, number>;
  /** publisher → articles that say any of what is seen */
  publishers: Map<string, number>;
}

/**
 * What the other filters leave of each: for what is shown the number seen, for what is left out the number that would be
 * seen if everything of its sort were let in. All that the model has is listed, with 0 where nothing is left.
 */
export function counts(model: Model, view: Asked): Counts {
  const seen = visible(model, view);
  const sorts = sortsOf(model);
  const types = tally(sorts.types, typesIn(seen), new Set(withoutTypes(model, view)), () => typesIn(visible(model, { ...view, withoutTypes: NONE })));
  const families = tally(sorts.families, familiesIn(seen), new Set(view.withoutEdges), () => familiesIn(visible(model, { ...view, withoutEdges: NONE })));
  const publishers = tally(sorts.publishers, publishersIn(seen), new Set(view.withoutSources), () =>
    publishersIn(visible(model, { ...view, withoutSources: NONE })),
  );
  return { types, families, publishers };
}

const NONE: string[] = [];

function tally(keys: string[], now: Map<string, number>, left: Set<string>, all: () => Map<string, number>): Map<string, number> {
  const otherwise = keys.some((k) => left.has(k)) ? all() : now;
  return new Map(keys.map((k) => [k, (left.has(k) ? otherwise : now).get(k) ?? 0]));
}

function typesIn(seen: Visible): Map<string, number> {
  const found = new Map<string, number>();
  for (const node of seen.nodes) found.set(node.type, (found.get(node.type) ?? 0) + 1);
  return found;
}

function familiesIn(seen: Visible): Map<string, number> {
  const found = new Map<string, number>();
  for (const edge of seen.edges) {
    const family = familyOf(edge);
    found.set(family, (found.get(family) ?? 0) + 1);
  }
  return found;
}

function publishersIn(seen: Visible): Map<string, number> {
  const articles = new Set<Article>();
  for (const edge of seen.edges) for (const article of edge.fact.articles) articles.add(article);
  for (const node of seen.nodes) for (const article of node.fact?.articles ?? []) articles.add(article);
  const found = new Map<string, number>();
  for (const { publisher } of articles) found.set(publisher, (found.get(publisher) ?? 0) + 1);
  return found;
}

interface Sorts {
  size: number;
  types: string[];
  families: string[];
  publishers: string[];
}

const sorted = new WeakMap<Model, Sorts>();

/** All types, families and publishers of the model, the most frequent first; roles, authors and subjects after the relations. */
function sortsOf(model: Model): Sorts {
  const size = model.nodes.size + model.edges.size + model.articles.size;
  let sorts = sorted.get(model);
  if (sorts?.size !== size) {
    const [types, families, publishers] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
    const count = (of: Map<string, number>, key: string) => of.set(key, (of.get(key) ?? 0) + 1);
    for (const node of model.nodes.values()) count(types, node.type);
    for (const edge of model.edges.values()) count(families, familyOf(edge));
    for (const article of model.articles.values()) count(publishers, article.publisher);
    sorts = { size, types: ordered(types), families: ordered(families), publishers: ordered(publishers) };
    sorted.set(model, sorts);
  }
  return sorts;
}

const FIRST = ["post"];
const LAST = ["role", "author", "about"];

function ordered(found: Map<string, number>): string[] {
  const rank = (key: string) => (FIRST.includes(key) ? -1 : 1 + LAST.indexOf(key));
  const keys = [...found.keys()];
  return keys.sort((a, b) => rank(a) - rank(b) || found.get(b)! - found.get(a)! || (a < b ? -1 : 1));
}
