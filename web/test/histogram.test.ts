import assert from "node:assert/strict";
import { test } from "node:test";
import { binOf, binsOf, dayOf, heightsOf, middleOf, numberOf, periodOf, ticksOf, type Bin } from "../src/explorer/histogram.ts";

const days = (...names: string[]) => names.map(numberOf);
const many = (first: string, count: number, step = 1) => Array.from({ length: count }, (_, i) => numberOf(first) + i * step);
const units = (bins: Bin[]) => [...new Set(bins.map((bin) => bin.unit))].join(" ");
const whole = (bins: Bin[]) => bins.slice(1).every((bin, i) => bin.first === bins[i]!.last + 1);

test("a day and its number", () => {
  assert.equal(numberOf("1970-01-02"), 1);
  assert.equal(dayOf(numberOf("2024-02-29")), "2024-02-29");
  assert.equal(dayOf(numberOf("0099-05-01")), "0099-05-01");
});

test("a period stands where its middle is", () => {
  assert.equal(dayOf(middleOf("2026-01-26/2026-01-30")!), "2026-01-28");
  assert.equal(dayOf(middleOf("2026-03")!), "2026-03-16");
  assert.equal(middleOf(""), null);
  assert.equal(middleOf("2024/.."), null);
});

test("nothing, or one day, has no bars", () => {
  assert.deepEqual(binsOf([], 100), []);
  assert.deepEqual(binsOf(days("2026-01-01", "2026-01-01"), 100), []);
});

test("a few weeks are shown by the day, and begin and end with the news", () => {
  const bins = binsOf(many("2026-01-20", 20), 200);
  assert.equal(units(bins), "day");
  assert.deepEqual([dayOf(bins[0]!.first), dayOf(bins.at(-1)!.last)], ["2026-01-20", "2026-02-08"]);
});

test("years that are even are shown by the month", () => {
  const bins = binsOf(many("2018-01-01", 1000, 3), 300);
  assert.equal(units(bins), "month");
  assert.ok(whole(bins));
});

test("one year that is even is by the day where there is room, and by the month where there is not", () => {
  assert.equal(units(binsOf(many("2025-01-01", 365), 370)), "day");
  assert.equal(units(binsOf(many("2025-01-01", 365), 120)), "month");
});

test("a month that is a little above the others is no crowd", () => {
  const even = many("2020-01-01", 400, 2);
  assert.equal(units(binsOf([...even, ...many("2020-01-01", 12)], 370)), "month");
});

test("a crowded month among quiet years: years and days, without gaps, each day counted once", () => {
  const all = [...days("2015-05-01", "2019-01-01", "2025-11-11"), ...many("2026-01-05", 20), ...many("2026-01-05", 20)];
  const bins = binsOf(all, 300);
  assert.equal(units(bins), "year day");
  assert.ok(whole(bins));
  assert.equal(heightsOf(bins, all).reduce((a, b) => a + b), all.length);
});

test("a year from long ago does not press the others together", () => {
  const bins = binsOf([numberOf("1602-01-01"), ...many("2020-01-01", 300, 7)], 300);
  assert.ok(dayOf(bins[0]!.first) >= "2020-01-01");
  assert.equal(binOf(bins, numberOf("1602-01-01")), -1);
  assert.equal(binOf(bins, numberOf("2100-01-01")), bins.length);
});

test("a range has the fewest words that are exact", () => {
  assert.equal(periodOf("2026-01-01", "2026-12-31"), "2026");
  assert.equal(periodOf("2026-04-01", "2026-06-30"), "2026-Q2");
  assert.equal(periodOf("2024-02-01", "2024-02-29"), "2024-02");
  assert.equal(periodOf("2024-02-03", "2024-02-03"), "2024-02-03");
  assert.equal(periodOf("2024-01-01", "2025-12-31"), "2024/2025");
  assert.equal(periodOf("2024-02-01", "2024-03-05"), "2024-02/2024-03-05");
});

test("labels keep their distance and stand where something begins", () => {
  const bins = binsOf([...days("2015-05-01", "2019-01-01", "2025-11-11"), ...many("2026-01-05", 20), ...many("2026-01-05", 20)], 300);
  const ticks = ticksOf(bins, 3);
  for (const [i, tick] of ticks.entries()) {
    assert.ok(i === 0 || tick.bin - ticks[i - 1]!.bin >= 3);
    assert.ok(dayOf(bins[tick.bin]!.first).startsWith(tick.period));
  }
  assert.ok(ticks.some((tick) => tick.period === "2026-01"), JSON.stringify(ticks));
});
