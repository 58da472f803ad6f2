import assert from "node:assert/strict";
import { test } from "node:test";
import { acrossOf, boundsOf, downOf, fitted, worldOf, type Eye } from "../src/explorer/eye.ts";
import { along, curveOf } from "../src/explorer/paint.ts";
import { pick } from "../src/explorer/picking.ts";
import { plainScene, strandsOf } from "../src/explorer/scene.ts";
import { START } from "../src/explorer/state.ts";
import { visible } from "../src/explorer/visible.ts";
import { graphOf } from "./graph.ts";

const model = graphOf({ a: "Company", b: "Company", c: "Person" }, [["a", "investorIn", "b"], ["b", "partnerOf", "a"], ["c", "partnerOf", "c"]]);
const scene = plainScene(visible(model, START));
[["a", 0, 0], ["b", 200, 0], ["c", 100, 150]].forEach(([id, x, y]) => Object.assign(scene.byId.get(id as string)!, { x, y }));
const eye: Eye = { width: 800, height: 600, ratio: 1, x: 100, y: 50, k: 1.5 };
const on = { scene, eye, strands: [], lit: new Set<never>(), rich: true, pinned: [], open: [] };
const at = (id: string): [number, number] => [acrossOf(eye, scene.byId.get(id)!.x), downOf(eye, scene.byId.get(id)!.y)];

test("a place of the picture and of the world are the same place", () => {
  const { x, y } = worldOf(eye, ...at("b"));
  assert.deepEqual([Math.round(x), Math.round(y)], [200, 0]);
});

test("a dot is hit on it and a little beside it, a finger reaches farther", () => {
  const [x, y] = at("a");
  assert.equal(pick(x, y, 4, on)?.dot?.id, "a");
  assert.equal(pick(x - 18, y, 4, on), null);
  assert.equal(pick(x - 18, y, 14, on)?.dot?.id, "a");
});

test("each of two edges between two nodes is hit on its own curve, and a node's edge to itself too", () => {
  const line = scene.lines.find((l) => l.a !== l.b)!;
  for (const strand of [...strandsOf(line), ...strandsOf(scene.lines.find((l) => l.a === l.b)!)]) {
    const hit = pick(...along(curveOf(strand, eye), 0.5), 4, on);
    assert.equal(hit && "strand" in hit && hit.strand, strand);
  }
  assert.equal(pick(...along(curveOf(strandsOf(line)[0]!, eye), 0.5), 4, { ...on, rich: false }), null, "lines that are too many are not hit");
});

test("the sign of a pin is hit before its dot", () => {
  const dot = scene.byId.get("a")!;
  const [x, y] = at("a");
  const hit = pick(x + 13, y - 13, 4, { ...on, pinned: [dot] });
  assert.equal(hit && "pin" in hit && hit.pin, dot);
});

test("the eye that sees all sees all, above what covers the picture", () => {
  const box = boundsOf(scene.dots)!;
  const whole = fitted(eye, box, { side: 40, top: 50, bottom: 250 }, 4);
  const corners = [[box.x0, box.y0], [box.x1, box.y1]].map(([x, y]) => [acrossOf(whole, x!), downOf(whole, y!)] as const);
  for (const [x, y] of corners) assert.ok(x >= 39.9 && x <= 760.1 && y >= 49.9 && y <= 350.1, `${x} ${y}`);
  assert.equal(boundsOf([]), null);
});
