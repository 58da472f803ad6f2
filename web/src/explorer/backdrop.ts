/** A picture of what does not stand out, larger than what is seen: while it is moved, it is drawn again only where it has
 * to be. A browser without a GPU takes 30 ms to draw 10,000 nodes, and 2 ms to draw a picture of them. */

import type { Eye } from "./eye.ts";

const MARGIN = 0.22; // of width and height, on each side
const LARGEST = 9e6; // device pixels
const SMALLER = 0.7; // how much it may be stretched while it moves
const LARGER = 1.4;
const LARGER_IF_SLOW = 1.9;
const SLOW = 16; // ms

export class Backdrop {
  private readonly canvas = document.createElement("canvas");
  private of: Eye | null = null;
  /** how long it took to paint last, in ms */
  private took = 0;

  /** What is drawn has changed. */
  forget(): void {
    this.of = null;
  }

  /** Draws onto a context whose unit is the CSS pixel. While the eye moves, an older picture may stand for a new one. */
  draw(on: CanvasRenderingContext2D, eye: Eye, moving: boolean, paint: (on: CanvasRenderingContext2D, eye: Eye) => void): void {
    const began = performance.now();
    const anew = !this.of || !this.serves(this.of, eye, moving);
    if (anew) this.paint(eye, paint);
    const of = this.of!;
    const scale = eye.k / of.k;
    const [width, height] = [of.width * scale, of.height * scale];
    const x = (of.x - eye.x) * eye.k + eye.width / 2 - width / 2;
    const y = (of.y - eye.y) * eye.k + eye.height / 2 - height / 2;
    const whole = (pixels: number) => (scale === 1 ? Math.round(pixels * eye.ratio) / eye.ratio : pixels); // else it blurs
    on.drawImage(this.canvas, whole(x), whole(y), width, height);
    if (anew) this.took = performance.now() - began;
  }

  private serves(of: Eye, eye: Eye, moving: boolean): boolean {
    if (of.ratio !== eye.ratio) return false;
    const scale = eye.k / of.k;
    const larger = this.took > SLOW ? LARGER_IF_SLOW : LARGER;
    if (moving ? scale < SMALLER || scale > larger : scale !== 1) return false;
    const [halfW, halfH] = [(of.width * scale - eye.width) / 2 / eye.k, (of.height * scale - eye.height) / 2 / eye.k];
    return Math.abs(of.x - eye.x) <= halfW && Math.abs(of.y - eye.y) <= halfH;
  }

  private paint(eye: Eye, paint: (on: CanvasRenderingContext2D, eye: Eye) => void): void {
    const margin = eye.width * eye.height * eye.ratio ** 2 * (1 + 2 * MARGIN) ** 2 > LARGEST ? 0.06 : MARGIN;
    const pixels = (length: number) => Math.ceil(length * (1 + 2 * margin) * eye.ratio);
    const [width, height] = [pixels(eye.width), pixels(eye.height)];
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    this.of = { ...eye, width: width / eye.ratio, height: height / eye.ratio };
    const on = this.canvas.getContext("2d", { alpha: false })!;
    on.setTransform(eye.ratio, 0, 0, eye.ratio, 0, 0);
    paint(on, this.of);
  }
}
