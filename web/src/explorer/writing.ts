/** The names of dots, edges and communities: which are written, where, and how. */

import { downOf, acrossOf, type Eye } from "./eye.ts";
import type { Inks } from "./inks.ts";
import { cut, place, Room, UNDER_FIRST, type Placed, type Side, type Wanted, type Widths } from "./labels.ts";
import type { Community } from "./model.ts";
import type { Hit } from "./picking.ts";
import { along, curveOf, fontOf, type Emphasis, type Painter } from "./paint.ts";
import { radiusOf, type Dot, type Scene, type Strand } from "./scene.ts";

export interface Names {
  of(dot: Dot): string;
  along(strand: Strand): string;
  region(community: Community): string;
  tip(hit: Hit): string;
}

export interface Manner {
  /** dots whose names were written before: while the picture moves they come first, so that names do not flicker */
  before: ReadonlySet<Dot>;
  moving: boolean;
  /** where names go, the best place first */
  sides: readonly Side[];
  /** whether dots are few and were laid out with their names */
  roomy: boolean;
  /** strands that do not stand out and yet have room for what they say */
  quiet: readonly Strand[];
  /** communities that are named */
  communities: readonly Community[];
}

interface Label extends Wanted {
  dot: Dot | null;
  color: string;
}

const BESIDE = 260; // pixels around the picture in which names are placed too, so that moving it does not change them
const ROOM_EACH = 8200; // square pixels for each name that nobody asked for
const LEAST = 2.6; // radius of dots that are named
const WIDE = 30; // letters, where those as wide as two count as two
const NARROW = 22;
const WIDEST = 56;
const EDGE_LABELS = 70;

/** Writes names in the order in which they matter; gives the dots that have theirs. */
export function write(painter: Painter, eye: Eye, scene: Scene, emphasis: Emphasis, inks: Inks, names: Names, widths: Widths, manner: Manner): Set<Dot> {
  const room = new Room(eye.x * eye.k - eye.width / 2 - BESIDE, eye.y * eye.k - eye.height / 2 - BESIDE, eye.width + 2 * BESIDE, eye.height + 2 * BESIDE);
  // the room is tied to the world: its pixels are counted from the world's origin
  const [left, top] = [eye.width / 2 - eye.x * eye.k, eye.height / 2 - eye.y * eye.k];
  const widthOf = (label: Label) => widths.of(label.text, fontOf(label.size, label.bold, inks));
  const near = scene.dots.filter((dot) => isNear(dot, eye));
  for (const dot of near) if (radiusOf(dot, eye.k) >= HUB) occupy(dot, eye, emphasis, room);
  const regions = headlines(manner.communities, eye, inks, names, widthOf, room);
  const named = new Set(regions.map((r) => r.of.text));
  for (const dot of near) occupy(dot, eye, emphasis, room);
  const ends = manner.roomy ? ([4 - left, eye.width - 4 - left] as const) : undefined;
  const labels: Placed<Label>[] = place(first(scene, emphasis, eye, inks, names, manner), room, widthOf, undefined, ends);
  const edges = edgeLabels(emphasis.strands, eye, inks, names, room, widths, inks.ink, left, top);
  if (!emphasis.fades) labels.push(...place(rest(near, emphasis, eye, inks, names, manner, named), room, widthOf, (eye.width * eye.height) / ROOM_EACH, ends));
  const quiet = edgeLabels(manner.quiet, eye, inks, names, room, widths, inks.soft, left, top);
  for (const { text, x, y, color } of [...quiet, ...edges]) painter.text(text, x, y, { size: 11, color, halo: 4, align: "center" });
  labels.push(...regions);
  for (const { of, x, y } of labels.reverse()) painter.text(of.text, x + left, y + top, { size: of.size, bold: of.bold, color: of.color, halo: 3.5 });
  return new Set(labels.flatMap(({ of }) => (of.dot ? [of.dot] : [])));
}

function isNear(dot: Dot, eye: Eye): boolean {
  const [x, y] = [acrossOf(eye, dot.x), downOf(eye, dot.y)];
  return x > -BESIDE && y > -40 && x < eye.width + BESIDE && y < eye.height + 40;
}

/** Names do not cover dots that matter. */
function occupy(dot: Dot, eye: Eye, emphasis: Emphasis, room: Room): void {
  const radius = radiusOf(dot, eye.k);
  const lit = emphasis.lit.has(dot);
  if (emphasis.fades ? !lit : radius < 4) return;
  const [x, y, inner] = [dot.x * eye.k, dot.y * eye.k, Math.max(1, radius - 2)];
  room.take(x - inner, y - inner, x + inner, y + inner);
}

function labelFor(dot: Dot, eye: Eye, names: Names, sides: readonly Side[], how: { size: number; bold: boolean; color: string; most: number; must?: boolean }): Label {
  const radius = radiusOf(dot, eye.k);
  return { dot, text: cut(names.of(dot), how.most), x: dot.x * eye.k, y: dot.y * eye.k, radius, sides, must: false, ...how };
}

