/** The picture as a file: what is seen, under a title, with what the colours and shapes mean. */

import type { Drawing } from "./drawing.ts";
import type { Eye } from "./eye.ts";
import { fillOf } from "./inks.ts";
import { fontOf, Painter, type Surface } from "./paint.ts";
import { lookOf } from "./palette.ts";
import { outline } from "./shapes.ts";

export interface Caption {
  title: string;
  /** what the filters leave out; "" nothing */
  filters: string;
  /** the types that are drawn, the most frequent first */
  types: { type: string; name: string; count: number }[];
}

const HEAD = 44;
const FOOT = 38;
const SCALE = 2;

/** The picture in pixels, at twice its size on the screen. */
export async function pngOf(drawing: Drawing, eye: Eye, caption: Caption): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(eye.width * SCALE);
  canvas.height = Math.round((eye.height + HEAD + FOOT) * SCALE);
  const on = canvas.getContext("2d", { alpha: false })!;
  on.setTransform(SCALE, 0, 0, SCALE, 0, HEAD * SCALE);
  const still = { ...eye, ratio: SCALE };
  draw(drawing, on, still);
  frame(drawing, on, still, caption, (text, font) => {
    on.font = font;
    return on.measureText(text).width;
  });
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"));
}

/** The picture in vectors; its text is text. */
export function svgOf(drawing: Drawing, eye: Eye, caption: Caption): string {
  const measure = document.createElement("canvas").getContext("2d")!;
  const on = new SvgSurface();
  draw(drawing, on, eye);
  frame(drawing, on, eye, caption, (text, font) => {
    measure.font = font;
    return measure.measureText(text).width;
  });
  return on.file(eye.width, -HEAD, eye.height + FOOT, caption.title);
}

function draw(drawing: Drawing, on: Surface, eye: Eye): void {
  const { hovered } = drawing.drawn;
  drawing.drawn.hovered = null;
  drawing.rest(on, eye);
  drawing.live(on, eye, true);
  drawing.drawn.hovered = hovered;
}

/** Title above, legend below. */
function frame({ inks }: Drawing, on: Surface, eye: Eye, { title, filters, types }: Caption, widthOf: (text: string, font: string) => number): void {
  const painter = new Painter(on, eye, inks);
  on.fillStyle = inks.raised;
  on.fillRect(0, -HEAD, eye.width, HEAD);
  on.fillRect(0, eye.height, eye.width, FOOT);
  on.fillStyle = inks.line;
  on.fillRect(0, -1, eye.width, 1);
  on.fillRect(0, eye.height, eye.width, 1);
  painter.text(title, 16, filters ? -HEAD + 15 : -HEAD / 2, filters ? { size: 15, bold: true, color: inks.ink } : { size: 17, bold: true, color: inks.ink });
  if (filters) painter.text(cut(filters, eye.width - 32, (text) => widthOf(text, fontOf(12, false, inks))), 16, -HEAD + 33, { size: 12, color: inks.soft });
  let x = 16;
  for (const { type, name, count } of types) {
    const text = `${name} ${count.toLocaleString("en")}`;
    const width = widthOf(text, fontOf(12, false, inks));
    if (x + width + 24 > eye.width) break;
    on.fillStyle = fillOf(type, inks);
    on.beginPath();
    outline(on, lookOf(type).shape, x + 6, eye.height + FOOT / 2, 5.5);
    on.fill();
    painter.text(text, x + 18, eye.height + FOOT / 2 + 0.5, { size: 12, color: inks.ink });
    x += width + 38;
  }
}

