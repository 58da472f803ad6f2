/** Where nodes stand that are laid out as the reader looks: around a node, along a path, and those that came later. */

import { forceCollide, forceLink, forceManyBody, forceRadial, forceSimulation, forceX, forceY, type Force, type SimulationNodeDatum } from "d3-force";
import type { Dot, Scene } from "./scene.ts";

export interface Place {
  x: number;
  y: number;
}

export type Places = Map<Dot, Place>;

interface Body extends SimulationNodeDatum {
  dot: Dot;
  x: number;
  y: number;
  /** half the width and height of the dot with its name under it */
  wide: number;
  high: number;
  hop: number;
}

const RING = 150;
const NAMED_UP_TO = 220; // more dots than this have no room for all their names
const WORK = 60_000; // ticks times dots
const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** The width of a dot's name as it is drawn, in pixels. */
export type WidthOf = (dot: Dot) => number;

/**
 * Places around a dot, which stays where it is: neighbours in a ring, theirs farther out, each beside what it is linked
 * with, names apart where there are not too many. The same scene gives the same places.
 */
export function around(scene: Scene, middle: Dot, held: Places, widthOf: WidthOf, aspect: number): Places {
  const hops = hopsFrom(middle);
  const named = scene.dots.length <= NAMED_UP_TO;
  const bodies = started(scene, middle, hops, named ? widthOf : () => 0);
  const of = new Map(bodies.map((b) => [b.dot, b]));
  for (const body of bodies) {
    const fixed = body.dot === middle ? middle : held.get(body.dot);
    if (fixed) [body.fx, body.fy] = [fixed.x, fixed.y];
  }
  const links = scene.lines.filter((l) => l.a !== l.b).map((l) => ({ source: of.get(l.a)!, target: of.get(l.b)! }));
  const reach = ringsOf(bodies);
  const simulation = forceSimulation(bodies)
    .force("links", forceLink(links).distance((l) => 70 + 22 * Math.min(4, Math.abs((l.source as Body).hop - (l.target as Body).hop))).strength(0.12))
    .force("charge", forceManyBody<Body>().strength(-260).distanceMax(700))
    .force("ring", forceRadial<Body>((b) => reach[Math.min(b.hop, reach.length - 1)]!, middle.x, middle.y).strength((b) => (b.hop === 0 ? 0 : 0.42)))
    .stop();
  if (named) simulation.force("names", namesApart(bodies));
  else simulation.force("apart", forceCollide<Body>((b) => b.dot.size + 3));
  simulation.tick(Math.round(Math.min(300, Math.max(40, WORK / bodies.length))));
  // as wide as the picture, if it is wider than high, or as high
  const stretch = Math.sqrt(Math.min(1.7, Math.max(0.6, aspect)));
  const free = (b: Body) => b.fx == null;
  return new Map(bodies.map((b) => [b.dot, free(b) ? { x: middle.x + (b.x - middle.x) * stretch, y: middle.y + (b.y - middle.y) / stretch ** 0.5 } : { x: b.x, y: b.y }]));
}

/** How far dots are from a dot, in steps; what no line leads to is farthest. */
function hopsFrom(middle: Dot): Map<Dot, number> {
  const hops = new Map([[middle, 0]]);
  for (const dot of hops.keys()) {
    for (const { a, b } of dot.lines) {
      const other = a === dot ? b : a;
      if (!hops.has(other)) hops.set(other, hops.get(dot)! + 1);
    }
  }
  return hops;
}

/** Dots where the layout begins: in the direction in which they stand in the whole, so that the reader finds them again. */
function started(scene: Scene, middle: Dot, hops: Map<Dot, number>, widthOf: WidthOf): Body[] {
  const farthest = Math.max(1, ...hops.values());
  const rings: Dot[][] = [];
  for (const dot of scene.dots) (rings[hops.get(dot) ?? farthest + 1] ??= []).push(dot);
  const angles = new Map<Dot, number>([[middle, 0]]);
  return rings.flatMap((ring, hop) => {
    const wanted = ring.map((dot, i) => ({ dot, angle: angleOf(dot, middle, angles, hops) ?? i * GOLDEN }));
    wanted.sort((a, b) => a.angle - b.angle || (a.dot.id < b.dot.id ? -1 : 1));
    return wanted.map(({ dot, angle }, i) => {
      const even = -Math.PI + (2 * Math.PI * (i + 0.5)) / ring.length;
      const at = hop === 1 ? even : angle + 0.12 * Math.sin(i * 2.4);
      angles.set(dot, at);
      const wide = Math.max(dot.size, widthOf(dot) / 2) + 5;
      const far = RING * hop + (i % 3) * 14;
      return { dot, x: middle.x + far * Math.cos(at), y: middle.y + far * Math.sin(at), wide, high: dot.size + (widthOf(dot) ? 13 : 3), hop };
    });
  });
}

function angleOf(dot: Dot, middle: Dot, angles: Map<Dot, number>, hops: Map<Dot, number>): number | null {
  const hop = hops.get(dot) ?? 0;
  const inner = dot.lines.map(({ a, b }) => (a === dot ? b : a)).filter((o) => o !== middle && (hops.get(o) ?? 0) < hop && angles.has(o));
  if (inner.length > 0) {
    const [x, y] = [inner.reduce((s, o) => s + Math.cos(angles.get(o)!), 0), inner.reduce((s, o) => s + Math.sin(angles.get(o)!), 0)];
    return Math.atan2(y, x);
  }
  const home = dot.node?.home ?? dot;
  const from = middle.node?.home ?? middle;
  const angle = Math.atan2(home.y - from.y, home.x - from.x);
  return Number.isNaN(angle) || (home.x === from.x && home.y === from.y) ? null : angle;
}

