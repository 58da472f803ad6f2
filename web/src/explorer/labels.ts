/** Which labels are drawn, and where: none over another, the most wanted first. */

export interface Wanted {
  text: string;
  /** the middle of what it names, in pixels */
  x: number;
  y: number;
  /** how far from the middle it begins */
  radius: number;
  /** height of the letters, in pixels */
  size: number;
  bold: boolean;
  /** sides that may be tried, the best first */
  sides: readonly Side[];
  /** drawn even where there is no room */
  must: boolean;
}

export type Side = "right" | "left" | "below" | "above" | "over";

export interface Placed<W extends Wanted = Wanted> {
  of: W;
  /** left end and middle height of the text, in pixels */
  x: number;
  y: number;
  width: number;
}

export const AROUND: readonly Side[] = ["right", "left", "below", "above"];
export const UNDER_FIRST: readonly Side[] = ["below", "right", "left", "above"];

const CELL = 4;
const GAP = 4;

/** Which parts of a picture are taken. `left` and `top` tie its cells to the world, so that moving it changes nothing. */
export class Room {
  private readonly columns: number;
  private readonly rows: number;
  private readonly taken: Uint8Array;
  private readonly left: number;
  private readonly top: number;

  constructor(left: number, top: number, width: number, height: number) {
    this.left = Math.floor(left / CELL);
    this.top = Math.floor(top / CELL);
    this.columns = Math.ceil(width / CELL) + 2;
    this.rows = Math.ceil(height / CELL) + 2;
    this.taken = new Uint8Array(this.columns * this.rows);
  }

  /** Whether nothing is in a box yet; what lies outside of the picture is taken. */
  free(x0: number, y0: number, x1: number, y1: number): boolean {
    const [c0, r0, c1, r1] = this.cells(x0, y0, x1, y1);
    if (c0 < 0 || r0 < 0 || c1 >= this.columns || r1 >= this.rows) return false;
    for (let row = r0; row <= r1; row++) {
      for (let at = row * this.columns + c0, end = at + c1 - c0; at <= end; at++) if (this.taken[at]) return false;
    }
    return true;
  }

  take(x0: number, y0: number, x1: number, y1: number): void {
    const [c0, r0, c1, r1] = this.cells(x0, y0, x1, y1);
    const [from, to] = [Math.max(0, c0), Math.min(this.columns - 1, c1)];
    if (from > to) return;
    for (let row = Math.max(0, r0); row <= Math.min(this.rows - 1, r1); row++) {
      this.taken.fill(1, row * this.columns + from, row * this.columns + to + 1);
    }
  }

  private cells(x0: number, y0: number, x1: number, y1: number): [number, number, number, number] {
    const { left, top } = this;
    return [Math.floor(x0 / CELL) - left, Math.floor(y0 / CELL) - top, Math.floor(x1 / CELL) - left, Math.floor(y1 / CELL) - top];
  }
}

/** Left and right end of what is seen. */
export type Ends = readonly [left: number, right: number];

/** Puts labels where there is room for them, in the order in which they come; with `ends` rather where they are seen whole. */
export function place<W extends Wanted>(wanted: Iterable<W>, room: Room, widthOf: (label: W) => number, most = Number.POSITIVE_INFINITY, ends?: Ends): Placed<W>[] {
  const placed: Placed<W>[] = [];
  for (const of of wanted) {
    if (placed.length >= most) break;
    const width = widthOf(of);
    const put = seat(of, width, room, ends);
    if (put) placed.push(put);
  }
  return placed;
}

function seat<W extends Wanted>(of: W, width: number, room: Room, ends?: Ends): Placed<W> | null {
  const half = of.size * 0.62;
  const seats = of.sides.map((side) => beside(of, side, width, half));
  if (ends) seats.sort(([a], [b]) => Number(cutOff(a, width, ends)) - Number(cutOff(b, width, ends)));
  let at = seats.find(([x, y]) => room.free(x - 1, y - half, x + width + 1, y + half));
  if (of.must) at ??= seats[0];
  if (!at) return null;
  const [x, y] = at;
  room.take(x - 1, y - half, x + width + 1, y + half);
  return { of, x, y, width };
}

const cutOff = (x: number, width: number, [left, right]: Ends): boolean => x < left || x + width > right;

function beside(of: Wanted, side: Side, width: number, half: number): [x: number, y: number] {
  const away = of.radius + GAP;
  if (side === "right") return [of.x + away, of.y];
  if (side === "left") return [of.x - away - width, of.y];
  if (side === "below") return [of.x - width / 2, of.y + of.radius + half + 1];
  if (side === "above") return [of.x - width / 2, of.y - of.radius - half - 1];
  return [of.x - width / 2, of.y];
}

/** Text of at most so many characters, where what is as wide as two counts as two. */
export function cut(text: string, most: number): string {
  let room = most;
  let kept = "";
  for (const c of text) {
    room -= isWide(c) ? 2 : 1;
    if (room < 0) return `${kept.trimEnd()}…`;
    kept += c;
  }
  return text;
}

const isWide = (c: string): boolean => c.codePointAt(0)! > 0x2e7f;

/** Widths of texts, measured once for each font. */
export class Widths {
  private readonly known = new Map<string, Map<string, number>>();

  constructor(private readonly measure: (text: string, font: string) => number) {}

  of(text: string, font: string): number {
    let widths = this.known.get(font);
    if (!widths) this.known.set(font, (widths = new Map()));
    let width = widths.get(text);
    if (width === undefined) widths.set(text, (width = this.measure(text, font)));
    return width;
  }
}
