/** Dates in words. */

import type { Language } from "./words.ts";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const QUARTERS = ["一", "二", "三", "四"];

/** A date or period as people read it, no more precise than it is: "2026-03" is 2026年3月, Mar 2026. */
export function dateText(iso: string, language: Language): string {
  if (!iso.includes("/")) return pointText(iso, language);
  const [from, to] = iso.split("/") as [string, string];
  const [a, b] = [pointText(from, language), pointText(to, language)];
  if (to === "..") return language ? `since ${a}` : `${a}起`;
  if (from === "..") return language ? `until ${b}` : `至${b}`;
  if (a === b) return a;
  const day = /^(\d{4})-(\d{2})-(\d{2})$/;
  const [x, y] = [day.exec(from), day.exec(to)];
  if (x && y && x[1] === y[1]) {
    const sameMonth = x[2] === y[2];
    if (language) return sameMonth ? `${Number(x[3])}–${b}` : `${a.slice(0, -5)} – ${b}`;
    return `${a}–${b.slice(b.indexOf(sameMonth ? "月" : "年") + 1)}`;
  }
  return `${a} – ${b}`;
}

function pointText(iso: string, language: Language): string {
  const found = /^(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?(?:T.*)?$/.exec(iso);
  if (!found) return iso;
  const [, year, quarter, half, month, day] = found;
  if (quarter) return language ? `Q${quarter} ${year}` : `${year}年${QUARTERS[Number(quarter) - 1]}季度`;
  if (half) return language ? `H${half} ${year}` : `${year}年${half === "1" ? "上" : "下"}半年`;
  if (!month) return language ? year! : `${year}年`;
  const english = MONTHS[Number(month) - 1];
  if (!english) return iso;
  const name = language ? english : `${year}年${Number(month)}月`;
  if (language) return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
  return day ? `${name}${Number(day)}日` : name;
}
