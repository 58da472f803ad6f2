import assert from "node:assert/strict";
import { test } from "node:test";
import { START, type View } from "../src/explorer/state.ts";
import { counts, visible, withoutTypes } from "../src/explorer/visible.ts";
import { graphOf } from "./graph.ts";

const named = (seen: ReturnType<typeof visible>) => [...seen.nodes].map((n) => n.id).sort().join(" ");
const view = (change: Partial<View>): View => ({ ...START, ...change });

// 星桥 –(post)– 林 –(speaks)– 说 –(about)– 云帆 ; 云帆 –(partner)– 星桥 ; 会 has both; 孤 stands alone
const graph = () =>
  graphOf(
    { 星桥: "Company", 云帆: "Company", 林: "Person", 会: "Event", 说: "Claim", 孤: "Product", 远: "Company" },
    [
      ["林", "post", "星桥", { date: "2025-03", confidence: 90, by: ["甲报"], title: "总裁" }],
      ["林", "author", "说", { fact: "说", kind: "claim" }],
      ["说", "about", "云帆", { fact: "说", kind: "claim" }],
      ["云帆", "partnerOf", "星桥", { date: "2026-01-05", confidence: 60, by: ["甲报", "乙报"] }],
      ["会", "organizer", "星桥", { fact: "会", kind: "event" }],
      ["会", "attendee", "云帆", { fact: "会", kind: "event" }],
      ["远", "investorIn", "云帆", { date: "2024", by: ["丙报"] }],
    ],
    { 会: { kind: "event", date: "2026-01-26/2026-01-30", confidence: 80, by: ["乙报"] }, 说: { kind: "claim", date: "2025-Q4", confidence: 95, by: ["甲报"] } },
  );

test("all of a small graph is seen, claims included", () => {
  const model = graph();
  const seen = visible(model, START);
  assert.equal(seen.nodes.size, 7);
  assert.equal(seen.edges.size, 7);
});

test("a graph of many nodes begins without its claims, until the reader chooses", () => {
  const model = graph();
  model.totals = { ...model.totals, nodes: 301 };
  assert.deepEqual(withoutTypes(model, START), ["Claim"]);
  assert.ok(!named(visible(model, START)).includes("说"));
  assert.ok(named(visible(model, view({ withoutTypes: [] }))).includes("说"));
  assert.ok(named(visible(model, view({ node: "说" }))).includes("说"), "a claim that is chosen is seen");
  assert.ok(!named(visible(model, view({ node: "说", withoutTypes: ["Claim"] }))).includes("说"));
  assert.ok(named(visible(model, view({ node: "林", hops: 1 }))).includes("说"), "claims of a node in focus are seen");
  assert.ok(!named(visible(model, view({ node: "星桥", hops: 2 }))).includes("说"), "those of its neighbours are not");
  assert.ok(!named(visible(model, view({ node: "林", hops: 1, withoutTypes: ["Claim"] }))).includes("说"));
});

test("a type that is left out takes its edges, and leaves what they led to", () => {
  const seen = visible(graph(), view({ withoutTypes: ["Event", "Claim"] }));
  assert.equal(named(seen), "云帆 孤 星桥 林 远");
  assert.equal(seen.edges.size, 3);
});

test("an edge that is left out takes nodes that nothing else holds", () => {
  assert.equal(named(visible(graph(), view({ withoutEdges: ["investorIn"] }))), "云帆 会 孤 星桥 林 说");
  const withoutRoles = visible(graph(), view({ withoutEdges: ["role"] }));
  assert.ok(!withoutRoles.nodes.has(graph().nodes.get("会")!));
  assert.equal(withoutRoles.edges.size, 5);
});

test("time leaves what overlaps it", () => {
  assert.equal(named(visible(graph(), view({ from: "2026-01-28" }))), "云帆 会 星桥");
  assert.equal(named(visible(graph(), view({ to: "2024-06-01" }))), "云帆 远");
  assert.equal(named(visible(graph(), view({ from: "2025-12-31", to: "2025-12-31" }))), "云帆 林 说");
});

test("confidence and sources leave what is sure and published enough", () => {
  assert.equal(named(visible(graph(), view({ confidence: 85 }))), "云帆 星桥 林 说 远");
  assert.equal(named(visible(graph(), view({ withoutSources: ["甲报", "丙报"] }))), "云帆 会 星桥");
  assert.equal(visible(graph(), view({ withoutSources: ["甲报", "丙报"] })).edges.size, 3, "one of two publishers is enough");
});

test("hops and expanded nodes", () => {
  assert.equal(named(visible(graph(), view({ node: "林", hops: 1 }))), "星桥 林 说");
  assert.equal(named(visible(graph(), view({ node: "林", hops: 2 }))), "云帆 会 星桥 林 说");
  assert.equal(named(visible(graph(), view({ node: "林", hops: 1, expanded: ["云帆", "星桥"] }))), "云帆 会 星桥 林 说 远");
  assert.equal(named(visible(graph(), view({ node: "林", hops: 1, expanded: ["孤"] }))), "星桥 林 说", "what is not seen does not grow");
  assert.equal(named(visible(graph(), view({ node: "nobody", hops: 1 }))).length, named(visible(graph(), START)).length);
});

test("a path is seen alone, with all that joins its steps", () => {
  const seen = visible(graph(), view({ path: ["林", "远"], withoutTypes: ["Claim"] }));
  assert.equal(named(seen), "云帆 星桥 林 远");
  assert.equal(seen.edges.size, 3);
  const none = visible(graph(), view({ path: ["林", "孤"] }));
  assert.equal(named(none), "孤 林");
  assert.equal(none.path, null);
});

test("counts tell what the other filters leave", () => {
  const of = (change: Partial<View>) => counts(graph(), view(change));
  const all = of({});
  assert.deepEqual(Object.fromEntries(all.types), { Company: 3, Person: 1, Event: 1, Claim: 1, Product: 1 });
  assert.deepEqual([...all.families.keys()], ["post", "investorIn", "partnerOf", "role", "author", "about"]);
  assert.equal(all.families.get("role"), 2);
  assert.deepEqual(Object.fromEntries(all.publishers), { 甲报: 1, 乙报: 1, 丙报: 1 });
  const left = of({ withoutTypes: ["Event"], withoutEdges: ["post"], from: "2025-01-01" });
  assert.equal(left.types.get("Event"), 1, "what is left out is counted as if let in");
  assert.equal(left.families.get("role"), 0, "but the other filters hold");
  assert.equal(left.families.get("post"), 1);
  assert.equal(left.publishers.get("丙报"), 0);
});

test("the same view of the same model is not looked at twice", () => {
  const model = graph();
  const now = view({ confidence: 10 });
  const panned: View = { ...now, camera: [1, 2, 3] };
  assert.equal(visible(model, now), visible(model, panned));
});
