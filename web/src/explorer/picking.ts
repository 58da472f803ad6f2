/** What is under a pointer. */

import { acrossOf, downOf, type Eye } from "./eye.ts";
import { along, curveOf, pinOf } from "./paint.ts";
import { padOf, type Region } from "./regions.ts";
import { radiusOf, strandsOf, type Dot, type Scene, type Strand } from "./scene.ts";

export type Hit = { dot: Dot; strand?: undefined; pin?: undefined; close?: undefined } | { pin: Dot; dot?: undefined } | { strand: Strand; dot?: undefined } | { close: number; dot?: undefined };

export interface Pickable {
  scene: Scene;
  eye: Eye;
  /** drawn strong: these are hit before other lines */
  strands: readonly Strand[];
  /** dots that stand out: these are hit before others */
  lit: ReadonlySet<Dot>;
  /** whether all lines are drawn so that one can be pointed at */
  rich: boolean;
  pinned: readonly Dot[];
  /** regions that can be closed */
  open: readonly Region[];
}

/** What is at a place of the picture; `reach`: how many pixels beside it still count. */
export function pick(x: number, y: number, reach: number, on: Pickable): Hit | null {
  const { eye } = on;
  for (const dot of on.pinned) {
    const pin = pinOf(dot, eye);
    if (Math.hypot(pin.x - x, pin.y - y) <= pin.radius + reach / 2) return { pin: dot };
  }
  for (const region of on.open) {
    const close = closeOf(region, eye);
    if (Math.hypot(close.x - x, close.y - y) <= close.radius + reach / 2) return { close: region.index };
  }
  const dot = dotAt(x, y, reach, on);
  if (dot) return { dot };
  const strand = nearest(on.strands, x, y, reach + 1, eye) ?? (on.rich ? nearest(on.scene.lines.flatMap(strandsOf), x, y, reach, eye) : null);
  return strand && { strand };
}

function dotAt(x: number, y: number, reach: number, { scene, eye, lit }: Pickable): Dot | null {
  const { k } = eye;
  const [left, top] = [eye.width / 2 - eye.x * k, eye.height / 2 - eye.y * k];
  let best: Dot | null = null;
  let closest = Number.POSITIVE_INFINITY;
  for (const dot of scene.dots) {
    const [dx, dy] = [dot.x * k + left - x, dot.y * k + top - y];
    const far = Math.hypot(dx, dy);
    if (far > 60) continue;
    const radius = radiusOf(dot, k) * 1.1;
    if (far > radius + reach) continue;
    // inside a dot counts before beside one, and what stands out before all
    const rank = (far <= radius ? far / radius : 1 + far - radius) - (lit.has(dot) ? 3 : 0);
    if (rank <= closest) [best, closest] = [dot, rank];
  }
  return best;
}

function nearest(strands: readonly Strand[], x: number, y: number, reach: number, eye: Eye): Strand | null {
  let best: Strand | null = null;
  let closest = reach;
  for (const strand of strands) {
    const far = distance(strand, x, y, eye);
    if (far < closest) [best, closest] = [strand, far];
  }
  return best;
}

const PIECES = 12;

function distance(strand: Strand, x: number, y: number, eye: Eye): number {
  const curve = curveOf(strand, eye);
  const [minX, maxX] = [Math.min(curve.x0, curve.x1, curve.cx), Math.max(curve.x0, curve.x1, curve.cx)];
  const [minY, maxY] = [Math.min(curve.y0, curve.y1, curve.cy), Math.max(curve.y0, curve.y1, curve.cy)];
  const slack = curve.loop ? 80 : 8;
  if (x < minX - slack || x > maxX + slack || y < minY - slack || y > maxY + slack) return Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let [px, py] = along(curve, 0);
  for (let i = 1; i <= PIECES; i++) {
    const [qx, qy] = along(curve, i / PIECES);
    least = Math.min(least, toSegment(x, y, px, py, qx, qy));
    [px, py] = [qx, qy];
  }
  return least;
}

function toSegment(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x0 + t * dx - x, y0 + t * dy - y);
}

/** Where a region is closed: at its upper right. */
export function closeOf(region: Region, eye: Eye): { x: number; y: number; radius: number } {
  let [right, top] = [region.x, region.y];
  for (const [x, y] of region.hull) if (x - y > right - top) [right, top] = [x, y];
  const away = padOf(region, eye) * Math.SQRT1_2;
  return { x: acrossOf(eye, right) + away, y: downOf(eye, top) - away, radius: 9 };
}

/** Whether two hits are of the same thing. */
export function same(a: Hit | null, b: Hit | null): boolean {
  if (!a || !b) return a === b;
  const thing = (hit: Hit) => hit.dot ?? ("pin" in hit ? hit.pin : "strand" in hit ? hit.strand : hit.close);
  return thing(a) === thing(b) && Object.keys(a)[0] === Object.keys(b)[0];
}