/** How far from the middle each ring is: far enough that its dots have room. */
function ringsOf(bodies: Body[]): number[] {
  const area: number[] = [];
  for (const { hop, wide, high } of bodies) area[hop] = (area[hop] ?? 0) + 4 * wide * high;
  const radii = [0];
  let within = 0;
  for (let hop = 1; hop < area.length; hop++) {
    within += (area[hop] ?? 0) * 2.6;
    radii.push(Math.max(radii[hop - 1]! + RING * 0.72, Math.sqrt(within / Math.PI) * 0.86));
  }
  return radii;
}

/** Pushes boxes apart that overlap, along the shorter way. */
function namesApart(bodies: Body[]): Force<Body, undefined> {
  return () => {
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < bodies.length; i++) {
        for (let j = i + 1; j < bodies.length; j++) apart(bodies[i]!, bodies[j]!);
      }
    }
  };
}

function apart(a: Body, b: Body): void {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const [overX, overY] = [a.wide + b.wide - Math.abs(dx), a.high + b.high - Math.abs(dy)];
  if (overX <= 0 || overY <= 0) return;
  const shares = a.fx != null ? [0, 1] : b.fx != null ? [1, 0] : [0.5, 0.5];
  // names are wide and low: up and down is the shorter way nearly always
  if (overY * 1.6 <= overX) {
    const push = overY * 0.5 * (dy < 0 ? -1 : 1);
    a.y -= push * shares[0]!;
    b.y += push * shares[1]!;
  } else {
    const push = overX * 0.5 * (dx < 0 ? -1 : 1);
    a.x -= push * shares[0]!;
    b.x += push * shares[1]!;
  }
}

/** Places along a path: side by side where `width` pixels are enough for all names and what the steps say, else under each other. */
export function inLine(dots: readonly Dot[], stepWidth: (from: Dot, to: Dot) => number, widthOf: WidthOf, width: number): { places: Places; upright: boolean } {
  const steps = dots.slice(1).map((dot, i) => {
    const before = dots[i]!;
    const names = (widthOf(before) + widthOf(dot)) / 2 + 24;
    return Math.max(150, stepWidth(before, dot) + before.size + dot.size + 60, names);
  });
  const upright = steps.reduce((sum, step) => sum + step, 0) > width;
  const all = upright ? steps.map(() => UPRIGHT_STEP) : steps;
  let at = -all.reduce((sum, step) => sum + step, 0) / 2;
  const places: Places = new Map();
  dots.forEach((dot, i) => {
    places.set(dot, upright ? { x: 0, y: at } : { x: at, y: 0 });
    at += all[i] ?? 0;
  });
  return { places, upright };
}

const UPRIGHT_STEP = 112;

/**
 * Gives homes to dots that have none, by force around those that they are linked with, which stay.
 */
export function settle(scene: Scene): void {
  const lost = scene.dots.filter((d) => d.node && Number.isNaN(d.node.home.x));
  if (lost.length === 0) return;
  const near = new Set(lost);
  for (const dot of lost) for (const { a, b } of dot.lines) if (a.node && b.node) near.add(a).add(b);
  const edge = farthestOut(scene);
  const bodies = [...near].map((dot, i) => startOf(dot, i, edge));
  const of = new Map(bodies.map((b) => [b.dot, b]));
  const links = scene.lines.flatMap((l) => (l.a !== l.b && of.has(l.a) && of.has(l.b) ? [{ source: of.get(l.a)!, target: of.get(l.b)! }] : []));
  forceSimulation(bodies)
    .force("links", forceLink(links).distance((l) => 34 + (l.source as Body).dot.size + (l.target as Body).dot.size))
    .force("charge", forceManyBody<Body>().strength(-90).distanceMax(500))
    .force("apart", forceCollide<Body>((b) => b.dot.size + 6))
    .force("x", forceX<Body>(0).strength(0.025))
    .force("y", forceY<Body>(0).strength(0.035))
    .stop()
    .tick(Math.round(Math.min(300, Math.max(60, (2 * WORK) / bodies.length))));
  for (const { dot, x, y, fx } of bodies) {
    if (fx != null) continue;
    [dot.x, dot.y] = [x, y];
    dot.node!.home = { x, y };
  }
}

function startOf(dot: Dot, i: number, edge: number): Body {
  const body = { dot, wide: 0, high: 0, hop: 0 };
  const { home } = dot.node!;
  if (!Number.isNaN(home.x)) return { ...body, x: home.x, y: home.y, fx: home.x, fy: home.y };
  const friends = dot.lines.flatMap(({ a, b }) => (a === dot ? b : a).node?.home ?? []).filter((h) => !Number.isNaN(h.x));
  const n = Math.max(1, friends.length);
  const far = friends.length ? 30 : edge + 12 * Math.sqrt(i);
  const at = { x: friends.reduce((s, h) => s + h.x, 0) / n, y: friends.reduce((s, h) => s + h.y, 0) / n };
  return { ...body, x: at.x + far * Math.cos(i * GOLDEN), y: at.y + far * Math.sin(i * GOLDEN) };
}

function farthestOut(scene: Scene): number {
  let far = 0;
  for (const { node } of scene.dots) if (node && !Number.isNaN(node.home.x)) far = Math.max(far, Math.hypot(node.home.x, node.home.y));
  return far;
}
