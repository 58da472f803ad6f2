import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../src/sparql/answer.ts";
import { telling } from "../src/sparql/chartlook.ts";

const row = (...values: (string | number)[]): Row =>
  values.map((value) => ({ type: "literal", value: String(value), ...(typeof value === "number" && { datatype: "http://www.w3.org/2001/XMLSchema#integer" }) }));

test("a chart begins with a column whose numbers differ", () => {
  const rows = [row("a", 1, 7), row("b", 1, 9)];
  assert.equal(telling(["name", "one", "amount"], rows, [1, 2]).column, 2);
});

test("a count comes before other numbers, unless it is the same everywhere", () => {
  const rows = [row("a", 100, 2, 1), row("b", 200, 2, 1), row("c", 300, 3, 1)];
  assert.equal(telling(["name", "amount", "n", "count"], rows, [1, 2, 3]).column, 2);
  assert.equal(telling(["name", "amount", "other", "articleCount"], rows, [1, 2, 3]).column, 1);
});

test("numbers that are all the same differ in nothing", () => {
  assert.equal(telling(["name", "n"], [row("a", 1), row("b", 1)], [1]).different, 1);
});
