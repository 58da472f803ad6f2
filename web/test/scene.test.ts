import assert from "node:assert/strict";
import { test } from "node:test";
import { plainScene, radiusOf, sizeOf, strandsOf } from "../src/explorer/scene.ts";
import { START } from "../src/explorer/state.ts";
import { visible } from "../src/explorer/visible.ts";
import { graphOf, type Drawn } from "./graph.ts";

const sceneOf = (edges: Drawn[]) => plainScene(visible(graphOf({ a: "Company", b: "Company", c: "Person" }, edges), START));

test("all edges between two nodes are one line, those that say the same in one direction one strand", () => {
  const scene = sceneOf([
    ["a", "investorIn", "b"],
    ["a", "investorIn", "b"],
    ["b", "investorIn", "a"],
    ["a", "partnerOf", "b"],
    ["c", "post", "a", { title: "总裁" }],
    ["c", "post", "a", { title: "董事" }],
  ]);
  assert.equal(scene.lines.length, 2);
  const [ab, ac] = ["b", "c"].map((id) => scene.lines.find((l) => [l.a.id, l.b.id].includes(id))!);
  const strands = strandsOf(ab!);
  assert.deepEqual(strands.map((s) => [s.from.id, s.to.id, s.edges.length]), [["a", "b", 2], ["b", "a", 1], ["a", "b", 1]]);
  assert.deepEqual(strands.map((s) => s.bend), [-1, 0, 1], "they are spread around the straight line");
  assert.deepEqual(strandsOf(ac!).map((s) => s.edges[0]!.title), ["总裁", "董事"]);
});

test("an edge from a node to itself is a line of its own", () => {
  const scene = sceneOf([["a", "partnerOf", "a"]]);
  const [strand] = strandsOf(scene.lines[0]!);
  assert.equal(strand!.from, strand!.to);
  assert.equal(scene.byId.get("a")!.lines.length, 1);
});

test("larger dots are drawn over smaller ones, the same way each time", () => {
  const scene = sceneOf([["a", "partnerOf", "b"], ["a", "partnerOf", "c"]]);
  assert.deepEqual(scene.dots.map((d) => d.id), ["b", "c", "a"]);
  assert.ok(sizeOf(100) > sizeOf(10) && sizeOf(10) > sizeOf(1) && sizeOf(1) > sizeOf(0));
  const [b] = scene.dots;
  assert.ok(radiusOf(b!, 0.1) > 0.1 * radiusOf(b!, 1), "from afar nodes shrink less than the space between them");
});
