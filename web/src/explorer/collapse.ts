/** A graph that is too large to be drawn whole: each community is one dot, until it is opened. */

import type { Community, Node } from "./model.ts";
import { dotFor, plainScene, sceneOf, type Dot, type Scene } from "./scene.ts";
import type { Visible } from "./visible.ts";

/** More visible nodes than this are drawn as communities. */
export const COLLAPSED_ABOVE = 12_000;

/** Nodes of no community are drawn as one where there are more than this. */
const LONERS = 400;
const FEWEST = 4;

/** A dot's share of the circle that its community takes. */
const SHARE = 0.62;

/** The community that nodes of none belong to. */
export const NONE = -1;

/** What is drawn in the overview: nodes, or, where they are too many, communities and the nodes of open ones. */
export function overviewScene(seen: Visible, communities: readonly Community[], open: ReadonlySet<number>, above = COLLAPSED_ABOVE): Scene {
  return seen.nodes.size > above && communities.length > 1 ? collapsedScene(seen, communities, open) : plainScene(seen);
}

function collapsedScene(seen: Visible, communities: readonly Community[], open: ReadonlySet<number>): Scene {
  const members = new Map<number, Node[]>();
  for (const node of seen.nodes) {
    const of = members.get(node.community);
    if (of) of.push(node);
    else members.set(node.community, [node]);
  }
  const dots: Dot[] = [];
  const dotOf = new Map<Node, Dot>();
  for (const [community, nodes] of members) {
    const fewest = community === NONE ? LONERS : FEWEST;
    const apart = open.has(community) || nodes.length < fewest;
    const one = apart ? null : dotOfCommunity(community, nodes, communities[community]);
    if (one) dots.push(one);
    for (const node of nodes) {
      const dot = one ?? dotFor(node);
      dotOf.set(node, dot);
      if (!one) dots.push(dot);
    }
  }
  return sceneOf(dots, dotOf, seen.edges);
}

function dotOfCommunity(index: number, nodes: Node[], community: Community | undefined): Dot {
  const { x, y } = community ?? middleOf(nodes);
  const whole = community ? community.radius : 12 * Math.sqrt(nodes.length);
  const counts = new Map<string, number>();
  for (const { type } of nodes) counts.set(type, (counts.get(type) ?? 0) + 1);
  const shares = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    id: `community ${index}`,
    index: 0,
    node: null,
    community: index,
    type: shares[0]![0],
    name: community?.name ?? "",
    x,
    y,
    // what filters leave of a community keeps its place, and has less area
    size: SHARE * whole * Math.sqrt(community ? Math.min(1, nodes.length / Math.max(1, community.size)) : 1),
    weight: nodes.length,
    shares,
    lines: [],
  };
}

function middleOf(nodes: Node[]): { x: number; y: number } {
  const placed = nodes.filter((n) => !Number.isNaN(n.home.x));
  const mean = (of: (n: Node) => number) => placed.reduce((sum, n) => sum + of(n), 0) / Math.max(1, placed.length);
  return { x: mean((n) => n.home.x), y: mean((n) => n.home.y) };
}
