/** What there is to draw: dots and the lines between them, made from what is visible. */

import { growth } from "./eye.ts";
import type { Edge, Node } from "./model.ts";
import type { Visible } from "./visible.ts";

/** A node, or a community that stands for its nodes. */
export interface Dot {
  /** the node's IRI, or "community 3" */
  id: string;
  index: number;
  node: Node | null;
  community: number;
  type: string;
  name: string;
  x: number;
  y: number;
  /** radius at zoom 1 */
  size: number;
  /** who gets its label first */
  weight: number;
  /** of a community: how many nodes of each type it stands for, the most first */
  shares: [type: string, count: number][] | null;
  lines: Line[];
}

/** All edges between two dots, or from one to itself. */
export interface Line {
  a: Dot;
  b: Dot;
  edges: Edge[];
  strands: Strand[] | null;
}

/** Edges of a line that say the same, in one direction: drawn as one curve. */
export interface Strand {
  line: Line;
  from: Dot;
  to: Dot;
  edges: Edge[];
  /** how far its middle is bent off the straight line, as seen from `line.a` to the left, in steps */
  bend: number;
}

export interface Scene {
  dots: Dot[];
  lines: Line[];
  /** node → the dot that shows it */
  dotOf: Map<Node, Dot>;
  byId: Map<string, Dot>;
}

const LARGEST = 24;

const ALONE = 3.6;

/** Radius of a node at zoom 1. */
export const sizeOf = (links: number): number => links === 0 ? ALONE : Math.min(LARGEST, 3.4 + 1.3 * Math.sqrt(links));

/** Radius in pixels. A community keeps its share of the picture; nodes have growth of their own. */
export function radiusOf(dot: Dot, k: number): number {
  if (dot.shares) return Math.min(MOST_PIE, Math.max(LEAST_PIE, dot.size * k));
  return Math.max(LEAST_RADIUS, dot.size * growth(k));
}

const LEAST_RADIUS = 1.15;
const LEAST_PIE = 8;
const MOST_PIE = 44;

export const dotFor = (node: Node): Dot => ({
  id: node.id,
  index: 0,
  node,
  community: node.community,
  type: node.type,
  name: node.name,
  x: node.x,
  y: node.y,
  size: node.type === "Claim" ? Math.min(4.5, sizeOf(node.links)) : sizeOf(node.links),
  weight: node.type === "Claim" ? 0 : node.links,
  shares: null,
  lines: [],
});

/** A scene of dots that are there already, with the lines that the edges make between them. */
export function sceneOf(dots: Dot[], dotOf: Map<Node, Dot>, edges: Iterable<Edge>): Scene {
  dots.sort((a, b) => a.size - b.size || (a.id < b.id ? -1 : 1));
  dots.forEach((dot, i) => {
    dot.index = i;
    dot.lines = [];
  });
  const between = new Map<number, Line>();
  for (const edge of edges) {
    const [a, b] = [dotOf.get(edge.source), dotOf.get(edge.target)];
    if (!a || !b || (a === b && a.shares)) continue;
    const key = a.index < b.index ? a.index * dots.length + b.index : b.index * dots.length + a.index;
    const line = between.get(key);
    if (line) line.edges.push(edge);
    else between.set(key, { a, b, edges: [edge], strands: null });
  }
  const lines = [...between.values()];
  for (const line of lines) {
    line.a.lines.push(line);
    if (line.b !== line.a) line.b.lines.push(line);
  }
  return { dots, lines, dotOf, byId: new Map(dots.map((d) => [d.id, d])) };
}

/** Each visible node as a dot of its own. Dots that stood before stay where they are. */
export function plainScene(seen: Visible): Scene {
  const dotOf = new Map<Node, Dot>();
  for (const node of seen.nodes) dotOf.set(node, dotFor(node));
  return sceneOf([...dotOf.values()], dotOf, seen.edges);
}

/** The curves of a line: one for each direction and kind, spread so that they do not lie on each other. */
export function strandsOf(line: Line): Strand[] {
  if (line.strands) return line.strands;
  const found = new Map<string, Strand>();
  const { a, b } = line;
  const bundled = a.shares !== null || b.shares !== null;
  for (const edge of line.edges) {
    const forth = a.node ? edge.source === a.node : edge.target !== b.node;
    const key = bundled ? "" : `${forth} ${edge.kind} ${edge.title}`;
    const strand = found.get(key);
    if (strand) strand.edges.push(edge);
    else found.set(key, { line, from: forth ? a : b, to: forth ? b : a, edges: [edge], bend: 0 });
  }
  line.strands = [...found.values()];
  const middle = (line.strands.length - 1) / 2;
  line.strands.forEach((strand, i) => (strand.bend = a === b ? i : i - middle));
  return line.strands;
}
