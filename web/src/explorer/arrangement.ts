/** Which dots there are in a view, and where they stand. */

import { saidAlong } from "./canvaswords.ts";
import { NONE, overviewScene } from "./collapse.ts";
import { around, inLine, settle, type Places } from "./focus.ts";
import { AROUND, cut, UNDER_FIRST, type Side } from "./labels.ts";
import type { Model } from "./model.ts";
import type { Emphasis } from "./paint.ts";
import { regionsOf, type Region } from "./regions.ts";
import { plainScene, strandsOf, type Dot, type Scene, type Strand } from "./scene.ts";
import type { View } from "./state.ts";
import type { Visible } from "./visible.ts";
import type { Words } from "./words.ts";

export type Kind = "overview" | "around" | "path";

export interface Arrangement {
  kind: Kind;
  scene: Scene;
  /** where each dot belongs */
  places: Places;
  /** open communities, where the graph is drawn as communities */
  open: number[];
  /** whether the graph is drawn as communities */
  collapsed: boolean;
  /** the grounds of communities */
  regions: Region[];
  /** where names go */
  sides: readonly Side[];
}

/** Pins farther than this from a node belong to another picture than the one around it. */
const PIN_REACH = 1200;
/** Letters of a name for which there is room, where those as wide as two count as two. */
const NAME = 24;

export function kindOf(model: Model, view: View): Kind {
  if (view.path) return "path";
  return view.hops > 0 && model.nodes.has(view.node) ? "around" : "overview";
}

/** The community that has to be open so that the chosen node is seen. */
export function openIn(model: Model, view: View): number[] {
  const chosen = model.nodes.get(view.node);
  return [...new Set([...view.open, ...(chosen ? [chosen.community] : [])])];
}

export interface Measures {
  /** width of a text in the font of names, in pixels */
  textWidth(text: string): number;
  /** of the picture, in pixels */
  width: number;
  height: number;
  /** the zoom at which places would fit the picture */
  zoom(places: Places): number;
}

export function arranged(model: Model, view: View, seen: Visible, words: Words, measures: Measures): Arrangement {
  const kind = kindOf(model, view);
  const open = openIn(model, view);
  const scene = kind === "overview" ? overviewScene(seen, model.communities, new Set(open)) : plainScene(seen);
  const collapsed = scene.dots.some((d) => d.shares);
  const whole = { kind, scene, open: collapsed ? open : [], collapsed, sides: AROUND, regions: [] };
  if (kind === "overview") {
    const places = atHome(scene, view);
    return { ...whole, places, regions: regionsOf(scene.dots, model.communities, collapsed && open.includes(NONE)) };
  }
  const widthOf = (dot: Dot) => measures.textWidth(cut(dot.name, NAME));
  if (kind === "path") {
    const { places, upright } = alongPath(scene, seen, words, measures, widthOf);
    return { ...whole, places: held(places, scene, view, null), sides: upright ? AROUND : UNDER_FIRST };
  }
  const middle = scene.byId.get(view.node)!;
  const { home } = middle.node!;
  [middle.x, middle.y] = Number.isNaN(home.x) ? [0, 0] : [home.x, home.y];
  const pins = held(new Map(), scene, view, middle);
  const aspect = measures.width / measures.height;
  const once = around(scene, middle, pins, widthOf, aspect);
  const zoom = measures.zoom(once);
  // from afar names take more of the world
  const places = zoom >= 0.95 ? once : around(scene, middle, pins, (dot) => widthOf(dot) / Math.max(0.5, zoom), aspect);
  return { ...whole, places, sides: UNDER_FIRST };
}

function atHome(scene: Scene, view: View): Places {
  settle(scene);
  const places: Places = new Map();
  for (const dot of scene.dots) places.set(dot, dot.node ? dot.node.home : { x: dot.x, y: dot.y });
  held(places, scene, view, null);
  for (const [dot, place] of places) [dot.x, dot.y] = [place.x, place.y];
  return places;
}

function alongPath(scene: Scene, seen: Visible, words: Words, measures: Measures, widthOf: (dot: Dot) => number): { places: Places; upright: boolean } {
  const dots = (seen.path?.nodes ?? [...seen.nodes]).map((n) => scene.dotOf.get(n)!);
  const step = (from: Dot, to: Dot) => {
    const line = from.lines.find((l) => l.a === to || l.b === to);
    return line ? Math.max(...strandsOf(line).map((s) => measures.textWidth(cut(saidAlong(s, words), 24)))) : 0;
  };
  return inLine(dots, step, widthOf, measures.width - 180);
}

/** Places with those that the reader chose. */
function held(places: Places, scene: Scene, view: View, near: Dot | null): Places {
  for (const [id, [x, y]] of Object.entries(view.pins)) {
    const dot = scene.byId.get(id);
    if (dot && (!near || (dot !== near && Math.hypot(x - near.x, y - near.y) < PIN_REACH))) places.set(dot, { x, y });
  }
  return places;
}

/** What stands out in a view. */
export function emphasisOf({ kind, scene }: Arrangement, view: View): { emphasis: Emphasis; marked: Strand[] } {
  const chosen = scene.byId.get(view.node) ?? null;
  const marked = view.fact ? scene.lines.filter((l) => l.edges.some((e) => e.fact.id === view.fact)).flatMap((l) => strandsOf(l).filter((s) => s.edges.some((e) => e.fact.id === view.fact))) : [];
  const lit = new Set<Dot>();
  const strands = kind === "path" ? scene.lines.flatMap(strandsOf) : chosen ? chosen.lines.flatMap(strandsOf) : [];
  if (chosen) lit.add(chosen);
  for (const { from, to } of [...strands, ...marked]) lit.add(from).add(to);
  if (kind === "path") for (const dot of scene.dots) lit.add(dot);
  const own = scene.dots.find((d) => view.fact !== "" && d.node?.fact?.id === view.fact);
  if (own) lit.add(own);
  return { emphasis: { chosen, lit, strands, fades: kind === "overview" && lit.size > 0 }, marked };
}
