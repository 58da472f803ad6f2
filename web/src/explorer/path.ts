/** The shortest way from one node to another, and what is said along it. */

import { certainty, Filter, type Choice } from "./filter.ts";
import type { Edge, Model, Node } from "./model.ts";
import { NO_FILTERS, START } from "./state.ts";

export interface Path {
  nodes: Node[];
  /** for each step all edges that join its two nodes, the surest first */
  steps: Edge[][];
  /** the first edge of each step */
  edges: Edge[];
}

interface Reached {
  node: Node;
  /** the sum of the surest edges' certainties along the way here */
  sure: number;
  before: Reached | null;
}

/**
 * The path with the fewest steps among what the filters leave; among those of one length the surest, then the one whose
 * IRIs come first. Claims that only the page's own choice hides are gone through where there is no other way.
 * null: there is none, or an end is not in the model.
 */
export function pathBetween(model: Model, from: Node | string, to: Node | string, choice: Choice = START): Path | null {
  const [start, end] = [from, to].map((n) => (typeof n === "string" ? model.nodes.get(n) : n));
  if (!start || !end) return null;
  const filter = new Filter(model, choice);
  const found = search(start, end, filter);
  if (found || choice.withoutTypes !== null || filter.types.size === 0) return found;
  return search(start, end, new Filter(model, { ...choice, withoutTypes: [] }));
}

/** What hides the path between two nodes, and the change of the view that lets it be seen. */
export interface WayOut {
  shows: "types" | "all";
  change: Partial<Choice>;
}

/** How two nodes that no path joins in what is shown would be joined; null where nothing that is hidden does. */
export function wayOutOf(model: Model, from: string, to: string, choice: Choice): WayOut | null {
  const types = { withoutTypes: [] };
  if (pathBetween(model, from, to, { ...choice, ...types })) return { shows: "types", change: types };
  return pathBetween(model, from, to, { ...choice, ...NO_FILTERS }) ? { shows: "all", change: NO_FILTERS } : null;
}

function search(start: Node, end: Node, filter: Filter): Path | null {
  const allowed = (node: Node) => node === end || filter.stands(node);
  let layer: Reached[] = [{ node: start, sure: 0, before: null }];
  const seen = new Set<Node>([start]);
  while (layer.length > 0) {
    const arrived = layer.find((r) => r.node === end);
    if (arrived) return told(arrived, filter);
    layer = next(layer, seen, filter, allowed);
    for (const { node } of layer) seen.add(node);
  }
  return null;
}

/** All nodes one step farther, each by the best way there. */
function next(layer: Reached[], seen: Set<Node>, filter: Filter, allowed: (node: Node) => boolean): Reached[] {
  const reached = new Map<Node, Reached>();
  for (const before of layer) {
    for (const edge of before.node.edges) {
      const node = edge.source === before.node ? edge.target : edge.source;
      if (seen.has(node) || !allowed(node) || !filter.says(edge)) continue;
      const way = { node, sure: before.sure + certainty(edge.fact), before };
      const known = reached.get(node);
      if (!known || better(way, known)) reached.set(node, way);
    }
  }
  return [...reached.values()];
}

function better(a: Reached, b: Reached): boolean {
  return a.sure !== b.sure ? a.sure > b.sure : ids(a) < ids(b);
}

function ids(reached: Reached): string {
  const all = [];
  for (let at: Reached | null = reached; at; at = at.before) all.push(at.node.id);
  return all.reverse().join(" ");
}

function told(arrived: Reached, filter: Filter): Path {
  const nodes: Node[] = [];
  for (let at: Reached | null = arrived; at; at = at.before) nodes.push(at.node);
  nodes.reverse();
  const steps = nodes.slice(1).map((node, i) => between(nodes[i]!, node, filter));
  return { nodes, steps, edges: steps.map((s) => s[0]!) };
}

function between(a: Node, b: Node, filter: Filter): Edge[] {
  const joins = (e: Edge) => (e.source === a && e.target === b) || (e.source === b && e.target === a);
  const few = a.edges.length <= b.edges.length ? a : b;
  return few.edges.filter((e) => joins(e) && filter.says(e)).sort(surestFirst);
}

function surestFirst(a: Edge, b: Edge): number {
  const key = (e: Edge) => `${e.fact.id} ${e.kind}`;
  return certainty(b.fact) - certainty(a.fact) || (key(a) < key(b) ? -1 : 1);
}
