import assert from "node:assert/strict";
import { test } from "node:test";
import { partsOf, toldBy } from "../src/explorer/parts.ts";
import type { Told } from "../src/explorer/parts.ts";
import type { Detail, Fact } from "../src/explorer/model.ts";
import { seriesOf, shortNumber, ticks } from "../src/explorer/series.ts";
import { graph } from "./invented.ts";

let made = 0;
function figure(metric: string, concept: string, when: string, value: number, more: Partial<Detail["amount"]> = {}): Told {
  const amount = { zh: String(value), en: String(value), value, unit: "CNY", ...more };
  const detail: Detail = { evidence: [], metric, amount };
  if (concept) detail.concept = concept;
  if (when) detail.when = when;
  return toldBy([
    {
      id: `f${made++}`,
      kind: "figure",
      date: when,
      confidence: 80,
      articles: [],
      detail,
      contradicts: [],
      corroborates: [],
    } as Fact,
  ]);
}
const told = (figures: Told[]) =>
  seriesOf(figures).series.map((s) => `${s.metric}: ${s.points.map((p) => `${p.told[0]!.detail.when} ${p.value}`).join(", ")}`);

test("figures of one metric over two years make a series", () => {
  const { node } = graph();
  const { series, rest } = seriesOf(partsOf(node("星桥科技")).figures);
  assert.equal(rest.length, 0);
  assert.deepEqual(
    series.map((s) => s.points.map((p) => [p.value, p.bound])),
    [
      [
        [3e8, "About"],
        [5e8, "MoreThan"],
      ],
    ],
  );
});

test("a part of a business is not compared with all of it, nor a quarter with a year", () => {
  const figures = [
    figure("营收", "revenue", "2024", 1),
    figure("总收入", "revenue", "2025", 2),
    figure("汽车业务收入", "revenue", "2024", 3),
    figure("汽车业务营收", "revenue", "2025", 4),
    figure("营收", "revenue", "2025-Q4", 5),
    figure("净利润", "net-profit", "2024", 6),
  ];
  assert.deepEqual(
    told(figures),
    ["汽车业务收入: 2024 3, 2025 4", "营收: 2024 1, 2025 2"].sort((a, b) => (a.startsWith("营收") ? -1 : 1)),
  );
});

test("changes are compared only where the same has changed, and in the same direction", () => {
  const figures = [
    figure("营收同比增长", "yoy-change", "2024", 1, { unit: "%" }),
    figure("销量同比增长", "yoy-change", "2025", 2, { unit: "%" }),
    figure("营收同比下降", "yoy-change", "2025", 3, { unit: "%" }),
  ];
  assert.deepEqual(told(figures), []);
  assert.equal(seriesOf(figures).rest.length, 3);
});

test("without a time of its own, a number or the same unit a figure stands in the list", () => {
  const figures = [
    figure("营收", "revenue", "2024", 1),
    figure("营收", "revenue", "", 2),
    figure("营收", "revenue", "2025", Number.NaN),
    figure("营收", "revenue", "2023", 3, { unit: "USD" }),
    figure("营收", "revenue", "2020/..", 3),
  ];
  assert.deepEqual(told(figures), []);
});

test("one value told twice is one point; two values of one year are two", () => {
  const figures = [
    figure("营收", "revenue", "2024", 1),
    figure("总营收", "revenue", "2024", 1),
    figure("营收", "revenue", "2025", 2),
    figure("营收", "revenue", "2025", 3),
  ];
  const [series] = seriesOf(figures).series;
  assert.deepEqual(
    series!.points.map((p) => [p.value, p.told.length]),
    [
      [1, 2],
      [2, 1],
      [3, 1],
    ],
  );
});

test("ranges keep their ends", () => {
  const [series] = seriesOf([
    figure("营收", "revenue", "2024", 1),
    figure("营收", "revenue", "2025", 2.5, { range: [2, 3] }),
  ]).series;
  assert.deepEqual([series!.points[1]!.least, series!.points[1]!.most], [2, 3]);
});

test("ticks are round and hold all values", () => {
  assert.deepEqual(ticks(3e8, 5e8, 3), [0, 2e8, 4e8, 6e8]);
  assert.deepEqual(ticks(-4, 7, 3), [-5, 0, 5, 10]);
  assert.deepEqual(ticks(-8, -2, 2), [-10, -5, 0]);
  assert.deepEqual(ticks(0, 0, 2), [0, 0.5, 1]);
});

test("large numbers are told shortly", () => {
  assert.deepEqual(
    [6e8, 94.8e9, 3.5e12, 12345, 0, 0.25, -5e7].map((n) => shortNumber(n, 0)),
    ["6亿", "948亿", "3.5万亿", "1.23万", "0", "0.25", "-5000万"],
  );
  assert.deepEqual(
    [6e8, 94.8e9, 3.5e12, 12345, 999].map((n) => shortNumber(n, 1)),
    ["600m", "94.8bn", "3.5tn", "12.3k", "999"],
  );
});

test("one value told for two days makes no series", () => {
  assert.deepEqual(told([figure("营收", "revenue", "2025-12-27", 143.8), figure("营收", "revenue", "2025-12-28", 143.76)]), []);
  assert.equal(told([figure("股价", "stock-price", "2025-12-27", 10), figure("股价", "stock-price", "2025-12-28", 11)]).length, 1);
});
