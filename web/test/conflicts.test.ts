import assert from "node:assert/strict";
import { test } from "node:test";
import { conflictPairs } from "../src/explorer/conflicts.ts";
import type { Fact } from "../src/explorer/model.ts";
import { merged, partsOf } from "../src/explorer/parts.ts";
import { byYear } from "../src/explorer/timeline.ts";
import { graph, ROWS } from "./invented.ts";

function oppose(a: Fact, b: Fact): void {
  a.contradicts.push(b);
  b.contradicts.push(a);
}

test("every pair in conflict stands once, what was said first on the left, the newest pair on top", () => {
  const { model } = graph();
  const facts = [...model.facts.values()];
  const [post, , former, , , said, unsaid] = facts;
  assert.deepEqual(conflictPairs(model), []);
  oppose(former!, post!);
  oppose(unsaid!, said!);
  const pairs = conflictPairs(model).map((pair) => pair.map((f) => f.id.split("/").at(-1)));
  assert.deepEqual(pairs, [
    ["f0", "f2"],
    ["f5", "f6"],
  ]);
});

test("facts that say the same are told once, unless one of them is contradicted", () => {
  const { model } = graph();
  const [first, second, former] = [...model.facts.values()];
  assert.deepEqual(
    merged([first!, second!, former!]).map((t) => [t.facts.length, t.quotes.length, t.fact.confidence]),
    [
      [2, 2, 95],
      [1, 1, 80],
    ],
  );
  oppose(first!, former!);
  assert.equal(merged([first!, second!, former!]).length, 3);
});

test("events stand under the year that they happened in, or that tells of them", () => {
  const rows = ROWS.map((r) => (r.detail.node === 5 ? { ...r, date: "2026-03-02", detail: { ...r.detail, when: "" } } : r));
  const { node } = graph(rows);
  const years = byYear(partsOf(node("星桥科技")).events).map(([year, events]) => [year, events.length]);
  assert.deepEqual(years, [["2026", 2]]);
  const years2 = byYear(partsOf(graph().node("星桥科技")).events).map(([year]) => year);
  assert.deepEqual(years2, ["2026", "2025"]);
});

test("figures of a known metric and time come first", () => {
  const odd = {
    kind: "figure",
    date: "2026-09-01",
    confidence: 90,
    detail: {
      evidence: ROWS[7]!.detail.evidence,
      subject: 0,
      metric: "跌",
      concept: "change",
      amount: { zh: "3%", en: "3%", value: 3, unit: "%" },
    },
  };
  const { node } = graph([...ROWS, odd]);
  assert.deepEqual(
    partsOf(node("星桥科技")).figures.map((t) => t.detail.metric),
    ["总营收", "营收", "跌"],
  );
});
