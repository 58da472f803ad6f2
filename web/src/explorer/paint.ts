/** Draws a scene: what lies behind, the lines and dots, what stands out. Everything is batched by colour: a picture of
 * 10,000 nodes is some twenty paths. Lines are one device pixel wide, which a browser without a GPU draws ten times as
 * fast as wider ones; only what stands out is wider. */

import { acrossOf, downOf, sizeWithRadius, type Eye } from "./eye.ts";
import { fillOf, mix, type Inks } from "./inks.ts";
import { lookOf } from "./palette.ts";
import { padOf, type Region } from "./regions.ts";
import { radiusOf, strandsOf, type Dot, type Line, type Scene, type Strand } from "./scene.ts";
import { outline } from "./shapes.ts";

/** What can be drawn on: a canvas, or SVG. */
export type Surface = Pick<
  CanvasRenderingContext2D,
  | "fillStyle" | "strokeStyle" | "lineWidth" | "globalAlpha" | "font" | "textAlign" | "textBaseline" | "lineJoin" | "lineCap"
  | "beginPath" | "moveTo" | "lineTo" | "arc" | "closePath" | "quadraticCurveTo" | "bezierCurveTo"
  | "fill" | "stroke" | "fillRect" | "fillText" | "strokeText" | "setLineDash"
>;

/** What stands out. */
export interface Emphasis {
  chosen: Dot | null;
  /** drawn over the rest, with labels before all */
  lit: ReadonlySet<Dot>;
  /** drawn strong, with their labels */
  strands: readonly Strand[];
  /** whether the rest fades */
  fades: boolean;
}

export const NOTHING: Emphasis = { chosen: null, lit: new Set(), strands: [], fades: false };

const BATCH = 256; // segments in a path: longer ones are slow to fill without a GPU
const PLAIN_BELOW = 2.3; // radius under which a dot is a square of a few pixels
const OUTLINED_FROM = 3.4;
const RICH_LINES = 240;
const BUNDLES = 1.4; // for each community
const RICH_ZOOM = 0.55;
const ALONE = "alone "; // dots without lines step back
const LEAST_REGION = 9;
const NUMBERED_FROM = 13;
const STEP = 20; // pixels between parallel edges

export class Painter {
  constructor(
    private readonly on: Surface,
    private readonly eye: Eye,
    private readonly inks: Inks,
  ) {}

  /** The grounds of communities. */
  regions(regions: readonly Region[]): void {
    const { on, eye, inks } = this;
    const color = mix(inks.ground, inks.dark ? "#ffffff" : "#5b6b80", inks.dark ? 0.032 : 0.06);
    on.fillStyle = color;
    on.strokeStyle = color;
    on.lineJoin = "round";
    for (const region of regions) {
      const [x, y] = this.at(region);
      const radius = region.radius * eye.k;
      if (radius < LEAST_REGION || region.hull.length < 3 || this.outside(x, y, 3 * radius + 40)) continue;
      on.beginPath();
      region.hull.forEach(([hx, hy], i) => (i === 0 ? on.moveTo(acrossOf(eye, hx), downOf(eye, hy)) : on.lineTo(acrossOf(eye, hx), downOf(eye, hy))));
      on.closePath();
      on.fill();
      on.lineWidth = 2 * padOf(region, eye);
      on.stroke();
    }
  }

  /** Lines that do not stand out; gives whether they are few enough to have arrows and bends. */
  lines(scene: Scene, emphasis: Emphasis, rich: boolean): void {
    const { on, eye, inks } = this;
    on.lineWidth = 1 / eye.ratio;
    on.setLineDash([]);
    const strong = new Set(emphasis.strands.map((s) => s.line));
    const [near, far]: [Line[], Line[]] = [[], []];
    for (const line of scene.lines) {
      if (strong.has(line) || !this.seen(line)) continue;
      (line.a.community === line.b.community || rich ? near : far).push(line);
    }
    const communities = scene.dots.reduce((sum, d) => sum + (d.shares ? 1 : 0), 0);
    if (communities > 0) return this.bundles(near, far, communities, emphasis.fades);
    const crowd = Math.min(1, Math.max(0.3, 900 / (near.length + far.length)) + 0.1);
    const color = (share: number) => mix(inks.ground, inks.edge, emphasis.fades ? share * 0.22 : share);
    if (rich && near.length <= RICH_LINES) return this.richLines(near, color(0.85));
    this.segments(far, color(0.34 * crowd + 0.12));
    this.segments(near, color(0.62 * crowd + 0.25));
  }

