/** Days in bars: how many fall into which year, month or day. Days are numbers, counted from 1970-01-01. */

import { daysOf } from "./dates.ts";

export type Unit = "year" | "month" | "day";

export interface Bin {
  unit: Unit;
  /** first and last day, inclusive */
  first: number;
  last: number;
}

const DAY = 86_400_000;
/** What share of the days may lie outside, on each side, where that at least halves the years: one year from long ago shall not press all others together. */
const OUTSIDE = 0.02;
/** A year or month with more than this share of the days, and more than a few, is shown as its months or days. */
const CROWDED = { year: 0.03, month: 0.12 };
const FEW = 2;
/** Where so many of a level's bars have a fair part of the days, all of them are split, for evenness. */
const MOST_OF_THEM = 0.6;
const FAIR = 0.03;

export const numberOf = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
export const dayOf = (number: number): string => new Date(number * DAY).toISOString().slice(0, 10);

/** The middle day of a period; null where the text is none or open. */
export function middleOf(period: string): number | null {
  const days = daysOf(period);
  if (!days || days[0] === "" || days[1] === "") return null;
  const [first, last] = days.map(numberOf) as [number, number];
  return Number.isFinite(first) && Number.isFinite(last) ? Math.floor((first + last) / 2) : null;
}

/**
 * Bars for these days, about `most` of them or fewer, one after the other without gaps. News have most of their days in a few
 * weeks and some in years around: crowded years are shown as months, and crowded months as days, as long as there is room.
 * Empty where there are fewer than two different days.
 */
export function binsOf(days: readonly number[], most: number): Bin[] {
  const sorted = [...days].sort((a, b) => a - b);
  const [lo, hi] = core(sorted);
  if (lo === hi) return [];
  let bins = partsOf("year", lo, hi);
  for (const unit of ["year", "month"] as const) bins = split(bins, unit, sorted, most);
  return trimmed(bins, lo, hi);
}

/** First and last day, or those without the outermost few where these lie far away. */
function core(sorted: readonly number[]): [number, number] {
  const [lo, hi] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const cut = Math.floor(sorted.length * OUTSIDE);
  const [from, to] = [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
  return to > from && hi - lo > 4000 && to - from < (hi - lo) / 2 ? [from, to] : [lo, hi];
}

function split(bins: Bin[], unit: "year" | "month", days: readonly number[], most: number): Bin[] {
  const heights = new Map(heightsOf(bins, days).map((height, i) => [bins[i]!, height]));
  const level = bins.filter((bin) => bin.unit === unit);
  const more = (share: number) => level.filter((bin) => heights.get(bin)! > Math.max(FEW, days.length * share));
  const crowded = new Set(more(CROWDED[unit]));
  const fair = more(FAIR);
  const among = level.slice(Math.max(0, level.indexOf(fair[0]!)), level.indexOf(fair.at(-1)!) + 1);
  const even = [level, among].find((those) => fair.length > those.length * MOST_OF_THEM) ?? [];
  for (const bin of even) crowded.add(bin);
  const finer = unit === "year" ? "month" : "day";
  const made = bins.flatMap((bin) => (crowded.has(bin) ? partsOf(finer, bin.first, bin.last) : [bin]));
  return made.length <= most ? made : bins;
}

/** Without the months and days before the first day and after the last. */
function trimmed(bins: Bin[], lo: number, hi: number): Bin[] {
  return bins.filter((bin) => bin.last >= lo && bin.first <= hi);
}

function partsOf(unit: Unit, lo: number, hi: number): Bin[] {
  const bins: Bin[] = [];
  for (let first = startOf(unit, lo); first <= hi; ) {
    const next = nextOf(unit, first);
    bins.push({ unit, first, last: next - 1 });
    first = next;
  }
  return bins;
}

function startOf(unit: Unit, day: number): number {
  const date = new Date(day * DAY);
  if (unit === "day") return day;
  return utc(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0);
}

function nextOf(unit: Unit, first: number): number {
  const date = new Date(first * DAY);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "day") return first + 1;
  return unit === "year" ? utc(year + 1, 0) : utc(year, month + 1);
}

/** Years before 100 are no years of the 1900s. */
function utc(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return Math.round(date.getTime() / DAY);
}

/** Which bin a day is in; -1 before the first, `bins.length` after the last. */
export function binOf(bins: readonly Bin[], day: number): number {
  if (bins.length === 0 || day < bins[0]!.first) return -1;
  let [lo, hi] = [0, bins.length];
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if (bins[middle]!.last < day) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

/** How many days are in each bin; days outside are counted in none. */
export function heightsOf(bins: readonly Bin[], days: Iterable<number>): number[] {
  const heights = Array<number>(bins.length).fill(0);
  for (const day of days) {
    const bin = binOf(bins, day);
    if (bin >= 0 && bin < bins.length) heights[bin]!++;
  }
  return heights;
}

/** A range of days in the fewest words that are exact: "2026", "2026-03", "2026-Q1", else both ends. */
export function periodOf(from: string, to: string): string {
  const [year, month] = from.split("-");
  for (const period of [`${year}`, `${year}-Q${Math.ceil(Number(month) / 3)}`, `${year}-${month}`, from]) {
    const days = daysOf(period);
    if (days && days[0] === from && days[1] === to) return period;
  }
  return `${endOf(from, 0)}/${endOf(to, 1)}`;
}

/** A day as the year or month that begins (0) or ends (1) with it. */
function endOf(day: string, side: 0 | 1): string {
  const [year, month] = day.split("-");
  return [`${year}`, `${year}-${month}`].find((period) => daysOf(period)?.[side] === day) ?? day;
}

export interface Tick {
  bin: number;
  /** what is written there: "2026", "2026-03", "2026-03-15" */
  period: string;
}

/** Where the axis has its labels, not nearer to each other than `gap` bins: where days begin before years, months and single days. */
export function ticksOf(bins: readonly Bin[], gap: number): Tick[] {
  const ticks: Tick[] = [];
  const add = (bin: number, period: string) => {
    if (bin + gap <= bins.length && ticks.every((tick) => Math.abs(tick.bin - bin) >= gap)) ticks.push({ bin, period });
  };
  const starts = (length: number, units: readonly Unit[]) =>
    bins.forEach((bin, i) => {
      const period = dayOf(bin.first).slice(0, length);
      const before = bins[i - 1];
      if (units.includes(bin.unit) && (!before || dayOf(before.first).slice(0, length) !== period)) add(i, period);
    });
  starts(7, ["day"]);
  starts(4, ["year"]);
  starts(7, ["month"]);
  for (const every of [10, 5]) bins.forEach((bin, i) => {
    const day = dayOf(bin.first);
    if (bin.unit === "day" && Number(day.slice(8)) % every === 0) add(i, day);
  });
  return ticks.sort((a, b) => a.bin - b.bin);
}
