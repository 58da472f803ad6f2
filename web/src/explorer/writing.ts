/** The names of dots, edges and communities: which are written, where, and how. */

import { acrossOf, downOf, sizeWithRadius, type Eye } from "./eye.ts";
import type { Inks } from "./inks.ts";
import { cut, place, Room, UNDER_FIRST, type Placed, type Side, type Wanted, type Widths } from "./labels.ts";
import { along, curveOf, fontOf, type Emphasis, type Painter } from "./paint.ts";
import type { Hit } from "./picking.ts";
import { captionOf, type Region } from "./regions.ts";
import { radiusOf, type Dot, type Scene, type Strand } from "./scene.ts";

export interface Names {
  of(dot: Dot): string;
  along(strand: Strand): string;
  region(region: Region): string;
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
  regions: readonly Region[];
}

interface Label extends Wanted {
  dot: Dot | null;
  color: string;
}

interface EdgeLabel {
  text: string;
  x: number;
  y: number;
  color: string;
}

const BESIDE = 260; // pixels around the picture in which names are placed too, so that moving it does not change them
const ROOM_EACH = 2600; // square pixels for each name that nobody asked for
const ROOM_EACH_FAR = 8200;
const LEAST = 2.6; // radius of dots that are named
const HUB = 5.5; // radius of dots that names of regions keep away from
const HUB_SIZE = 5.6; // and their size
const WIDE = 30; // letters, where those as wide as two count as two
const NARROW = 22;
const WIDEST = 56;
const FEW = 300; // dots of which names are rather put where they are seen whole
const EDGE_LABELS = 70;
const EDGE_SIZE = 11;
const ALONG = [0.5, 0.58, 0.42, 0.66, 0.34, 0.74]; // where on an edge its label may be
const DODGE = [0, 1.2, -1.2, 2, -2]; // how far a region's name may give way, in its own heights

/** Writes the names of one picture. */
export class Writer {
  /** where the world's origin is in the picture: rooms are tied to the world */
  private readonly left: number;
  private readonly top: number;
  private readonly room: Room;
  private readonly near: Dot[];
  private readonly ground: Ground;

  constructor(
    private readonly painter: Painter,
    private readonly eye: Eye,
    private readonly inks: Inks,
    private readonly names: Names,
    private readonly widths: Widths,
    scene: Scene,
    private readonly emphasis: Emphasis,
    private readonly manner: Manner,
  ) {
    this.left = eye.width / 2 - eye.x * eye.k;
    this.top = eye.height / 2 - eye.y * eye.k;
    this.room = new Room(-this.left - BESIDE, -this.top - BESIDE, eye.width + 2 * BESIDE, eye.height + 2 * BESIDE);
    this.near = scene.dots.filter((dot) => isNear(dot, eye));
    this.ground = new Ground(this.near, eye, emphasis, this.room, manner.roomy ? 0 : COVERS);
  }

  /** Writes names in the order in which they matter; gives the dots that have theirs. */
  write(): Set<Dot> {
    const { eye, manner, emphasis, ground, inks } = this;
    ground.takeFrom(Math.max(HUB_SIZE, sizeWithRadius(HUB, eye.k)));
    const regions = this.regions();
    const labels = this.placed(this.first());
    if (emphasis.strands.length > 0) ground.takeFrom(0);
    const edges = this.edges(emphasis.strands, inks.ink);
    if (!emphasis.fades) {
      const named = new Set(regions.flatMap((r) => [r.of.text, ...r.of.text.split(" · ")]));
      labels.push(...this.placed(this.rest(named), Math.max(8, this.most - 1.4 * regions.filter((r) => this.inside(r)).length)));
    }
    edges.push(...this.edges(manner.quiet, inks.soft));
    this.draw([...labels, ...regions], edges);
    return new Set(labels.flatMap(({ of }) => (of.dot ? [of.dot] : [])));
  }

  private placed(labels: Label[], most?: number): Placed<Label>[] {
    const ends = this.near.length <= FEW ? ([4 - this.left, this.eye.width - 4 - this.left] as const) : undefined;
    return place(this.ground.under(labels), this.room, (label) => this.widthOf(label), most, ends);
  }

  /** How many names are written that nobody asked for: fewer from afar, where each tells less. */
  private get most(): number {
    const { width, height, k } = this.eye;
    const near = Math.min(1, Math.max(0, (k - 0.4) / 0.7));
    return (width * height) / (ROOM_EACH_FAR + near * (ROOM_EACH - ROOM_EACH_FAR));
  }

  private inside({ x, y }: Placed): boolean {
    return x > -this.left && y > -this.top && x < this.eye.width - this.left && y < this.eye.height - this.top;
  }

  private widthOf(label: Label): number {
    return this.widths.of(label.text, fontOf(label.size, label.bold, this.inks));
  }

  private draw(labels: Placed<Label>[], edges: EdgeLabel[]): void {
    for (const { text, x, y, color } of edges) this.painter.text(text, x, y, { size: EDGE_SIZE, color, halo: 4, align: "center" });
    for (const { of, x, y } of labels.reverse()) {
      this.painter.text(of.text, x + this.left, y + this.top, { size: of.size, bold: of.bold, color: of.color, halo: 3.5 });
    }
  }

  private label(dot: Dot, sides: readonly Side[], how: { size: number; bold: boolean; color: string; most: number; must?: boolean }): Label {
    const { k } = this.eye;
    return { dot, text: cut(this.names.of(dot), how.most), x: dot.x * k, y: dot.y * k, radius: radiusOf(dot, k), sides, must: false, ...how };
  }