  /** Whether lines have room for their arrows and bends. */
  rich(scene: Scene): boolean {
    if (this.eye.k < RICH_ZOOM) return false;
    let count = 0;
    for (const line of scene.lines) if (this.seen(line) && ++count > RICH_LINES) return false;
    return true;
  }

  /** Bundles of edges between communities: the strongest are wider, the many weak ones are left to pointing. */
  private bundles(near: Line[], far: Line[], communities: number, fades: boolean): void {
    const { on, eye, inks } = this;
    const all = [...near, ...far].sort((a, b) => b.edges.length - a.edges.length || a.a.index - b.a.index || a.b.index - b.b.index);
    const color = (share: number) => mix(inks.ground, inks.edge, fades ? share * 0.3 : share);
    const most = Math.round(BUNDLES * communities);
    const between = all.filter((l) => (l.a.shares || l.b.shares) && (this.near(l.a) || this.near(l.b))).slice(0, most);
    const within = all.filter((l) => !l.a.shares && !l.b.shares);
    this.segments(between.slice(most / 3), color(0.5));
    this.segments(within, color(0.6));
    on.lineWidth = Math.max(1 / eye.ratio, 1.6);
    this.segments(between.slice(most / 12, most / 3), color(0.5));
    on.lineWidth = 3;
    this.segments(between.slice(0, most / 12), color(0.6));
  }

  private segments(lines: Line[], color: string): void {
    const { on, eye } = this;
    on.strokeStyle = color;
    const { k } = eye;
    const [left, top] = [eye.width / 2 - eye.x * k, eye.height / 2 - eye.y * k];
    on.beginPath();
    lines.forEach(({ a, b }, i) => {
      on.moveTo(a.x * k + left, a.y * k + top);
      on.lineTo(b.x * k + left, b.y * k + top);
      if (i % BATCH === BATCH - 1) {
        on.stroke();
        on.beginPath();
      }
    });
    on.stroke();
  }

  private richLines(lines: Line[], color: string): void {
    const { on } = this;
    on.strokeStyle = color;
    on.lineWidth = 1;
    on.fillStyle = color;
    for (const line of lines) for (const strand of strandsOf(line)) this.strand(strand, 5);
  }

  /** Lines that stand out. */
  strong(strands: readonly Strand[], color: string, width: number, arrows = true): void {
    const { on } = this;
    on.strokeStyle = color;
    on.fillStyle = color;
    on.lineWidth = width;
    for (const strand of strands) this.strand(strand, arrows ? 4.5 + 2 * width : 0);
  }

  private strand(strand: Strand, arrow: number): void {
    const { on } = this;
    const curve = curveOf(strand, this.eye);
    on.beginPath();
    on.moveTo(curve.x0, curve.y0);
    if (curve.loop) on.bezierCurveTo(...curve.loop, curve.x1, curve.y1);
    else on.quadraticCurveTo(curve.cx, curve.cy, curve.x1, curve.y1);
    on.stroke();
    if (arrow === 0 || strand.line.a.shares || strand.line.b.shares) return;
    const [tipX, tipY, angle] = curve.tip;
    on.beginPath();
    on.moveTo(tipX, tipY);
    on.lineTo(tipX - arrow * Math.cos(angle - 0.42), tipY - arrow * Math.sin(angle - 0.42));
    on.lineTo(tipX - arrow * Math.cos(angle + 0.42), tipY - arrow * Math.sin(angle + 0.42));
    on.closePath();
    on.fill();
  }

  /** Dots that do not stand out. */
  dots(scene: Scene, emphasis: Emphasis): void {
    const { on, eye, inks } = this;
    const batches = new Map<string, Dot[]>();
    const large: Dot[] = [];
    const smallest = sizeWithRadius(PLAIN_BELOW, eye.k);
    const outlined = sizeWithRadius(OUTLINED_FROM, eye.k);
    for (const dot of scene.dots) {
      if (emphasis.lit.has(dot) || !this.near(dot)) continue;
      if (dot.size >= outlined || dot.shares) large.push(dot);
      else {
        const key = dot.lines.length > 0 ? dot.type : `${ALONE}${dot.type}`;
        const batch = batches.get(key);
        if (batch) batch.push(dot);
        else batches.set(key, [dot]);
      }
    }
    for (const [key, dots] of batches) {
      const { type } = dots[0]!;
      on.fillStyle = emphasis.fades ? this.faded(type) : key.startsWith(ALONE) ? mix(inks.ground, fillOf(type, inks), 0.6) : fillOf(type, inks);
      this.small(dots, type, smallest);
    }
    for (const dot of large) this.dot(dot, emphasis.fades);
  }

