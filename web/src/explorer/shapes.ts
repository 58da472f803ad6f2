/** Outlines of nodes: each shape has about the area of the circle with the same radius. */

import type { Shape } from "./palette.ts";

/** What outlines are drawn into: a canvas, a Path2D, or SVG. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
  closePath(): void;
}

const HALF = Math.sqrt(Math.PI) / 2;
const hexagon = [0, 1, 2, 3, 4, 5].map((i) => [1.1 * Math.cos((i * Math.PI) / 3), 1.1 * Math.sin((i * Math.PI) / 3)] as const);

const CORNERS: Partial<Record<Shape, readonly (readonly [number, number])[]>> = {
  triangle: [[0, -1.38], [1.28, 0.86], [-1.28, 0.86]],
  triangleDown: [[0, 1.38], [1.28, -0.86], [-1.28, -0.86]],
  diamond: [[0, -1.3], [1.3, 0], [0, 1.3], [-1.3, 0]],
  square: [[-HALF, -HALF], [HALF, -HALF], [HALF, HALF], [-HALF, HALF]],
  hexagon,
  bubble: [[-1.15, -0.85], [1.15, -0.85], [1.15, 0.55], [0.1, 0.55], [-0.55, 1.2], [-0.5, 0.55], [-1.15, 0.55]],
};

/** Adds the outline of a shape around a place. */
export function outline(pen: Pen, shape: Shape, x: number, y: number, radius: number): void {
  const corners = CORNERS[shape];
  if (!corners) {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  pen.moveTo(x + corners[0]![0] * radius, y + corners[0]![1] * radius);
  for (let i = 1; i < corners.length; i++) pen.lineTo(x + corners[i]![0] * radius, y + corners[i]![1] * radius);
  pen.closePath();
}
