/** From the world to the picture and back. */

export interface Eye {
  /** size of the picture, in CSS pixels */
  width: number;
  height: number;
  /** device pixels for a CSS pixel */
  ratio: number;
  /** what is in the middle of the picture */
  x: number;
  y: number;
  /** zoom */
  k: number;
}

export const LEAST_ZOOM = 0.02;
export const MOST_ZOOM = 8;

export const acrossOf = (eye: Eye, x: number): number => (x - eye.x) * eye.k + eye.width / 2;
export const downOf = (eye: Eye, y: number): number => (y - eye.y) * eye.k + eye.height / 2;
export const worldOf = (eye: Eye, across: number, down: number): { x: number; y: number } => ({
  x: (across - eye.width / 2) / eye.k + eye.x,
  y: (down - eye.height / 2) / eye.k + eye.y,
});

/** How much nodes grow with the zoom: more slowly than the space between them, so that hubs are seen from afar and do not
 * cover all from near. */
export const growth = (k: number): number => (k < 1 ? k ** 0.62 : k ** 0.35);

/** The size at zoom 1 of what has a radius at a zoom. */
export const sizeWithRadius = (radius: number, k: number): number => radius / growth(k);

export interface Bounds {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** The box around places; null where there are none. */
export function boundsOf(places: Iterable<{ x: number; y: number }>): Bounds | null {
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (const { x, y } of places) {
    box.x0 = Math.min(box.x0, x);
    box.y0 = Math.min(box.y0, y);
    box.x1 = Math.max(box.x1, x);
    box.y1 = Math.max(box.y1, y);
  }
  return box.x0 <= box.x1 && box.y0 <= box.y1 ? box : null;
}

/** Space around what is fitted, in pixels. */
export interface Margin {
  side: number;
  top: number;
  bottom: number;
}

/** The eye that sees a box as large as it can, up to a zoom. */
export function fitted(eye: Eye, box: Bounds, margin: Margin, most: number): Eye {
  const [width, height] = [Math.max(40, eye.width - 2 * margin.side), Math.max(40, eye.height - margin.top - margin.bottom)];
  const k = Math.min(width / Math.max(1, box.x1 - box.x0), height / Math.max(1, box.y1 - box.y0), most);
  const zoom = Math.max(LEAST_ZOOM, k);
  return { ...eye, k: zoom, x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2 + (margin.bottom - margin.top) / 2 / zoom };
}