  private small(dots: Dot[], type: string, smallest: number): void {
    const { on, eye } = this;
    const { shape } = lookOf(type);
    let inPath = 0;
    on.beginPath();
    for (const dot of dots) {
      const [x, y] = this.at(dot);
      const radius = radiusOf(dot, eye.k);
      if (dot.size < smallest) {
        const half = radius * 0.88;
        on.fillRect(x - half, y - half, 2 * half, 2 * half);
      } else {
        outline(on, shape, x, y, radius);
        if (++inPath % BATCH === 0) {
          on.fill();
          on.beginPath();
        }
      }
    }
    on.fill();
  }

  /** One dot, set off from what it covers. */
  dot(dot: Dot, fades: boolean): void {
    const { on, eye, inks } = this;
    const [x, y] = this.at(dot);
    const radius = radiusOf(dot, eye.k);
    if (dot.shares) return this.pie(dot, x, y, radius, fades);
    on.beginPath();
    outline(on, lookOf(dot.type).shape, x, y, radius);
    on.lineJoin = "round";
    on.lineWidth = radius > 7 ? 3 : 2;
    on.strokeStyle = inks.ground;
    on.stroke();
    on.fillStyle = fades ? this.faded(dot.type) : fillOf(dot.type, inks);
    on.fill();
  }

  /** A community as one: a ring that tells what it is made of, around its number of nodes. */
  private pie(dot: Dot, x: number, y: number, radius: number, fades: boolean): void {
    const { on, inks } = this;
    const all = dot.shares!.reduce((sum, [, count]) => sum + count, 0);
    on.beginPath();
    on.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
    on.fillStyle = inks.ground;
    on.fill();
    let from = -Math.PI / 2;
    for (const [type, count] of dot.shares!) {
      const to = from + (2 * Math.PI * count) / all;
      on.beginPath();
      on.moveTo(x, y);
      on.arc(x, y, radius, from, to);
      on.closePath();
      on.fillStyle = fades ? this.faded(type) : fillOf(type, inks);
      on.fill();
      from = to;
    }
    on.beginPath();
    on.arc(x, y, radius * 0.7, 0, 2 * Math.PI);
    on.fillStyle = inks.raised;
    on.fill();
    if (radius < NUMBERED_FROM) return;
    const text = all.toLocaleString("en");
    const size = Math.min(14, (radius * 2.1) / Math.max(2, text.length));
    this.text(text, x, y, { size, bold: true, color: fades ? inks.soft : inks.ink, align: "center" });
  }

  /** What the reader looks at: a ring around it. */
  ring(dot: Dot, color: string, width: number, away: number): void {
    const { on, eye } = this;
    const [x, y] = this.at(dot);
    on.beginPath();
    on.arc(x, y, radiusOf(dot, eye.k) * ringOf(dot) + away, 0, 2 * Math.PI);
    on.lineWidth = width;
    on.strokeStyle = color;
    on.stroke();
  }

  /** The sign of a dot that was put where it is. */
  pin(dot: Dot): void {
    const { on, inks } = this;
    const { x, y, radius } = pinOf(dot, this.eye);
    on.beginPath();
    on.arc(x, y, radius, 0, 2 * Math.PI);
    on.fillStyle = inks.raised;
    on.fill();
    on.lineWidth = 1.5;
    on.strokeStyle = inks.accent;
    on.stroke();
    on.beginPath();
    on.arc(x, y, radius - 3, 0, 2 * Math.PI);
    on.fillStyle = inks.accent;
    on.fill();
  }

  /** Words, with the ground around them so that they can be read over lines. */
  text(text: string, x: number, y: number, how: { size: number; bold?: boolean; color: string; halo?: number; align?: CanvasTextAlign }): void {
    const { on, inks } = this;
    on.font = fontOf(how.size, how.bold ?? false, inks);
    on.textAlign = how.align ?? "left";
    on.textBaseline = "middle";
    if (how.halo) {
      on.lineJoin = "round";
      on.lineWidth = how.halo;
      on.strokeStyle = inks.ground;
      on.strokeText(text, x, y);
    }
    on.fillStyle = how.color;
    on.fillText(text, x, y);
  }

  at({ x, y }: { x: number; y: number }): [x: number, y: number] {
    return [acrossOf(this.eye, x), downOf(this.eye, y)];
  }

  near(dot: Dot): boolean {
    const [x, y] = this.at(dot);
    return !this.outside(x, y, radiusOf(dot, this.eye.k) * 1.5);
  }

