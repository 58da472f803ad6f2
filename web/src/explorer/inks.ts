/** The colours that the canvas draws with: those of the page's CSS, and mixtures of them. */

import { lookOf } from "./palette.ts";

export interface Inks {
  ground: string;
  raised: string;
  ink: string;
  soft: string;
  line: string;
  edge: string;
  edgeStrong: string;
  accent: string;
  mark: string;
  fonts: string;
  dark: boolean;
  /** how much lighter types' colours are than in the palette, 0 to 1: on dark ground blue has to be as clear as orange */
  lift: number;
}

const PLAIN: Record<Exclude<keyof Inks, "dark" | "lift">, [variable: string, otherwise: string]> = {
  ground: ["--ground", "#ffffff"],
  raised: ["--raised", "#ffffff"],
  ink: ["--ink", "#161b22"],
  soft: ["--soft", "#59636f"],
  line: ["--line", "#e1e5ea"],
  edge: ["--edge", "#aeb7c2"],
  edgeStrong: ["--edge-strong", "#454f5c"],
  accent: ["--accent", "#1f55c8"],
  mark: ["--mark", "#ffe9a3"],
  fonts: ["--fonts", "system-ui, sans-serif"],
};

/** The colours as they are for an element now. */
export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element);
  const entries = Object.entries(PLAIN).map(([name, [variable, otherwise]]) => [name, style.getPropertyValue(variable).trim() || otherwise]);
  const inks = Object.fromEntries(entries) as unknown as Inks;
  const [r, g, b] = parts(inks.ground);
  inks.dark = 0.3 * r + 0.59 * g + 0.11 * b < 128;
  inks.lift = Number.parseFloat(style.getPropertyValue("--lift")) / 100 || 0;
  return inks;
}

/** The colour that lies between two, `share` of the way from the first to the second. Both as #rgb or #rrggbb. */
export function mix(from: string, to: string, share: number): string {
  const [a, b] = [parts(from), parts(to)];
  return `#${a.map((v, i) => hex(v + (b[i]! - v) * share)).join("")}`;
}

export function parts(color: string): [number, number, number] {
  const long = color.length < 6 ? color.replace(/[\da-f]/gi, "$&$&") : color;
  const n = Number.parseInt(long.slice(1, 7), 16);
  return Number.isNaN(n) ? [128, 128, 128] : [(n >> 16) & 255, (n >> 8) & 255, n & 255];
}

const hex = (value: number): string => Math.round(value).toString(16).padStart(2, "0");

/** A type's colour, as light as the page has it. */
export const fillOf = (type: string, inks: Inks): string => mix(lookOf(type).color, "#ffffff", inks.lift);
