import assert from "node:assert/strict";
import { test } from "node:test";
import { NONE, overviewScene } from "../src/explorer/collapse.ts";
import type { Model } from "../src/explorer/model.ts";
import { strandsOf } from "../src/explorer/scene.ts";
import { START } from "../src/explorer/state.ts";
import { visible } from "../src/explorer/visible.ts";
import { graphOf, type Drawn } from "./graph.ts";

/** Three communities of ten with a hub each; two edges between the first two hubs; one stray node. */
function graph(): Model {
  const nodes: Record<string, string> = { stray: "Place" };
  const edges: Drawn[] = [["0-0", "partnerOf", "1-0"], ["1-0", "investorIn", "0-0"]];
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < 10; i++) nodes[`${c}-${i}`] = i < 6 ? "Company" : "Person";
    for (let i = 1; i < 10; i++) edges.push([`${c}-${i}`, "partnerOf", `${c}-0`]);
  }
  const model = graphOf(nodes, edges);
  for (const node of model.nodes.values()) node.community = node.id === "stray" ? NONE : Number(node.id[0]);
  model.communities = [0, 1, 2].map((c) => ({ name: `群${c}`, size: 10, x: 1000 * c, y: 0, radius: 100 }));
  return model;
}

const scene = (open: number[], above = 20, model = graph()) => overviewScene(visible(model, START), model.communities, new Set(open), above);

test("a graph of few nodes is drawn whole", () => {
  assert.equal(scene([], 31).dots.length, 31);
});

test("of many nodes each community is one dot that tells what it is made of", () => {
  const { dots, lines } = scene([]);
  assert.deepEqual(dots.map((d) => d.id).sort(), ["community 0", "community 1", "community 2", "stray"]);
  const first = dots.find((d) => d.id === "community 0")!;
  assert.deepEqual(first.shares, [["Company", 6], ["Person", 4]]);
  assert.deepEqual([first.x, first.y, first.name], [0, 0, "群0"]);
  assert.equal(lines.length, 1, "edges within a community are not drawn");
  assert.equal(strandsOf(lines[0]!).length, 1, "edges between two are one bundle");
  assert.equal(lines[0]!.edges.length, 2);
});

test("an open community is drawn in its place, bound to the others", () => {
  const { dots, lines, dotOf } = scene([0]);
  assert.equal(dots.length, 10 + 3);
  const hub = dots.find((d) => d.id === "0-0")!;
  assert.ok(lines.some((l) => [l.a, l.b].includes(hub) && [l.a.id, l.b.id].includes("community 1")));
  assert.equal([...dotOf.values()].filter((d) => d.id === "community 1").length, 10);
});

test("what filters leave of a community takes less room", () => {
  const model = graph();
  const seen = visible(model, { ...START, withoutTypes: ["Person"] });
  const [whole, part] = [visible(model, START), seen].map((s) => overviewScene(s, model.communities, new Set(), 5).byId.get("community 0")!);
  assert.ok(part!.size < whole!.size);
});
