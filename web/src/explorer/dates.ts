/** Periods of time as the graph writes them: 2021-04-22, 2021-04, 2021, 2025-Q4, 2026-H2, and two of them with a slash. */

/** First and last day, inclusive; "" where the period is open. */
export type Days = readonly [first: string, last: string];

const POINT = /^(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?(?:T.*)?$/;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const known = new Map<string, Days | null>();

/** The days of a period; null where the text is none ("" included). */
export function daysOf(period: string): Days | null {
  let days = known.get(period);
  if (days === undefined) {
    days = read(period);
    known.set(period, days);
  }
  return days;
}

function read(period: string): Days | null {
  const ends = period.split("/");
  const open = (end: string) => end === ".." && ends.length === 2;
  const [first, last] = [ends[0]!, ends.at(-1)!].map((end) => (open(end) ? (["", ""] as const) : point(end)));
  if (!first || !last || ends.length > 2 || (first[0] === "" && last[1] === "")) return null;
  return [first[0], last[1]];
}

function point(text: string): Days | null {
  const found = POINT.exec(text);
  if (!found) return null;
  const [, year, quarter, half, month, day] = found;
  if (day) return [`${year}-${month}-${day}`, `${year}-${month}-${day}`];
  const end = quarter ? 3 * Number(quarter) : half ? 6 * Number(half) : month ? Number(month) : 12;
  const start = quarter ? end - 2 : half ? end - 5 : month ? end : 1;
  if (start < 1 || end > 12) return null;
  return [`${year}-${two(start)}-01`, `${year}-${two(end)}-${two(lengthOf(Number(year), end))}`];
}

function lengthOf(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : LENGTHS[month - 1]!;
}

const two = (n: number): string => String(n).padStart(2, "0");