  private outside(x: number, y: number, radius: number): boolean {
    return x < -radius || y < -radius || x > this.eye.width + radius || y > this.eye.height + radius;
  }

  private seen({ a, b }: Line): boolean {
    const { eye } = this;
    const [w, h] = [eye.width / 2 / eye.k, eye.height / 2 / eye.k];
    const [left, right, top, bottom] = [eye.x - w, eye.x + w, eye.y - h, eye.y + h];
    return !((a.x < left && b.x < left) || (a.x > right && b.x > right) || (a.y < top && b.y < top) || (a.y > bottom && b.y > bottom));
  }

  private faded(type: string): string {
    return mix(this.inks.ground, fillOf(type, this.inks), this.inks.dark ? 0.3 : 0.22);
  }
}

export const fontOf = (size: number, bold: boolean, inks: Inks): string => `${bold ? 600 : 400} ${size}px ${inks.fonts}`;

const POINTED = new Set(["triangle", "triangleDown", "diamond", "bubble"]);

/** How much wider than its radius a ring around a dot has to be. */
const ringOf = (dot: Dot): number => (dot.shares ? 1 : POINTED.has(lookOf(dot.type).shape) ? 1.4 : 1.12);

/** Where the sign of a pin is. */
export function pinOf(dot: Dot, eye: Eye): { x: number; y: number; radius: number } {
  const away = radiusOf(dot, eye.k) * 0.8 + 4;
  return { x: acrossOf(eye, dot.x) + away, y: downOf(eye, dot.y) - away, radius: 5.5 };
}

export interface Curve {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  /** control point */
  cx: number;
  cy: number;
  /** control points of an edge from a node to itself */
  loop: [number, number, number, number] | null;
  /** the tip of its arrow and where it points, in radians */
  tip: [x: number, y: number, angle: number];
}

/** The course of a strand in a picture. */
export function curveOf(strand: Strand, eye: Eye): Curve {
  const { line, from, to } = strand;
  if (from === to) return loopOf(strand, eye);
  const [x0, y0, x1, y1] = [acrossOf(eye, from.x), downOf(eye, from.y), acrossOf(eye, to.x), downOf(eye, to.y)];
  const length = Math.hypot(x1 - x0, y1 - y0) || 1;
  const many = line.strands?.length ?? 1;
  const step = Math.min(STEP, (0.8 * length) / Math.max(2, many));
  const side = from === line.a ? 1 : -1;
  const off = 2 * step * strand.bend * side;
  const [nx, ny] = [(y1 - y0) / length, (x0 - x1) / length];
  const [cx, cy] = [(x0 + x1) / 2 + nx * off, (y0 + y1) / 2 + ny * off];
  const angle = Math.atan2(y1 - cy, x1 - cx);
  const away = radiusOf(to, eye.k) * (to.shares ? 1 : 1.1) + 2;
  return { x0, y0, x1, y1, cx, cy, loop: null, tip: [x1 - away * Math.cos(angle), y1 - away * Math.sin(angle), angle] };
}

function loopOf(strand: Strand, eye: Eye): Curve {
  const [x, y] = [acrossOf(eye, strand.from.x), downOf(eye, strand.from.y)];
  const radius = radiusOf(strand.from, eye.k);
  const reach = radius * 2.4 + 26 + 14 * strand.bend;
  const [out, back] = [-Math.PI * 0.78, -Math.PI * 0.22];
  const loop: [number, number, number, number] = [
    x + reach * Math.cos(out), y + reach * Math.sin(out), x + reach * Math.cos(back), y + reach * Math.sin(back),
  ];
  const angle = Math.atan2(y - loop[3], x - loop[2]);
  const away = radius * 1.1 + 2;
  return { x0: x, y0: y, x1: x, y1: y, cx: x, cy: y - reach, loop, tip: [x - away * Math.cos(angle), y - away * Math.sin(angle), angle] };
}

/** A point of a curve; `t` from 0 to 1. */
export function along(curve: Curve, t: number): [x: number, y: number] {
  const { x0, y0, x1, y1, cx, cy, loop } = curve;
  const u = 1 - t;
  if (loop) {
    const [ax, ay, bx, by] = loop;
    return [
      u * u * u * x0 + 3 * u * u * t * ax + 3 * u * t * t * bx + t * t * t * x1,
      u * u * u * y0 + 3 * u * u * t * ay + 3 * u * t * t * by + t * t * t * y1,
    ];
  }
  return [u * u * x0 + 2 * u * t * cx + t * t * x1, u * u * y0 + 2 * u * t * cy + t * t * y1];
}
