import assert from "node:assert/strict";
import { test } from "node:test";
import { around, inLine, settle } from "../src/explorer/focus.ts";
import { plainScene, type Scene } from "../src/explorer/scene.ts";
import { START } from "../src/explorer/state.ts";
import { visible } from "../src/explorer/visible.ts";
import { graphOf, type Drawn } from "./graph.ts";

function star(neighbours: number, outer = 0): Scene {
  const nodes: Record<string, string> = { middle: "Company" };
  const edges: Drawn[] = [];
  for (let i = 0; i < neighbours; i++) {
    nodes[`n${i}`] = "Person";
    edges.push([`n${i}`, "post", "middle"]);
    for (let j = 0; j < outer; j++) {
      nodes[`n${i}-${j}`] = "Product";
      edges.push([`n${i}`, "produces", `n${i}-${j}`]);
    }
  }
  return plainScene(visible(graphOf(nodes, edges), START));
}

const NAME = 80;
const laid = (scene: Scene, held = new Map()) => around(scene, scene.byId.get("middle")!, held, () => NAME, 1.4);
const named = (scene: Scene, places: ReturnType<typeof laid>) => [...places].map(([dot, p]) => [dot.id, Math.round(p.x * 100), Math.round(p.y * 100)]).sort();

test("the same neighbourhood is laid out the same each time, around a middle that stays", () => {
  const [a, b] = [star(12, 3), star(12, 3)];
  const middle = a.byId.get("middle")!;
  const [x, y] = [middle.x, middle.y];
  assert.deepEqual(named(a, laid(a)), named(b, laid(b)));
  assert.deepEqual(laid(a).get(middle), { x, y });
});

test("names of a neighbourhood do not lie on each other", () => {
  const places = [...laid(star(26)).values()];
  let touching = 0;
  for (const [i, a] of places.entries()) for (const b of places.slice(i + 1)) if (Math.abs(a.x - b.x) < NAME && Math.abs(a.y - b.y) < 14) touching++;
  assert.equal(touching, 0);
});

test("neighbours are nearer than their neighbours", () => {
  const scene = star(8, 2);
  const places = laid(scene);
  const middle = places.get(scene.byId.get("middle")!)!;
  const far = (id: string) => Math.hypot(places.get(scene.byId.get(id)!)!.x - middle.x, places.get(scene.byId.get(id)!)!.y - middle.y);
  for (let i = 0; i < 8; i++) assert.ok(far(`n${i}`) < far(`n${i}-0`));
});

test("what the reader put somewhere stays there", () => {
  const scene = star(6);
  const pinned = scene.byId.get("n2")!;
  assert.deepEqual(laid(scene, new Map([[pinned, { x: 300, y: -40 }]])).get(pinned), { x: 300, y: -40 });
});

test("a path is laid out in a line, upright where names need more room than there is", () => {
  const scene = star(3);
  const dots = ["n0", "middle", "n1"].map((id) => scene.byId.get(id)!);
  const wide = inLine(dots, () => 60, () => NAME, 1000);
  assert.ok(!wide.upright);
  const xs = dots.map((d) => wide.places.get(d)!.x);
  assert.ok(xs[0]! < xs[1]! && xs[1]! < xs[2]!);
  assert.ok(xs[1]! - xs[0]! > 60 + dots[0]!.size + dots[1]!.size, "there is room for what the step says");
  assert.ok(inLine(dots, () => 60, () => NAME, 280).upright);
});

test("nodes that came later settle near those that they are linked with, which stay", () => {
  const model = graphOf({ a: "Company", b: "Company", c: "Person", d: "Person" }, [["c", "post", "a"], ["d", "post", "c"], ["a", "partnerOf", "b"]]);
  for (const id of ["c", "d"]) model.nodes.get(id)!.home = { x: Number.NaN, y: Number.NaN };
  const before = { ...model.nodes.get("a")!.home };
  settle(plainScene(visible(model, START)));
  assert.deepEqual(model.nodes.get("a")!.home, before);
  const [a, c, d] = ["a", "c", "d"].map((id) => model.nodes.get(id)!.home);
  assert.ok(Math.hypot(c!.x - a!.x, c!.y - a!.y) < 150);
  assert.ok(Math.hypot(d!.x - c!.x, d!.y - c!.y) < 150);
});

test("a graph that came without places gets them", () => {
  const model = graphOf({ a: "Company", b: "Company", c: "Person" }, [["a", "partnerOf", "b"]]);
  for (const node of model.nodes.values()) node.home = { x: Number.NaN, y: Number.NaN };
  settle(plainScene(visible(model, START)));
  const places = [...model.nodes.values()].map((n) => `${Math.round(n.home.x)} ${Math.round(n.home.y)}`);
  assert.equal(new Set(places).size, 3);
  assert.ok(places.every((p) => !p.includes("NaN")));
});
