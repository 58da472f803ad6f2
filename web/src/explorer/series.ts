/** Which figures may be compared over time, and the scales of their chart. */

import { daysOf } from "./dates.ts";
import type { Told } from "./parts.ts";
import type { Language } from "./words.ts";

/** Figures of one subject that measure the same, in one unit, over periods of one length. */
export interface Series {
  key: string;
  /** what is measured, in the words that most of them use */
  metric: string;
  unit: string;
  /** in the order of time */
  points: Point[];
}

/** One value at one time; several articles may tell it. */
export interface Point {
  told: Told[];
  /** the period, and its middle, in days since 1970 */
  from: number;
  to: number;
  at: number;
  value: number;
  least: number;
  most: number;
  /** key of terms.bounds, "" if exact */
  bound: string;
}

/** The series of two times and more, the longest first, and the figures that are in none. */
export function seriesOf(figures: readonly Told[]): { series: Series[]; rest: Told[] } {
  const groups = new Map<string, Told[]>();
  const rest = new Set(figures);
  for (const told of figures) {
    const key = comparable(told);
    if (key) groups.set(key, [...(groups.get(key) ?? []), told]);
  }
  const series: Series[] = [];
  for (const [key, group] of groups) {
    const points = pointsOf(group);
    if (!tells(points)) continue;
    series.push({
      key,
      metric: mostUsed(group.map((t) => t.detail.metric ?? "")),
      unit: group[0]!.detail.amount!.unit ?? "",
      points,
    });
    for (const told of group) rest.delete(told);
  }
  series.sort((a, b) => b.points.length - a.points.length || (a.key < b.key ? -1 : 1));
  return { series, rest: [...rest] };
}

/** Two times make a series, unless they are but days apart and the value is the same: then it is one thing told twice. */
function tells(points: readonly Point[]): boolean {
  const span = points.at(-1)!.at - points[0]!.at;
  const values = points.map((p) => p.value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return span > 31 || (span > 0 && most - least > 0.005 * Math.max(Math.abs(least), Math.abs(most)));
}

/** Kinds of change are no one metric: what rose by 5% must be the same. */
const CHANGE = /(^|-)change$/;
const BEFORE =
  /^(公司|集团|报告期内|期内|全年|年度|年|单季度?|本季度?|当季|季度?|上半年|下半年|月度?|累计|合计|总体|整体|总|其|的|实现|录得)+/;
const AFTER = /(达到|达|为|约|是|实现|高达|升至|降至|增至|超过|超)+$/;
const NOUN =
  /(营业总收入|营业收入|营业额|总收入|总营收|收入|营收|净利润|净利|利润|净亏损|亏损额?|估值|市值|销量|交付量?|出货量|产量|总额|金额)$/;

/** What two figures must share to stand in one chart; null for figures without a number or a time of their own. */
function comparable({ detail }: Told): string | null {
  const { amount, when, metric = "", concept = "" } = detail;
  const length = when && lengthOf(when);
  if (amount?.value === undefined || !Number.isFinite(amount.value) || !length) return null;
  const plain = metric.replace(/\s+/g, "");
  const core =
    CHANGE.test(concept) || !concept ? plain : plain.replace(BEFORE, "").replace(AFTER, "").replace(NOUN, "").replace(BEFORE, "");
  return [concept, core, amount.unit ?? "", length].join("\u0000");
}

/** The length of a period: a quarter's sales are not compared with a year's. "" where it is open. */
function lengthOf(when: string): string {
  const days = daysOf(when);
  if (!days || !days[0] || !days[1]) return "";
  const length = dayNumber(days[1]) - dayNumber(days[0]) + 1;
  const names = [
    [1, "day"],
    [31, "month"],
    [92, "quarter"],
    [184, "half"],
    [275, "nine months"],
    [366, "year"],
  ] as const;
  return names.find(([most]) => length <= most)?.[1] ?? String(Math.round(length / 365.25));
}

const dayNumber = (day: string): number => Math.round(Date.parse(day) / 86400000);

function pointsOf(group: readonly Told[]): Point[] {
  const points = new Map<string, Point>();
  for (const told of group) {
    const { value, range, bound = "" } = told.detail.amount!;
    const [first, last] = daysOf(told.detail.when!)!;
    const [from, to] = [dayNumber(first), dayNumber(last) + 1];
    const key = [from, to, value, ...(range ?? []), bound].join(" ");
    const known = points.get(key);
    if (known) known.told.push(told);
    else
      points.set(key, {
        told: [told],
        from,
        to,
        at: (from + to) / 2,
        value: value!,
        least: range?.[0] ?? value!,
        most: range?.[1] ?? value!,
        bound,
      });
  }
  return [...points.values()].sort((a, b) => a.at - b.at || a.value - b.value);
}

function mostUsed(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || a.length - b.length || (a < b ? -1 : 1))[0]![0];
}

/** Round numbers from below `least` to above `most`, about `count` of them; zero is among them unless both are below it. */
export function ticks(least: number, most: number, count: number): number[] {
  const from = Math.min(0, least);
  const to = Math.max(0, most) || Number(from === 0);
  const rough = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999)!;
  const made: number[] = [];
  for (let i = Math.floor(from / step + 1e-9); (i - 1) * step < to - step * 1e-9; i++)
    made.push(Number((i * step).toPrecision(12)));
  return made;
}

const LARGE: readonly (readonly [size: number, zh: string])[] = [
  [1e12, "万亿"],
  [1e8, "亿"],
  [1e4, "万"],
];
const LARGE_EN: readonly (readonly [size: number, en: string])[] = [
  [1e12, "tn"],
  [1e9, "bn"],
  [1e6, "m"],
  [1e3, "k"],
];

/** A number of at most three digits or so, with 万 and 亿, or k, m and bn. */
export function shortNumber(value: number, language: Language): string {
  const [size, name] = (language ? LARGE_EN : LARGE).find(([s]) => Math.abs(value) >= s) ?? [1, ""];
  const scaled = value / size;
  return String(Number(scaled.toPrecision(Math.abs(scaled) >= 100 ? Math.ceil(Math.log10(Math.abs(scaled) + 1)) : 3))) + name;
}
