/** The picture: what is drawn now, and how it gets onto a surface, layer by layer. */

import type { Eye } from "./eye.ts";
import { mix, type Inks } from "./inks.ts";
import { AROUND, Room, type Side, type Widths } from "./labels.ts";
import { fontOf, NOTHING, Painter, type Emphasis, type Surface } from "./paint.ts";
import { closeOf, type Hit } from "./picking.ts";
import { captionOf, type Region } from "./regions.ts";
import { radiusOf, strandsOf, type Dot, type Scene, type Strand } from "./scene.ts";
import { Writer, type Names } from "./writing.ts";

export interface Drawn {
  scene: Scene;
  emphasis: Emphasis;
  /** grounds and names of communities; none around a node or along a path */
  regions: readonly Region[];
  /** regions that can be closed, of a graph that is drawn as communities */
  open: readonly Region[];
  pinned: readonly Dot[];
  hovered: Hit | null;
  /** where names go, the best place first */
  sides: readonly Side[];
  /** whether dots were laid out with their names */
  roomy: boolean;
  /** what a fact says is marked */
  marked: readonly Strand[];
}

export const EMPTY: Drawn = {
  scene: { dots: [], lines: [], dotOf: new Map(), byId: new Map() },
  emphasis: NOTHING,
  regions: [],
  open: [],
  pinned: [],
  hovered: null,
  sides: AROUND,
  roomy: false,
  marked: [],
};

const MANY = 150;
const QUIET_STRANDS = 60; // edges that do not stand out say what they are where there are no more than this

export class Drawing {
  drawn = EMPTY;
  private named: ReadonlySet<Dot> = new Set();

  constructor(
    public inks: Inks,
    private readonly names: Names,
    private readonly widths: Widths,
  ) {}

  /** What lies behind, and whatever does not stand out. */
  rest(on: Surface, eye: Eye): void {
    const { inks, drawn } = this;
    const painter = new Painter(on, eye, inks);
    on.fillStyle = inks.ground;
    on.fillRect(0, 0, eye.width, eye.height);
    painter.regions(drawn.regions);
    this.regionNames(painter, eye);
    painter.lines(drawn.scene, drawn.emphasis, painter.rich(drawn.scene));
    painter.dots(drawn.scene, drawn.emphasis);
  }

  /** What stands out, and all names. */
  live(on: Surface, eye: Eye, moving: boolean): void {
    const { inks, drawn, names, widths } = this;
    const { emphasis, scene } = drawn;
    const painter = new Painter(on, eye, inks);
    this.strong(painter, emphasis.strands, eye);
    painter.strong(drawn.marked, inks.accent, 2.4);
    const lit = [...emphasis.lit].filter((d) => painter.near(d)).sort((a, b) => a.index - b.index);
    for (const dot of lit) painter.dot(dot, false);
    if (emphasis.chosen) painter.ring(emphasis.chosen, inks.accent, 2.5, 4);
    this.hovered(painter, eye);
    for (const dot of drawn.pinned) if (painter.near(dot)) painter.pin(dot);
    this.closers(painter, on, eye);
    const manner = { before: this.named, moving, sides: drawn.sides, roomy: drawn.roomy, quiet: this.quiet(painter), regions: drawn.regions };
    const named = new Writer(painter, eye, inks, names, widths, scene, emphasis, manner).write();
    if (!moving) this.named = named;
    this.tip(painter, on, eye);
  }

  /** Lines that stand out: the more there are, the finer they are, or they would hide what they lead to. */
  private strong(painter: Painter, strands: readonly Strand[], eye: Eye): void {
    const { inks } = this;
    const many = strands.length;
    const [width, share] = many > MANY ? [1 / eye.ratio, 0.45] : many > MANY / 2.5 ? [1, 0.7] : [1.3, 1];
    painter.strong(strands, mix(inks.ground, inks.edgeStrong, share), width, many <= MANY);
  }

  private quiet(painter: Painter): Strand[] {
    const { scene, emphasis } = this.drawn;
    if (emphasis.fades || scene.lines.length > 2000 || !painter.rich(scene)) return [];
    const strong = new Set(emphasis.strands);
    const strands = scene.lines.filter((l) => painter.near(l.a) || painter.near(l.b)).flatMap(strandsOf).filter((s) => !strong.has(s));
    return strands.length <= QUIET_STRANDS ? strands : [];
  }

