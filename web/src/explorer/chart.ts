/** A small chart of one metric over time. Its values, bounds and ranges can be pointed at, tabbed to and read as text. */

import { dateText } from "./datetext.ts";
import { el, svg } from "./dom.ts";
import { amountText, boundText, factView } from "./factview.ts";
import type { Scene } from "./factview.ts";
import { icon } from "./icons.ts";
import type { Node } from "./model.ts";
import { shortNumber, ticks } from "./series.ts";
import type { Point, Series } from "./series.ts";
import type { Words } from "./words.ts";

const WIDTH = 340;
const HEIGHT = 136;
const LEFT = 46;
const RIGHT = 12;
const TOP = 22;
const BOTTOM = 24;
/** Room within the axes, so that the first and last value have their labels. */
const INSET = 26;
/** How long the arrow of a bound is. */
const ARROW = 13;

const UP = ["MoreThan", "AtLeast"];
const DOWN = ["LessThan", "AtMost"];

interface Placed {
  point: Point;
  x: number;
  y: number;
}

/** The chart of a series, with its values and their evidence folded below it. */
export function chart(scene: Scene, series: Series, self: Node): HTMLElement {
  const { words } = scene;
  const { points } = series;
  const readout = el("p", { class: "readout", "aria-live": "polite" });
  const tell = (point: Point) => readout.replaceChildren(...readoutOf(words, point));
  const told = points.flatMap((p) => p.told).reverse();
  const against = told.filter((t) => t.fact.contradicts.length > 0).length;
  const title = el(
    "h4",
    {},
    series.metric,
    series.unit ? el("span", { class: "unit" }, series.unit) : null,
    against > 0 ? el("span", { class: "chip warn" }, icon("warn"), words.say("chart.against", { n: against })) : null,
  );
  const values = el("details", { class: "values" }, el("summary", {}, words.say("chart.points", { n: told.length })));
  const list = () => {
    if (values.childElementCount === 1)
      values.append(el("ol", { class: "facts" }, ...told.map((t) => el("li", {}, factView(scene, t, { self })))));
  };
  values.addEventListener("toggle", list);
  tell(points.at(-1)!);
  return el("div", { class: "chart", "data-series": series.key }, title, picture(scene, series, tell), readout, values);
}

function readoutOf(words: Words, point: Point): (string | HTMLElement)[] {
  const { detail, fact } = point.told[0]!;
  const article = fact.articles[0];
  const more = point.told.reduce((n, t) => n + t.quotes.length, 0);
  const source = [article?.publisher, more > 1 ? words.say("chart.sources", { n: more }) : ""].filter(Boolean).join(" · ");
  return [
    el("span", {}, dateText(detail.when!, words.language)),
    " ",
    el("b", {}, amountText(words, detail.amount!)),
    source ? " · " + source : "",
  ];
}

function picture(scene: Scene, series: Series, tell: (point: Point) => void): SVGSVGElement {
  const { words } = scene;
  const { points } = series;
  const scale = ticks(Math.min(...points.map((p) => p.least)), Math.max(...points.map((p) => p.most)), 3);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - scale[0]!) / (scale.at(-1)! - scale[0]!)) * (HEIGHT - TOP - BOTTOM);
  const [first, last] = [points[0]!, points.at(-1)!];
  const x = (at: number) => LEFT + INSET + ((at - first.at) / (last.at - first.at)) * (WIDTH - LEFT - RIGHT - 2 * INSET);
  const placed = points.map((point) => ({ point, x: x(point.at), y: y(point.value) }));
  const when = (p: Point) => dateText(p.told[0]!.detail.when!, words.language);
  const label = words.say("chart.label", {
    metric: series.metric,
    n: points.length,
    from: when(first),
    to: when(last),
    first: amountText(words, first.told[0]!.detail.amount!),
    last: amountText(words, last.told[0]!.detail.amount!),
  });
  return svg(
    "svg",
    { class: "plot", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": label },
    ...scale.map((value) => gridLine(y(value), shortNumber(value, words.language), value === 0)),
    ...timeLabels(placed),
    curve(placed),
    ...placed.map((p) => pointView(scene, p, y, tell)),
    ...valueLabels(placed, words, y),
  );
}

