import assert from "node:assert/strict";
import { test } from "node:test";
import { daysOf } from "../src/explorer/dates.ts";

test("periods as the graph writes them", () => {
  assert.deepEqual(daysOf("2021-04-22"), ["2021-04-22", "2021-04-22"]);
  assert.deepEqual(daysOf("2024-02"), ["2024-02-01", "2024-02-29"]);
  assert.deepEqual(daysOf("2100-02"), ["2100-02-01", "2100-02-28"]);
  assert.deepEqual(daysOf("2021"), ["2021-01-01", "2021-12-31"]);
  assert.deepEqual(daysOf("2025-Q4"), ["2025-10-01", "2025-12-31"]);
  assert.deepEqual(daysOf("2026-H2"), ["2026-07-01", "2026-12-31"]);
  assert.deepEqual(daysOf("2026-01-26/2026-02"), ["2026-01-26", "2026-02-28"]);
  assert.deepEqual(daysOf("2022/.."), ["2022-01-01", ""]);
  assert.deepEqual(daysOf("../2022"), ["", "2022-12-31"]);
  assert.deepEqual(daysOf("2021-04-22T08:00:00+08:00"), ["2021-04-22", "2021-04-22"]);
});

test("what is no period has no days", () => {
  for (const text of ["", "..", "../..", "soon", "2021-13", "2021-00", "1/2/3", "2021-04/"]) assert.equal(daysOf(text), null, text);
});
