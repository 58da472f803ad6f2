import assert from "node:assert/strict";
import { test } from "node:test";
import { arranged, emphasisOf } from "../src/explorer/arrangement.ts";
import { CANVAS_WORDS, nameOf, saidAlong, tipOf } from "../src/explorer/canvaswords.ts";
import { Drawing, EMPTY } from "../src/explorer/drawing.ts";
import { boundsOf, fitted, type Eye } from "../src/explorer/eye.ts";
import type { Inks } from "../src/explorer/inks.ts";
import { Widths } from "../src/explorer/labels.ts";
import type { Model } from "../src/explorer/model.ts";
import { SvgSurface } from "../src/explorer/picture.ts";
import { START, type View } from "../src/explorer/state.ts";
import { visible } from "../src/explorer/visible.ts";
import { Words } from "../src/explorer/words.ts";
import { graphOf } from "./graph.ts";

const INKS: Inks = {
  ground: "#ffffff", raised: "#ffffff", ink: "#000000", soft: "#555555", line: "#dddddd", edge: "#aaaaaa", edgeStrong: "#444444",
  accent: "#0000ff", mark: "#ffff00", fonts: "sans-serif", dark: false, lift: 0,
};
const widthOf = (text: string, font: string) => text.length * Number(/(\d+)px/.exec(font)![1]);
const EYE: Eye = { width: 1000, height: 800, ratio: 1, x: 225, y: 50, k: 1 };

const graph = () =>
  graphOf({ 星桥: "Company", 云帆: "Company", 林晓舟: "Person", 远山: "Place", "<b>": "Product" }, [
    ["林晓舟", "post", "星桥", { title: "总裁" }],
    ["星桥", "investorIn", "云帆"],
    ["云帆", "investorIn", "星桥"],
    ["云帆", "headquarteredIn", "远山"],
    ["星桥", "produces", "<b>"],
  ]);

/** The texts of a picture, each once. */
function texts(model: Model, change: Partial<View>, language: 0 | 1 = 0): string[] {
  const drawing = drawn(model, change, language);
  const on = new SvgSurface();
  const eye = fitted(EYE, boundsOf(drawing.drawn.scene.dots)!, { side: 150, top: 80, bottom: 80 }, 1);
  drawing.rest(on, eye);
  drawing.live(on, eye, false);
  return [...new Set([...on.file(1, 0, 1, "").matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((m) => m[1]!))];
}

function drawn(model: Model, change: Partial<View>, language: 0 | 1 = 0): Drawing {
  const words = new Words(language);
  words.add(CANVAS_WORDS);
  words.terms = { relations: { investorIn: ["投资", "investor in"], produces: ["出品", "produces"], headquarteredIn: ["总部在", "based in"] } };
  const view = { ...START, ...change };
  const names = { of: (d: Parameters<typeof nameOf>[0]) => nameOf(d, words), along: (s: Parameters<typeof saidAlong>[0]) => saidAlong(s, words), region: () => "群", tip: (h: Parameters<typeof tipOf>[0]) => tipOf(h, model, words) };
  const drawing = new Drawing(INKS, names, new Widths(widthOf));
  const arrangement = arranged(model, view, visible(model, view), words, { textWidth: (text) => 12 * text.length, width: 1000, height: 800, zoom: () => 1 });
  for (const [dot, place] of arrangement.places) Object.assign(dot, { x: place.x * 2.4, y: place.y + 40 * dot.index });
  const { scene, sides, kind } = arrangement;
  drawing.drawn = { ...EMPTY, scene, ...emphasisOf(arrangement, view), sides, roomy: kind !== "overview" };
  return drawing;
}

test("all names are written where there is room, hostile ones as text", () => {
  assert.deepEqual(texts(graph(), {}).filter((t) => !["总裁", "投资", "总部在", "出品"].includes(t)).sort(), ["&lt;b&gt;", "云帆", "星桥", "林晓舟", "远山"]);
});

test("a chosen node's neighbours are named and its edges say what they are, in the reader's language", () => {
  const seen = texts(graph(), { node: "星桥" });
  for (const text of ["星桥", "云帆", "林晓舟", "&lt;b&gt;", "总裁", "投资", "出品"]) assert.ok(seen.includes(text), text);
  assert.ok(!seen.includes("远山"), "what is farther fades, and has no name");
  assert.ok(texts(graph(), { node: "星桥" }, 1).includes("investor in"));
});

test("a path names all of its nodes and steps", () => {
  const seen = texts(graph(), { path: ["林晓舟", "远山"] });
  for (const text of ["林晓舟", "星桥", "云帆", "远山", "总裁", "投资", "总部在"]) assert.ok(seen.includes(text), text);
});

test("an edge whose fact is open stands out with its ends", () => {
  const { emphasis, marked } = drawn(graph(), { fact: "fact-3" }).drawn;
  assert.deepEqual([...emphasis.lit].map((d) => d.id).sort(), ["云帆", "远山"]);
  assert.equal(marked.length, 1);
  assert.ok(emphasis.fades);
});

test("what is missing of a node's links is told where it is pointed at", () => {
  const model = graph();
  model.nodes.get("云帆")!.links = 45;
  const { scene } = drawn(model, {}).drawn;
  const words = new Words(1);
  words.add(CANVAS_WORDS);
  assert.equal(tipOf({ dot: scene.byId.get("云帆")! }, model, words), "云帆 (42 more links)");
  assert.equal(tipOf({ dot: scene.byId.get("远山")! }, model, words), "远山");
});

test("dots that do not stand out are drawn in the colour of their type", () => {
  const on = new SvgSurface();
  drawn(graph(), {}).rest(on, EYE);
  const file = on.file(1, 0, 1, "");
  for (const color of ["#0072b2", "#e69f00", "#56b4e9", "#009e73"]) assert.ok(file.includes(`fill="${color}"`), color);
});
