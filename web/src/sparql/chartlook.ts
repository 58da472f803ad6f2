/** An answer as a chart: bars for names, a line where the names are times. */
import { el, svg } from "../explorer/dom.ts";
import type { Words } from "../explorer/words.ts";
import { numberOf } from "./answer.ts";
import type { Row } from "./answer.ts";

const MOST = 60;
const TIME = /^\d{4}(?:-(?:\d{2}(?:-\d{2})?|Q[1-4]|H[12]))?$/;

/** Columns that can be a chart's names and numbers. */
export function chartable(columns: string[], rows: readonly Row[]): { names: number[]; values: number[] } {
  const filled = (column: number) => rows.filter((row) => row[column]).map((row) => row[column]!);
  const all = columns.map((_, column) => column).filter((column) => filled(column).length > 0);
  const isYear = (column: number) => filled(column).every((t) => TIME.test(t.value));
  const values = all.filter((column) => filled(column).every((t) => !Number.isNaN(numberOf(t))) && !(isYear(column) && all.length > 1));
  const names = all.filter((column) => !values.includes(column));
  return { names: names.length > 0 ? names : values.length > 1 ? [values.shift()!] : [], values };
}

/** Names that queries give to what they count or add up. */
const COUNTED = /^(?:n|number|count|total|sum|articles|times)$|(?:count|total|number)/i;

/** The column whose bars tell most: of those with several values a count before others, else that with most values. */
export function telling(columns: string[], rows: readonly Row[], values: readonly number[]): { column: number; different: number } {
  const [best] = values
    .map((column) => ({ column, different: new Set(rows.flatMap((row) => (row[column] ? [numberOf(row[column])] : []))).size }))
    .sort((a, b) => rank(b) - rank(a) || b.different - a.different || a.column - b.column);
  return best!;

  function rank({ column, different }: { column: number; different: number }): number {
    return different < 2 ? 0 : COUNTED.test(columns[column]!) ? 2 : 1;
  }
}

export function chartLook(columns: string[], rows: readonly Row[], words: Words): HTMLElement {
  const { names, values } = chartable(columns, rows);
  if (names.length === 0 || values.length === 0) return el("p", { class: "quiet" }, words.say("noChart"));
  const best = telling(columns, rows, values);
  if (rows.length > 1 && best.different < 2) return el("p", { class: "quiet" }, words.say("noDifference"));
  const drawn = el("div", { class: "chart" });
  const byLabel = names.find((column) => rows.some((row) => row[column]?.type === "literal")) ?? names[0]!;
  const chooseName = chooser("label", columns, names, byLabel, words);
  const chooseValue = chooser("value", columns, values, best.column, words);
  const draw = () => drawn.replaceChildren(chart(rows, Number(chooseName.value), Number(chooseValue.value), columns));
  for (const select of [chooseName, chooseValue]) select.addEventListener("change", draw);
  draw();
  const more = rows.length > MOST && el("p", { class: "quiet" }, words.say("shown", { n: MOST }));
  const choosers = el("p", { class: "choosers" }, el("label", {}, words.say("label"), " ", chooseName), el("label", {}, words.say("value"), " ", chooseValue));
  return el("div", {}, choosers, drawn, more);
}

function chooser(word: string, columns: string[], among: number[], chosen: number, words: Words): HTMLSelectElement {
  const options = among.map((c) => el("option", { value: c, selected: c === chosen }, columns[c]!));
  return el("select", { "aria-label": words.say(word) }, ...options);
}

function chart(rows: readonly Row[], name: number, value: number, columns: string[]): SVGSVGElement {
  const points = rows
    .filter((row) => row[name] && row[value])
    .slice(0, MOST)
    .map((row) => ({ name: row[name]!.value, value: numberOf(row[value]) }));
  return points.length > 1 && points.every((p) => TIME.test(p.name)) ? line(points, columns[value]!) : bars(points, columns[value]!);
}

interface Point {
  name: string;
  value: number;
}

const shown = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 4 });
const clipped = (text: string) => ([...text].length > 18 ? `${[...text].slice(0, 17).join("")}…` : text);

function bars(points: Point[], title: string): SVGSVGElement {
  const [left, width, step] = [190, 560, 26];
  const low = Math.min(0, ...points.map((p) => p.value));
  const high = Math.max(0, ...points.map((p) => p.value));
  const x = (value: number) => left + ((value - low) / (high - low || 1)) * width;
  const drawn = points.flatMap((p, i) => {
    const y = i * step + 6;
    const from = Math.min(x(0), x(p.value));
    return [
      svg("text", { x: left - 10, y: y + 13, "text-anchor": "end" }, clipped(p.name), svg("title", {}, p.name)),
      svg("rect", { class: "bar", x: from, y, width: Math.max(Math.abs(x(p.value) - x(0)), 1), height: 18, rx: 3 }, svg("title", {}, `${p.name}: ${shown(p.value)}`)),
      svg("text", { class: "number", x: Math.max(x(p.value), x(0)) + 6, y: y + 13 }, shown(p.value)),
    ];
  });
  return frame(left + width + 110, points.length * step + 12, `${title}: ${told(points)}`, drawn);
}

function line(points: Point[], title: string): SVGSVGElement {
  const ordered = [...points].sort((a, b) => (a.name < b.name ? -1 : 1));
  const [left, top, width, height] = [80, 24, 680, 280];
  const low = Math.min(0, ...ordered.map((p) => p.value));
  const high = Math.max(...ordered.map((p) => p.value), 0);
  const x = (i: number) => left + (i / (ordered.length - 1)) * width;
  const y = (value: number) => top + (1 - (value - low) / (high - low || 1)) * height;
  const every = Math.ceil(ordered.length / 10);
  const drawn: SVGElement[] = [low, (low + high) / 2, high].flatMap((value) => [
    svg("line", { class: "grid", x1: left, x2: left + width, y1: y(value), y2: y(value) }),
    svg("text", { class: "number", x: left - 8, y: y(value) + 4, "text-anchor": "end" }, shown(value)),
  ]);
  drawn.push(svg("path", { class: "line", d: ordered.map((p, i) => `${i ? "L" : "M"}${x(i).toFixed(1)} ${y(p.value).toFixed(1)}`).join("") }));
  ordered.forEach((p, i) => {
    drawn.push(svg("circle", { class: "dot", cx: x(i), cy: y(p.value), r: 4 }, svg("title", {}, `${p.name}: ${shown(p.value)}`)));
    if (i % every === 0) drawn.push(svg("text", { x: x(i), y: top + height + 22, "text-anchor": "middle" }, p.name));
  });
  return frame(left + width + 40, top + height + 36, `${title}: ${told(ordered)}`, drawn);
}

const told = (points: Point[]) => points.map((p) => `${p.name} ${shown(p.value)}`).join(", ");

const frame = (width: number, height: number, label: string, drawn: SVGElement[]) =>
  svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...drawn);
