/** Where communities are in a picture: the ground that their visible nodes take, and when their names are seen. */

import { boundsOf, type Eye } from "./eye.ts";
import type { Community } from "./model.ts";
import type { Dot } from "./scene.ts";

export interface Region {
  index: number;
  name: string;
  x: number;
  y: number;
  /** of a circle that holds nearly all of its nodes */
  radius: number;
  /** an outline of its nodes */
  hull: (readonly [x: number, y: number])[];
}

const DIRECTIONS = Array.from({ length: 24 }, (_, i) => [Math.cos((i * Math.PI) / 12), Math.sin((i * Math.PI) / 12)] as const);
const STRAYS = 1.12; // how far out, in radii of the community, nodes still belong to its ground
const FEWEST = 4;

/** The regions of the communities that have visible nodes of their own, the largest first; `strays`: those of none, too. */
export function regionsOf(dots: readonly Dot[], communities: readonly Community[], strays = false): Region[] {
  const members = new Map<number, Dot[]>();
  for (const dot of dots) {
    if (!dot.node || (dot.community < 0 && !strays)) continue;
    const of = members.get(dot.community);
    if (of) of.push(dot);
    else members.set(dot.community, [dot]);
  }
  const regions: Region[] = [];
  for (const [index, of] of members) {
    const community = index < 0 ? around(of) : communities[index];
    if (community && of.length >= FEWEST) regions.push(regionOf(index, community, of));
  }
  return regions.sort((a, b) => b.radius - a.radius || a.index - b.index);
}

/** A community of nodes that have none. */
function around(dots: Dot[]): Community {
  const { x0, y0, x1, y1 } = boundsOf(dots)!;
  return { name: "", size: dots.length, x: (x0 + x1) / 2, y: (y0 + y1) / 2, radius: Math.hypot(x1 - x0, y1 - y0) / 2 };
}

function regionOf(index: number, community: Community, dots: Dot[]): Region {
  const { name, x, y, radius } = community;
  const near = dots.filter((d) => Math.hypot(d.x - x, d.y - y) <= STRAYS * radius);
  const hull: (readonly [number, number])[] = [];
  for (const [dx, dy] of DIRECTIONS) {
    let best: Dot | null = null;
    let far = Number.NEGATIVE_INFINITY;
    for (const dot of near) {
      const at = dot.x * dx + dot.y * dy;
      if (at > far) [best, far] = [dot, at];
    }
    if (best && (hull.at(-1)?.[0] !== best.x || hull.at(-1)?.[1] !== best.y)) hull.push([best.x, best.y]);
  }
  const mean = (of: (p: readonly [number, number]) => number) => hull.reduce((sum, p) => sum + of(p), 0) / Math.max(1, hull.length);
  const middle = hull.length > 2 ? { x: mean((p) => p[0]), y: mean((p) => p[1]) } : { x, y };
  const reach = hull.length > 2 ? mean((p) => Math.hypot(p[0] - middle.x, p[1] - middle.y)) : radius;
  return { index, name, ...middle, radius: Math.max(12, reach), hull };
}

/** How a region's name is written at a zoom. */
export interface Caption {
  /** 0 to 1 */
  alpha: number;
  size: number;
  /** over the nodes, as a label that others keep away from; else large and faint behind them */
  over: boolean;
  bold: boolean;
}

const OVER_BELOW = 84;
const BOLD_FROM = 36;
const LEAST = 19;

/** From afar a region's name is the label of the place, nearer by it is large and faint behind the nodes, near by gone. */
export function captionOf(region: Region, eye: Eye): Caption {
  const radius = region.radius * eye.k;
  if (radius < OVER_BELOW) {
    const bold = radius >= BOLD_FROM;
    return { alpha: radius < LEAST ? 0 : 1, size: bold ? Math.round(Math.min(16, 10.5 + radius * 0.07)) : 12, over: true, bold };
  }
  const most = 0.62 * Math.min(eye.width, eye.height);
  return { alpha: Math.min(1, Math.max(0, (most - radius) / (0.4 * most))), size: Math.min(38, 0.24 * radius), over: false, bold: true };
}

/** How far a region's ground reaches beyond its nodes, in pixels. */
export const padOf = (region: Region, eye: Eye): number => Math.min(22, 5 + 0.1 * region.radius * eye.k);