/** The chosen one, then what stands out. */
function first(scene: Scene, { chosen, lit }: Emphasis, eye: Eye, inks: Inks, names: Names, { sides, roomy }: Manner): Label[] {
  const labels: Label[] = [];
  if (chosen) labels.push(labelFor(chosen, eye, names, sides, { size: 14, bold: true, color: inks.ink, most: WIDEST, must: true }));
  const others = [...lit].filter((dot) => dot !== chosen && isNear(dot, eye));
  others.sort((a, b) => b.weight - a.weight || a.index - b.index);
  const most = roomy && lit.size > 24 ? NARROW + 4 : WIDEST - 12;
  for (const dot of others) labels.push(labelFor(dot, eye, names, sides, { size: 12, bold: false, color: inks.ink, most }));
  return labels;
}

/** All others, the best connected first. */
function rest(near: Dot[], { lit }: Emphasis, eye: Eye, inks: Inks, names: Names, manner: Manner, named: ReadonlySet<string>): Label[] {
  const labels: Label[] = [];
  const add = (dot: Dot) => {
    const radius = radiusOf(dot, eye.k);
    if (lit.has(dot) || radius < LEAST || named.has(dot.name)) return;
    const hub = radius >= 9;
    const color = hub || dot.shares ? inks.ink : inks.soft;
    labels.push(labelFor(dot, eye, names, dot.shares ? UNDER_FIRST : manner.sides, { size: radius >= 13 ? 13 : 12, bold: hub, color, most: manner.roomy ? NARROW : WIDE }));
  };
  const heaviest = near.toReversed();
  if (manner.moving) for (const dot of heaviest) if (manner.before.has(dot)) add(dot);
  for (const dot of heaviest) if (!manner.moving || !manner.before.has(dot)) add(dot);
  return labels;
}

interface EdgeLabel {
  text: string;
  x: number;
  y: number;
  color: string;
}

const ALONG = [0.5, 0.58, 0.42, 0.66, 0.34, 0.74];

function edgeLabels(strands: readonly Strand[], eye: Eye, inks: Inks, names: Names, room: Room, widths: Widths, color: string, left: number, top: number): EdgeLabel[] {
  const placed: EdgeLabel[] = [];
  for (const strand of strands) {
    if (placed.length >= EDGE_LABELS) break;
    const text = cut(names.along(strand), 24);
    const half = widths.of(text, fontOf(11, false, inks)) / 2;
    const curve = curveOf(strand, eye);
    if (!curve.loop && Math.hypot(curve.x1 - curve.x0, curve.y1 - curve.y0) < 46) continue;
    for (const t of ALONG) {
      const [x, y] = along(curve, t);
      if (x < 0 || y < 0 || x > eye.width || y > eye.height) continue;
      const box = [x - left - half - 2, y - top - 7, x - left + half + 2, y - top + 7] as const;
      if (!room.free(...box)) continue;
      room.take(...box);
      placed.push({ text, x, y, color });
      break;
    }
  }
  return placed;
}

/** A community's name: from afar the label of its place, nearer by large and faint behind its nodes, near by gone. */
export interface Region {
  /** 0 to 1 */
  alpha: number;
  size: number;
  /** whether it is written over the nodes, as a label that others keep away from */
  headline: boolean;
}

export function regionOf(community: Community, eye: Eye): Region {
  const radius = community.radius * eye.k;
  if (radius < HEADLINE_BELOW) return { alpha: Math.min(1, Math.max(0, (radius - 13) / 6)), size: Math.min(16, Math.max(12, 0.2 * radius + 5)), headline: true };
  const most = 0.62 * Math.min(eye.width, eye.height);
  const fades = Math.min(1, Math.max(0, (most - radius) / (0.4 * most)));
  return { alpha: fades, size: Math.min(36, 0.22 * radius), headline: false };
}

const HEADLINE_BELOW = 88;

/** The names of communities that are labels, the largest first, where they have room: not on their hubs, if that can be. */
function headlines(communities: readonly Community[], eye: Eye, inks: Inks, names: Names, widthOf: (label: Label) => number, room: Room): Placed<Label>[] {
  const placed: Placed<Label>[] = [];
  for (const community of communities) {
    const { alpha, size: exact, headline } = regionOf(community, eye);
    if (!headline || alpha < 0.5 || community.name === "") continue;
    const [x, y] = [community.x * eye.k, community.y * eye.k];
    const size = Math.round(exact * 2) / 2;
    const label: Label = { dot: null, text: cut(names.region(community), 22), x, y, radius: 0, size, bold: true, sides: ["over"], must: false, color: inks.ink };
    const lower = DODGE.map((share) => ({ ...label, y: y + share * size }));
    for (const tried of lower) {
      const [put] = place([tried], room, widthOf);
      if (put) placed.push(put);
      if (put) break;
    }
  }
  return placed;
}

const DODGE = [0, 1.2, -1.2, 2, -2];
const HUB = 6; // radius of dots that names of communities keep away from