function gridLine(y: number, label: string, zero: boolean): SVGGElement {
  return svg(
    "g",
    { class: zero ? "grid zero" : "grid", "aria-hidden": "true" },
    svg("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y }),
    svg("text", { x: LEFT - 6, y: y + 3.5, "text-anchor": "end" }, label),
  );
}

/** Joins the values, unless one time has several: then nothing says which the line should follow. */
function curve(placed: readonly Placed[]): SVGPathElement | null {
  if (placed.some((p, i) => i > 0 && placed[i - 1]!.x === p.x)) return null;
  return svg("path", { class: "curve", d: "M" + placed.map((p) => `${round(p.x)} ${round(p.y)}`).join("L") });
}

function pointView(
  scene: Scene,
  { point, x, y: at }: Placed,
  y: (value: number) => number,
  tell: (point: Point) => void,
): SVGGElement {
  const { words, state } = scene;
  const told = point.told[0]!;
  const read = () => {
    const article = told.quotes[0]?.article;
    if (article) state.set({ article: article.id, mark: told.fact.id });
  };
  const key = (event: Event) => {
    if ((event as KeyboardEvent).key !== "Enter" && (event as KeyboardEvent).key !== " ") return;
    event.preventDefault();
    read();
  };
  const show = () => tell(point);
  const label = `${dateText(told.detail.when!, words.language)} ${amountText(words, told.detail.amount!)}`;
  return svg(
    "g",
    {
      class: `point bound-${point.bound || "Exactly"}`,
      tabindex: 0,
      role: "button",
      "aria-label": label,
      onclick: read,
      onkeydown: key,
      onpointerenter: show,
      onfocus: show,
    },
    svg("circle", { class: "hit", cx: x, cy: at, r: 14 }),
    point.least < point.most ? whisker(x, y(point.least), y(point.most)) : null,
    arrow(point.bound, x, at),
    svg("circle", { class: "dot", cx: x, cy: at, r: 4 }),
  );
}

function whisker(x: number, least: number, most: number): SVGPathElement {
  return svg("path", { class: "whisker", d: `M${x - 4} ${least}h8M${x - 4} ${most}h8M${x} ${least}V${most}` });
}

/** More than: the value is at least as high as the dot, so an arrow goes up from it. */
function arrow(bound: string, x: number, y: number): SVGPathElement | null {
  const to = UP.includes(bound) ? -1 : DOWN.includes(bound) ? 1 : 0;
  if (to === 0) return null;
  return svg("path", { class: "whisker", d: `M${x} ${y}v${to * ARROW}m-3.5 ${to * -4}l3.5 ${to * 4}l3.5 ${to * -4}` });
}

/** Width of a label in units of the picture, nearly. */
const widthOf = (text: string): number => [...text].reduce((w, c) => w + (c > "\u2e80" ? 11 : 6.3), 0);

/** Values beside their dots, where there is room: the last and the highest first. */
function valueLabels(placed: readonly Placed[], words: Words, yOf: (value: number) => number): SVGTextElement[] {
  const taken: [number, number, number, number][] = placed.map((p) => [
    p.x - 5,
    Math.min(p.y - 5, yOf(p.point.most)),
    p.x + 5,
    Math.max(p.y + 5, yOf(p.point.least)),
  ]);
  const made: SVGTextElement[] = [];
  const order = [...placed].reverse().sort((a, b) => Number(b === placed.at(-1)) - Number(a === placed.at(-1)) || a.y - b.y);
  for (const { point, x, y } of order) {
    const bound = boundText(words, point.told[0]!.detail.amount!);
    const text = (words.language && bound ? bound + " " : bound) + shortNumber(point.value, words.language);
    const half = widthOf(text) / 2;
    const above = Math.min(UP.includes(point.bound) ? y - ARROW - 5 : y - 9, yOf(point.most) - 4);
    const below = Math.max(DOWN.includes(point.bound) ? y + ARROW + 13 : y + 17, yOf(point.least) + 13);
    const place = [above, below].find(
      (at) => !taken.some((t) => x - half < t[2] && t[0] < x + half && at - 9 < t[3] && t[1] < at + 2),
    );
    if (place === undefined || place > HEIGHT - BOTTOM + 2) continue;
    taken.push([x - half, place - 9, x + half, place + 2]);
    made.push(svg("text", { class: "value", x: round(x), y: round(place), "text-anchor": "middle", "aria-hidden": "true" }, text));
  }
  return made;
}

/** Times below the axis, the last first, as many as have room. */
function timeLabels(placed: readonly Placed[]): SVGTextElement[] {
  const made: SVGTextElement[] = [];
  let free = WIDTH + 1;
  for (const { point, x } of [...placed].reverse()) {
    const text = shortDate(point.told[0]!.detail.when!);
    const half = widthOf(text) / 2;
    if (x + half > free) continue;
    free = x - half - 6;
    made.push(
      svg(
        "text",
        { class: "time", x: round(Math.min(x, WIDTH - half)), y: HEIGHT - 7, "text-anchor": "middle", "aria-hidden": "true" },
        text,
      ),
    );
  }
  return made;
}

const shortDate = (when: string): string =>
  when
    .split("/")
    .at(-1)!
    .replace(/-(?=[QH])/, "")
    .replaceAll("-", ".");

const round = (n: number): number => Math.round(n * 10) / 10;