/** A text's beginning that is no wider than there is room. */
function cut(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join("")}…`) > room) letters.pop();
  return `${letters.join("")}…`;
}

/** Writes down as SVG what a canvas would draw. */
export class SvgSurface implements Surface {
  fillStyle: Surface["fillStyle"] = "#000";
  strokeStyle: Surface["strokeStyle"] = "#000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "400 12px sans-serif";
  textAlign: CanvasTextAlign = "left";
  textBaseline: CanvasTextBaseline = "middle";
  lineJoin: CanvasLineJoin = "miter";
  lineCap: CanvasLineCap = "butt";
  private readonly parts: string[] = [];
  private path: string[] = [];
  private dash: Iterable<number> = [];

  file(width: number, top: number, bottom: number, title: string): string {
    const [w, h] = [n(width), n(bottom - top)];
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 ${n(top)} ${w} ${h}"><title>${escaped(title)}</title>\n${this.parts.join("\n")}\n</svg>\n`;
  }

  beginPath(): void {
    this.path = [];
  }

  moveTo(x: number, y: number): void {
    this.path.push(`M${n(x)} ${n(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.path.push(`L${n(x)} ${n(y)}`);
  }

  closePath(): void {
    this.path.push("Z");
  }

  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.path.push(`Q${n(cx)} ${n(cy)} ${n(x)} ${n(y)}`);
  }

  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void {
    this.path.push(`C${n(ax)} ${n(ay)} ${n(bx)} ${n(by)} ${n(x)} ${n(y)}`);
  }

  arc(x: number, y: number, radius: number, start: number, end: number): void {
    const at = (angle: number) => `${n(x + radius * Math.cos(angle))} ${n(y + radius * Math.sin(angle))}`;
    const r = n(radius);
    const begins = this.path.length === 0 || this.path.at(-1) === "Z" ? "M" : "L";
    if (this.path.at(-1) !== `M${at(start)}`) this.path.push(`${begins}${at(start)}`);
    const whole = end - start >= 2 * Math.PI - 1e-6;
    const middle = (start + end) / 2;
    if (whole) this.path.push(`A${r} ${r} 0 1 1 ${at(start + Math.PI)}A${r} ${r} 0 1 1 ${at(start)}`);
    else this.path.push(`A${r} ${r} 0 0 1 ${at(middle)}A${r} ${r} 0 0 1 ${at(end)}`);
  }

  fill(): void {
    if (this.path.length > 0) this.parts.push(`<path d="${this.path.join("")}" fill="${attribute(this.fillStyle)}"${this.alpha()}/>`);
  }

  stroke(): void {
    if (this.path.length > 0) this.parts.push(`<path d="${this.path.join("")}" fill="none" ${this.line()}${this.alpha()}/>`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.parts.push(`<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${attribute(this.fillStyle)}"${this.alpha()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    this.parts.push(`<text ${this.letters(x, y)} fill="${attribute(this.fillStyle)}"${this.alpha()}>${escaped(text)}</text>`);
  }

  strokeText(text: string, x: number, y: number): void {
    this.parts.push(`<text ${this.letters(x, y)} fill="none" ${this.line()}${this.alpha()} aria-hidden="true">${escaped(text)}</text>`);
  }

  setLineDash(segments: Iterable<number>): void {
    this.dash = segments;
  }

  private line(): string {
    const dash = [...this.dash];
    const join = this.lineJoin === "round" ? ' stroke-linejoin="round"' : "";
    return `stroke="${attribute(this.strokeStyle)}" stroke-width="${n(this.lineWidth)}"${join}${dash.length ? ` stroke-dasharray="${dash.join(" ")}"` : ""}`;
  }

  private letters(x: number, y: number): string {
    const [, weight = "400", size = "12", family = "sans-serif"] = /^(\d+) ([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const anchor = this.textAlign === "center" ? ' text-anchor="middle"' : "";
    return `x="${n(x)}" y="${n(y)}" dominant-baseline="central" font-family="${attribute(family)}" font-size="${size}" font-weight="${weight}"${anchor}`;
  }

  private alpha(): string {
    return this.globalAlpha < 1 ? ` opacity="${n(this.globalAlpha)}"` : "";
  }
}

const n = (value: number): string => String(Math.round(value * 100) / 100);

const escaped = (text: string): string => text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

const attribute = (value: unknown): string => escaped(String(value)).replace(/"/g, "&quot;");
