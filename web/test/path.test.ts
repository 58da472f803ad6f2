import assert from "node:assert/strict";
import { test } from "node:test";
import { pathBetween, wayOutOf } from "../src/explorer/path.ts";
import { START } from "../src/explorer/state.ts";
import { graphOf } from "./graph.ts";

const COMPANIES = { a: "Company", b: "Company", c: "Company", d: "Company", e: "Company", z: "Company" };
const ids = (path: ReturnType<typeof pathBetween>) => path?.nodes.map((n) => n.id).join(" ");

test("the fewest steps, whichever way the edges point", () => {
  const model = graphOf(COMPANIES, [["b", "r", "a"], ["b", "r", "c"], ["c", "r", "d"], ["a", "r", "e"], ["e", "r", "d"]]);
  assert.equal(ids(pathBetween(model, "a", "d")), "a e d");
  assert.equal(ids(pathBetween(model, "a", "a")), "a");
  assert.equal(pathBetween(model, "a", "z"), null);
  assert.equal(pathBetween(model, "a", "nobody"), null);
});

test("of two of one length the surer, then the first by name, whatever came first", () => {
  const sure = graphOf(COMPANIES, [["a", "r", "b", { confidence: 50 }], ["b", "r", "d"], ["a", "r", "c", { confidence: 80 }], ["c", "r", "d"]]);
  assert.equal(ids(pathBetween(sure, "a", "d")), "a c d");
  const equal = graphOf(COMPANIES, [["a", "r", "c"], ["c", "r", "d"], ["a", "r", "b"], ["b", "r", "d"]]);
  assert.equal(ids(pathBetween(equal, "a", "d")), "a b d");
});

test("each step has all its evidence, the surest first", () => {
  const model = graphOf(COMPANIES, [["a", "r", "b", { confidence: 40 }], ["b", "q", "a", { confidence: 70 }], ["a", "r", "c"]]);
  const path = pathBetween(model, "a", "b")!;
  assert.deepEqual(path.steps[0]!.map((e) => e.kind), ["q", "r"]);
  assert.equal(path.edges[0]!.kind, "q");
});

test("filters hold, and claims that only the page hides are gone through where nothing else leads", () => {
  const model = graphOf({ a: "Company", b: "Company", s: "Claim" }, [["a", "author", "s", { fact: "s", kind: "claim" }], ["s", "about", "b", { fact: "s", kind: "claim" }]], {
    s: { kind: "claim", confidence: 60 },
  });
  model.totals = { ...model.totals, nodes: 1000 };
  assert.equal(ids(pathBetween(model, "a", "b")), "a s b");
  assert.equal(pathBetween(model, "a", "b", { ...START, withoutTypes: ["Claim"] }), null);
  assert.equal(pathBetween(model, "a", "b", { ...START, confidence: 90 }), null);
});

test("what is hidden is offered only where it would join the two", () => {
  const model = graphOf({ a: "Company", b: "Company", p: "Person", z: "Company" }, [["p", "r", "a", { confidence: 90 }], ["p", "r", "b", { confidence: 40 }]]);
  const without = { ...START, withoutTypes: ["Person"] };
  assert.deepEqual(wayOutOf(model, "a", "b", without), { shows: "types", change: { withoutTypes: [] } });
  assert.equal(wayOutOf(model, "a", "b", { ...without, confidence: 60 })?.shows, "all");
  assert.equal(wayOutOf(model, "a", "z", without), null);
  assert.equal(wayOutOf(model, "a", "z", START), null);
});