  /** Names behind the nodes. */
  private regionNames(painter: Painter, eye: Eye): void {
    const { inks, drawn, widths } = this;
    const room = new Room(0, 0, eye.width, eye.height);
    for (const region of drawn.regions) {
      const { alpha, size: wanted, over } = captionOf(region, eye);
      if (over || alpha <= 0) continue;
      const [x, y] = painter.at(region);
      const name = this.names.region(region);
      const natural = widths.of(name, fontOf(20, true, inks)) / 20;
      const size = Math.min(wanted, (1.9 * region.radius * eye.k) / natural);
      if (size < 9) continue;
      const half = (natural * size) / 2;
      if (!room.free(x - half, y - size * 0.7, x + half, y + size * 0.7)) continue;
      room.take(x - half, y - size * 0.7, x + half, y + size * 0.7);
      painter.text(name, x, y, { size, bold: true, color: mix(inks.ground, inks.soft, alpha * (inks.dark ? 0.36 : 0.25)), align: "center" });
    }
  }

  /** What is under the pointer, with what it is linked to. */
  private hovered(painter: Painter, eye: Eye): void {
    const { inks, drawn } = this;
    const { hovered, emphasis } = drawn;
    if (hovered && "strand" in hovered && hovered.strand) painter.strong([hovered.strand], inks.accent, 2);
    const dot = hovered?.dot;
    if (!dot) return;
    if (dot !== emphasis.chosen) {
      const strands = dot.lines.slice(0, 400).flatMap(strandsOf);
      this.strong(painter, strands, eye);
      for (const { a, b } of dot.lines) painter.dot(a === dot ? b : a, false);
    }
    painter.dot(dot, false);
    painter.ring(dot, inks.accent, 1.5, 3);
  }

  /** Open communities can be closed. */
  private closers(painter: Painter, on: Surface, eye: Eye): void {
    const { inks, drawn } = this;
    for (const region of drawn.open) {
      const close = closeOf(region, eye);
      on.beginPath();
      on.arc(close.x, close.y, close.radius, 0, 2 * Math.PI);
      on.fillStyle = inks.raised;
      on.fill();
      on.lineWidth = 1;
      on.strokeStyle = inks.edge;
      on.stroke();
      on.beginPath();
      on.moveTo(close.x - 4, close.y);
      on.lineTo(close.x + 4, close.y);
      on.lineWidth = 1.5;
      on.strokeStyle = inks.ink;
      on.stroke();
    }
  }

  /** What the pointer is on, in words, on a slip of its own. */
  private tip(painter: Painter, on: Surface, eye: Eye): void {
    const { inks, drawn, widths, names } = this;
    const { hovered } = drawn;
    if (!hovered) return;
    const text = names.tip(hovered);
    if (!text) return;
    const size = 13;
    const width = widths.of(text, fontOf(size, true, inks));
    const [x0, y0, away] = placeOf(hovered, painter, eye);
    const x = Math.min(eye.width - width - 18, Math.max(10, x0 - width / 2 - 8));
    const y = y0 - away - 34 > 6 ? y0 - away - 34 : y0 + away + 8;
    roundBox(on, x, y, width + 16, 26, 6);
    on.fillStyle = inks.raised;
    on.fill();
    on.lineWidth = 1;
    on.strokeStyle = inks.edge;
    on.stroke();
    painter.text(text, x + 8, y + 13.5, { size, bold: true, color: inks.ink });
  }
}

function placeOf(hit: Hit, painter: Painter, eye: Eye): [x: number, y: number, away: number] {
  const dot = hit.dot ?? ("pin" in hit ? hit.pin : undefined);
  if (dot) return [...painter.at(dot), radiusOf(dot, eye.k) + 3];
  if ("strand" in hit && hit.strand) {
    const { from, to } = hit.strand;
    const [x, y] = painter.at({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });
    return [Math.min(eye.width - 20, Math.max(20, x)), Math.min(eye.height - 20, Math.max(44, y)), 6];
  }
  return [eye.width / 2, 44, 0];
}

function roundBox(on: Surface, x: number, y: number, width: number, height: number, radius: number): void {
  const [right, bottom] = [x + width, y + height];
  on.beginPath();
  on.moveTo(x + radius, y);
  on.lineTo(right - radius, y);
  on.quadraticCurveTo(right, y, right, y + radius);
  on.lineTo(right, bottom - radius);
  on.quadraticCurveTo(right, bottom, right - radius, bottom);
  on.lineTo(x + radius, bottom);
  on.quadraticCurveTo(x, bottom, x, bottom - radius);
  on.lineTo(x, y + radius);
  on.quadraticCurveTo(x, y, x + radius, y);
  on.closePath();
}
