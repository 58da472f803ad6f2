/** The page's signs: lines on a square of 24, drawn with the ink of the text around them. */

import { svg } from "./dom.ts";
import { lookOf, type Shape } from "./palette.ts";

const LINES = {
  graph: "M7.6 8.2 11 15.4M16.6 7.7l-3 7.7M8.6 6.4l6.8-.7M6.5 8.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM17.4 7.6a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM12.3 20.4a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Z",
  table: "M4 5.5h16v13H4zM4 10h16M4 14.3h16M9.5 10v8.5",
  conflicts: "M4 7h11l-3-3M20 17H9l3 3M13.5 9.5l-3 5",
  filter: "M4 6h16M7 12h10M10 18h4",
  link: "M10 14a4 4 0 0 0 5.7 0l2.8-2.8a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-2.8 2.8a4 4 0 0 0 5.7 5.7l1-1",
  download: "M12 4v11M7.5 11 12 15.5 16.5 11M5 19.5h14",
  auto: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16ZM12 4v16M12 7.5h3.8M12 11h5M12 14.5h4.6M12 18h2",
  light: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.8v2M12 19.2v2M2.8 12h2M19.2 12h2M5.5 5.5l1.4 1.4M17.1 17.1l1.4 1.4M5.5 18.5l1.4-1.4M17.1 6.9l1.4-1.4",
  dark: "M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7Z",
  help: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM9.6 9.4a2.5 2.5 0 1 1 3.5 2.6c-.7.4-1.1.9-1.1 1.8M12 16.7v.1",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5.5v13M5.5 12h13",
  minus: "M5.5 12h13",
  fit: "M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15",
  reset: "M5 12a7 7 0 1 0 2.2-5.1L4.5 9.4M4.5 4.8v4.6h4.6",
  expand: "M12 9.4a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2ZM12 9.4V5M12 14.6V19M9.4 12H5M14.6 12H19M5 5h.01M19 5h.01M5 19h.01M19 19h.01",
  path: "M6 8.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM18 20.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM8.2 6H14a3 3 0 0 1 0 6h-4a3 3 0 0 0 0 6h5.8",
  pin: "M9 4h6l-.8 5.6 2.8 3.2H7l2.8-3.2zM12 12.8V20",
  swap: "M7 5v13M7 18l-3-3M7 18l3-3M17 19V6M17 6l-3 3M17 6l3 3",
  down: "M6 9.5l6 6 6-6",
  article: "M6 3.8h9l3.2 3.2v13.2H6zM9 9h4M9 12.5h6.5M9 16h6.5",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  search: "M10.8 4.5a6.3 6.3 0 1 0 0 12.6 6.3 6.3 0 0 0 0-12.6ZM15.5 15.5l4.5 4.5",
  back: "M14.5 6l-6 6 6 6",
  away: "M10 5H5v14h14v-5M13 5h6v6M19 5l-8 8",
  warn: "M12 3.5 21.5 20h-19zM12 10v4.5M12 17.2v.1",
  agree: "M4.5 12.5l5 5L19.5 7",
  forth: "M9.5 6l6 6-6 6",
} as const;

export type IconName = keyof typeof LINES;

/** A sign. It says nothing to a screen reader: what it stands on has a label. */
export function icon(name: IconName): SVGSVGElement {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: LINES[name] }));
}

const SHAPES: Record<Shape, string> = {
  circle: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z",
  triangle: "M8 1.8 14.8 13.6H1.2Z",
  diamond: "M8 .9 15.1 8 8 15.1.9 8Z",
  square: "M2.6 2.6h10.8v10.8H2.6Z",
  hexagon: "M4.6 2.1h6.8L14.8 8l-3.4 5.9H4.6L1.2 8Z",
  triangleDown: "M8 14.2 1.2 2.4h13.6Z",
  bubble: "M4 2h8a2.5 2.5 0 0 1 2.5 2.5v4A2.5 2.5 0 0 1 12 11H8.6L5 14.4V11H4a2.5 2.5 0 0 1-2.5-2.5v-4A2.5 2.5 0 0 1 4 2Z",
};

/** What nodes of a type look like in the graph. */
export function shapeOf(type: string): SVGSVGElement {
  const { color, shape } = lookOf(type);
  const path = svg("path", { d: SHAPES[shape], fill: color, stroke: color });
  path.style.setProperty("--type", color); // the theme may lighten it
  return svg("svg", { class: "shape", viewBox: "0 0 16 16", "aria-hidden": "true" }, path);
}