  /** The chosen one, then what stands out. */
  private first(): Label[] {
    const { inks, manner } = this;
    const { chosen, lit } = this.emphasis;
    const labels: Label[] = [];
    if (chosen) labels.push(this.label(chosen, manner.sides, { size: 14, bold: true, color: inks.ink, most: WIDEST, must: true }));
    const others = [...lit].filter((dot) => dot !== chosen && isNear(dot, this.eye));
    others.sort((a, b) => b.weight - a.weight || a.index - b.index);
    const most = manner.roomy ? NARROW + 4 : WIDEST - 12;
    for (const dot of others) labels.push(this.label(dot, manner.sides, { size: 12, bold: false, color: inks.ink, most }));
    return labels;
  }

  /** All others, the best connected first. */
  private rest(named: ReadonlySet<string>): Label[] {
    const { inks, manner, near } = this;
    const labels: Label[] = [];
    const least = sizeWithRadius(LEAST, this.eye.k);
    const add = (dot: Dot) => {
      if (this.emphasis.lit.has(dot) || named.has(dot.name)) return;
      const radius = radiusOf(dot, this.eye.k);
      const hub = radius >= 9;
      const color = hub || dot.shares ? inks.ink : inks.soft;
      labels.push(this.label(dot, dot.shares ? UNDER_FIRST : manner.sides, { size: radius >= 13 ? 13 : 12, bold: hub, color, most: manner.roomy ? NARROW : WIDE }));
    };
    let first = near.length;
    while (first > 0 && (near[first - 1]!.size >= least || near[first - 1]!.shares)) first--;
    if (manner.moving) for (let i = near.length - 1; i >= first; i--) if (manner.before.has(near[i]!)) add(near[i]!);
    for (let i = near.length - 1; i >= first; i--) if (!manner.moving || !manner.before.has(near[i]!)) add(near[i]!);
    return labels;
  }

  /** The names of regions that are labels, the largest first, where they have room: not on their hubs, if that can be. */
  private regions(): Placed<Label>[] {
    const { eye, inks } = this;
    const placed: Placed<Label>[] = [];
    for (const region of this.manner.regions) {
      const { alpha, size, over, bold } = captionOf(region, eye);
      if (!over || alpha === 0) continue;
      const text = cut(this.names.region(region), bold ? 26 : 20);
      const label: Label = { dot: null, text, x: region.x * eye.k, y: region.y * eye.k, radius: 0, size, bold: true, sides: ["over"], must: false, color: bold ? inks.ink : inks.soft };
      for (const share of DODGE) {
        const [put] = place([{ ...label, y: label.y + share * size }], this.room, (l) => this.widthOf(l));
        if (put) placed.push(put);
        if (put) break;
      }
    }
    return placed;
  }

  private edges(strands: readonly Strand[], color: string): EdgeLabel[] {
    const placed: EdgeLabel[] = [];
    for (const strand of strands) {
      if (placed.length >= EDGE_LABELS) break;
      const put = this.edge(strand, color);
      if (put) placed.push(put);
    }
    return placed;
  }

  private edge(strand: Strand, color: string): EdgeLabel | null {
    const { eye, inks, left, top, room } = this;
    const curve = curveOf(strand, eye);
    if (!curve.loop && Math.hypot(curve.x1 - curve.x0, curve.y1 - curve.y0) < 46) return null;
    const text = cut(this.names.along(strand), 24);
    const half = this.widths.of(text, fontOf(EDGE_SIZE, false, inks)) / 2;
    for (const t of ALONG) {
      const [x, y] = along(curve, t);
      if (x < 0 || y < 0 || x > eye.width || y > eye.height) continue;
      const box = [x - left - half - 2, y - top - 7, x - left + half + 2, y - top + 7] as const;
      if (!room.free(...box)) continue;
      room.take(...box);
      return { text, x, y, color };
    }
    return null;
  }
}

function isNear(dot: Dot, eye: Eye): boolean {
  const [x, y] = [acrossOf(eye, dot.x), downOf(eye, dot.y)];
  return x > -BESIDE && y > -40 && x < eye.width + BESIDE && y < eye.height + 40;
}

const KEPT_CLEAR = 3.4; // radius of dots that no name covers, but for those of much larger dots
const COVERS = 0.66; // a dot this much smaller than another may lie under that one's name

/** The dots that names keep away from. */
class Ground {
  private readonly dots: Dot[];
  private next = 0;

  /** `covers`: what share of a dot's size others have to have so that its name keeps away from them */
  constructor(
    near: Dot[],
    private readonly eye: Eye,
    { lit, fades }: Emphasis,
    private readonly room: Room,
    private readonly covers: number,
  ) {
    const least = sizeWithRadius(KEPT_CLEAR, eye.k);
    this.dots = near.filter((dot) => (fades ? lit.has(dot) : dot.size >= least || dot.shares)).reverse();
  }

  /** Takes the room of all dots from a size on. */
  takeFrom(size: number): void {
    const { dots, eye, room } = this;
    for (let dot = dots[this.next]; dot && dot.size >= size; dot = dots[++this.next]) {
      const [x, y, inner] = [dot.x * eye.k, dot.y * eye.k, Math.max(1, radiusOf(dot, eye.k) - 2)];
      room.take(x - inner, y - inner, x + inner, y + inner);
    }
  }

  /** Hands labels on when the room of the dots that they must not cover is taken. */
  *under(labels: Iterable<Label>): Generator<Label> {
    for (const label of labels) {
      if (label.dot) this.takeFrom(this.covers * label.dot.size);
      yield label;
    }
  }
}
