/** The graph as a picture: drawn, moved, pointed at, and kept in step with what the reader has chosen. */

import { arranged, emphasisOf, kindOf, openIn, type Arrangement } from "./arrangement.ts";
import { Backdrop } from "./backdrop.ts";
import { Camera } from "./camera.ts";
import { CANVAS_WORDS, nameOf, saidAlong } from "./canvaswords.ts";
import { el } from "./dom.ts";
import { Drawing, EMPTY } from "./drawing.ts";
import { acrossOf, boundsOf, downOf, fitted, type Eye, type Margin } from "./eye.ts";
import type { Places } from "./focus.ts";
import { Gestures } from "./gestures.ts";
import { inksOf } from "./inks.ts";
import { Widths } from "./labels.ts";
import type { Model } from "./model.ts";
import { along, curveOf, fontOf, Painter } from "./paint.ts";
import { pick, type Hit } from "./picking.ts";
import { pngOf, svgOf, type Caption } from "./picture.ts";
import { strandsOf, type Dot, type Strand } from "./scene.ts";
import { START, type State, type View } from "./state.ts";
import { visible, type Visible } from "./visible.ts";
import type { Words } from "./words.ts";

const HEAVY = 1500; // dots and lines from which on a moving picture is drawn from a copy
const WAY = 480; // ms that a change takes
const SECOND_TAP = 300; // ms in which a tap may yet become two
const MOST_FIT = { overview: 2.1, around: 1.5, path: 1.35 };
const READABLE = 0.8; // zoom at which names are read beside their nodes
const CLOSE = 1.3;
const PAN = 70;
const REACH = 4;
const REACH_FINGER = 14;

export class Canvas {
  private readonly canvas = el("canvas", { "aria-hidden": "true" });
  private readonly on = this.canvas.getContext("2d", { alpha: false })!;
  private readonly backdrop = new Backdrop();
  private readonly drawing: Drawing;
  private readonly camera: Camera;
  private readonly gestures: Gestures<Hit>;
  private readonly widths: Widths;
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");
  private arrangement: Arrangement = { kind: "overview", scene: EMPTY.scene, places: new Map(), open: [], collapsed: false, sides: EMPTY.sides, regions: [] };
  private seen: Visible | null = null;
  private shown: View = START;
  private asked = 0;
  private waiting = 0;
  private stale = true;
  /** dots on their way: where from, and since when */
  private way: { from: Map<Dot, { x: number; y: number }>; began: number } | null = null;
  private own: View["camera"] = null;
  /** everything fits, and the reader has not moved the picture since */
  private fits = true;
  private overviewEye: Pick<Eye, "x" | "y" | "k"> | null = null;
  private tapped = { at: Number.NEGATIVE_INFINITY, node: "", before: "" };
  private size = { width: 0, height: 0 };

  constructor(
    private readonly container: HTMLElement,
    private readonly model: Model,
    private readonly state: State,
    private readonly words: Words,
  ) {
    words.add(CANVAS_WORDS);
    this.canvas.style.touchAction = "none";
    this.canvas.style.cursor = "grab";
    container.append(this.canvas);
    const inks = inksOf(container);
    this.widths = new Widths((text, font) => {
      this.on.font = font;
      return this.on.measureText(text).width;
    });
    this.drawing = new Drawing(inks, { of: (dot) => nameOf(dot, words), along: (strand) => saidAlong(strand, words), region: ({ name }) => name || words.say("canvas.others"), tip: (hit) => this.tip(hit) }, this.widths);
    this.gestures = new Gestures<Hit>(this.canvas, {
      pick: (x, y, finger) => this.pick(x, y, finger ? REACH_FINGER : REACH),
      // fingers move the picture, unless they are on what is chosen
      mayDrag: (hit, finger) => hit.dot?.node != null && (!finger || hit.dot === this.drawing.drawn.emphasis.chosen),
      hover: (hit) => this.hover(hit),
      tap: (hit, double) => this.tap(hit, double),
      drag: (hit, dx, dy) => this.drag(hit.dot!, dx, dy),
      dropped: (hit) => this.pin(hit.dot!),
    });
    this.camera = new Camera(this.canvas, {
      mayMove: (event) => event.type === "wheel" || !this.gestures.holds,
      moved: () => this.ask(),
      rested: (byReader) => this.rested(byReader),
    });
    this.measure();
    new ResizeObserver(() => this.resized()).observe(container);
    container.addEventListener("keydown", (event) => this.key(event));
    state.listen((now, before) => this.changed(now, before));
    words.listen(() => this.refresh());
    this.shown = state.now;
    this.arrange(null);
    this.start();
    this.paint();
  }

  /** The model has grown, or colours or words have changed. */
  refresh(): void {
    this.drawing.inks = inksOf(this.container);
    this.seen = null;
    this.stale = true;
    this.ask();
  }

  /** Shows all that is drawn. */
  fit(): void {
    this.flush();
    this.flyTo(this.whole(), false);
    this.fits = true;
    if (this.state.now.camera) this.state.set({ camera: null });
  }

  /** Comes nearer (more than 1) or goes away. */
  zoom(factor: number): void {
    const { x, y, k } = this.camera.eye;
    this.fits = false;
    this.camera.fly([x, y, k * factor], this.duration(220), true);
  }

  /** Where a node, or else the middle of an edge of a fact, is on the screen; null where it is not drawn. */
  where(id: string): { x: number; y: number } | null {
    this.arrive();
    const box = this.canvas.getBoundingClientRect();
    const { eye } = this.camera;
    const { scene } = this.arrangement;
    const node = this.model.nodes.get(id);
    const dot = scene.byId.get(id) ?? (node && scene.dotOf.get(node));
    if (dot) return { x: box.left + acrossOf(eye, dot.x), y: box.top + downOf(eye, dot.y) };
    const line = scene.lines.find((l) => l.edges.some((e) => e.fact.id === id));
    const strand = line && strandsOf(line).find((s) => s.edges.some((e) => e.fact.id === id));
    if (!strand) return null;
    const [x, y] = along(curveOf(strand, eye), 0.5);
    return { x: box.left + x, y: box.top + y };
  }

  /** Lets a node go that was put somewhere. */
  letGo(id: string): void {
    const { [id]: _, ...pins } = this.state.now.pins;
    this.state.set({ pins });
  }

  /** What is seen, at twice its size, with a title and the types' colours. */
  png(): Promise<Blob> {
    this.arrive();
    return pngOf(this.drawing, this.camera.eye, this.caption());
  }

  /** What is seen, as vectors and text. */
  svg(): string {
    this.arrive();
    return svgOf(this.drawing, this.camera.eye, this.caption());
  }

  private caption(): Caption {
    const types = new Map<string, number>();
    for (const { node, shares } of this.arrangement.scene.dots) {
      for (const [type, count] of shares ?? [[node!.type, 1] as const]) types.set(type, (types.get(type) ?? 0) + count);
    }
    const ordered = [...types].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return { title: this.model.title, types: ordered.map(([type, count]) => ({ type, count, name: this.words.term("types", type) })) };
  }

  // what the reader has chosen

  private changed(now: View, before: View): void {
    if (now.camera !== before.camera && now.camera === this.own && now.camera !== null) return;
    this.stale = true;
    const tapped = now.hops > 0 && now.node !== before.node && performance.now() - this.tapped.at < SECOND_TAP;
    if (!tapped) return this.ask();
    // a second tap would take the first back: the picture waits for it
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), SECOND_TAP) as unknown as number;
  }

  private flush(): void {
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (!this.stale) return;
    const before = this.shown;
    this.shown = this.state.now;
    this.arrange(before);
    this.turn(before);
  }

  /** Brings dots and emphasis up to date. */
  private arrange(before: View | null): void {
    this.stale = false;
    const view = this.shown;
    const seen = visible(this.model, view);
    const { kind } = this.arrangement;
    const opens = kindOf(this.model, view) === "overview" && this.seen !== null && seen.nodes.size > 0 && this.arrangement.collapsed && String(openIn(this.model, view)) !== String(this.arrangement.open);
    const same = seen === this.seen && !opens && kindOf(this.model, view) === kind && before?.pins === view.pins && (kind !== "around" || before?.node === view.node);
    if (!same) this.rearrange(seen, view, before !== null);
    const { emphasis, marked } = emphasisOf(this.arrangement, view);
    const { scene, collapsed, sides, regions } = this.arrangement;
    const overview = this.arrangement.kind === "overview";
    this.drawing.drawn = {
      scene,
      emphasis,
      marked,
      regions: emphasis.fades ? [] : regions,
      open: collapsed ? regions.filter((r) => view.open.includes(r.index)) : [],
      pinned: Object.keys(view.pins).flatMap((id) => scene.byId.get(id) ?? []),
      hovered: null,
      sides,
      roomy: !overview,
    };
    this.backdrop.forget();
    this.ask();
  }

  /** Lays out for a picture of another shape. */
  private arrangeAnew(): void {
    this.seen = null;
    this.arrange(this.shown);
  }

  private rearrange(seen: Visible, view: View, moves: boolean): void {
    const old = this.arrangement.scene;
    const { width, height } = this.camera.eye;
    const measures = {
      textWidth: (text: string) => this.widths.of(text, fontOf(12, false, this.drawing.inks)),
      width,
      height,
      zoom: (places: Places) => this.whole(kindOf(this.model, view), places).k,
    };
    this.seen = seen;
    this.arrangement = arranged(this.model, view, seen, this.words, measures);
    const { scene, places } = this.arrangement;
    const heavy = scene.dots.length + scene.lines.length > HEAVY;
    const from = new Map<Dot, { x: number; y: number }>();
    for (const [dot, place] of places) {
      const was = old.byId.get(dot.id);
      if (moves && !heavy && was && (was.x !== place.x || was.y !== place.y)) from.set(dot, { x: was.x, y: was.y });
      this.move(dot, place);
    }
    this.way = from.size > 0 && this.duration(WAY) > 0 ? { from, began: performance.now() } : null;
    if (this.way) this.step(this.way.began);
  }

  private move(dot: Dot, { x, y }: { x: number; y: number }): void {
    [dot.x, dot.y] = [x, y];
    if (dot.node) [dot.node.x, dot.node.y] = [x, y];
  }

  // where the reader looks

  /** The first look. */
  private start(): void {
    const { camera } = this.shown;
    const { x, y, k } = this.whole();
    this.camera.look(camera ?? [x, y, k]);
    this.fits = camera === null;
  }

  /** Looks where a new view wants it. */
  private turn(before: View): void {
    const view = this.shown;
    const given = view.camera !== before.camera && view.camera !== this.own;
    if (given) {
      this.fits = view.camera === null;
      if (view.camera) this.camera.fly(view.camera, this.duration(WAY));
      else this.flyTo(this.whole(), false);
      return;
    }
    const [was, is] = [kindOf(this.model, before), this.arrangement.kind];
    const moved = is !== "overview" && (was !== is || before.hops !== view.hops || before.expanded !== view.expanded || before.path !== view.path || before.node !== view.node);
    if (was === "overview" && is !== "overview" && !this.fits) this.overviewEye = { ...this.camera.eye };
    if (moved) this.look(this.whole(), true);
    else if (was !== "overview" && is === "overview") {
      this.look(this.overviewEye ?? this.whole(), this.overviewEye === null);
      this.overviewEye = null;
    } else if (view.open.length > before.open.length && this.arrangement.collapsed) this.enter(view.open.at(-1)!);
    else if (view.node !== before.node || view.fact !== before.fact) this.reveal();
  }

  /** Looks at a community that was opened. */
  private enter(index: number): void {
    const region = this.arrangement.regions.find((r) => r.index === index);
    if (!region) return;
    const { x, y, radius } = region;
    const { eye } = this.camera;
    const near = fitted(eye, { x0: x - radius, y0: y - radius, x1: x + radius, y1: y + radius }, { side: 40, top: 90, bottom: 80 }, 1.2);
    this.look({ ...near, k: Math.max(eye.k, near.k) }, false);
  }

  private look(eye: Pick<Eye, "x" | "y" | "k">, fits: boolean): void {
    this.fits = fits;
    if (fits && this.shown.camera) this.state.set({ camera: null });
    this.flyTo(eye, !fits);
  }

  private flyTo({ x, y, k }: Pick<Eye, "x" | "y" | "k">, byReader: boolean): void {
    this.camera.fly([x, y, k], this.duration(WAY), byReader);
  }

  /** The eye that sees all that is drawn. */
  private whole(kind = this.arrangement.kind, places = this.arrangement.places): Eye {
    const box = boundsOf(places.values());
    const { eye } = this.camera;
    if (!box) return eye;
    const covered = this.covered();
    const few = places.size < 800; // their names stand out over the sides
    const side = kind === "overview" ? Math.min(few ? 84 : 44, eye.width * (few ? 0.11 : 0.05)) : Math.min(110, eye.width * 0.16);
    const margin: Margin = { side, top: kind === "overview" ? 40 : 92, bottom: (kind === "overview" ? 44 : 64) + covered };
    return fitted(eye, box, margin, MOST_FIT[kind]);
  }

  /** How much of the picture a panel hides that lies over its lower part, as on small screens. */
  private covered(): number {
    const panel = document.getElementById("panel");
    if (!panel || panel.hidden || getComputedStyle(panel).position !== "fixed") return 0;
    const [own, over] = [this.container.getBoundingClientRect(), panel.getBoundingClientRect()];
    return over.width > own.width / 2 ? Math.min(own.height * 0.7, Math.max(0, own.bottom - over.top)) : 0;
  }

  /** Sees that what is chosen is in the picture. */
  private reveal(): void {
    const { chosen } = this.drawing.drawn.emphasis;
    const [first] = this.drawing.drawn.marked;
    const at = chosen ?? (first ? { x: (first.from.x + first.to.x) / 2, y: (first.from.y + first.to.y) / 2 } : null);
    if (!at) return;
    const { eye } = this.camera;
    const covered = this.covered();
    const [x, y] = [acrossOf(eye, at.x), downOf(eye, at.y)];
    const free = { x: eye.width * 0.1, y: (eye.height - covered) * 0.1 };
    const inside = x > free.x && x < eye.width - free.x && y > free.y && y < eye.height - covered - free.y;
    const byHand = performance.now() - this.tapped.at < 1500;
    if (inside && (byHand || eye.k >= READABLE * 0.75)) return;
    this.fits = false;
    this.flyTo(byHand ? { x: at.x, y: at.y + covered / 2 / eye.k, k: eye.k } : this.close(at, covered), true);
  }

  /** Near enough to read the names of what is linked to a place, and all of it if that can be. */
  private close(at: { x: number; y: number }, covered: number): Pick<Eye, "x" | "y" | "k"> {
    const { eye } = this.camera;
    const box = boundsOf(this.drawing.drawn.emphasis.lit);
    const all = box && fitted(eye, box, { side: Math.min(130, eye.width * 0.2), top: 92, bottom: 70 + covered }, CLOSE);
    if (all && all.k >= READABLE) return all;
    const k = Math.max(eye.k, READABLE);
    return { x: at.x, y: at.y + covered / 2 / k, k };
  }

  private rested(byReader: boolean): void {
    if (byReader) {
      const { x, y, k } = this.camera.eye;
      this.fits = false;
      this.own = [Math.round(x * 10) / 10, Math.round(y * 10) / 10, Number(k.toPrecision(4))];
      this.state.set({ camera: this.own });
    }
    this.ask();
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.container;
    const ratio = Math.min(3, Math.max(1, devicePixelRatio));
    this.size = { width, height };
    this.canvas.width = Math.max(1, Math.round(width * ratio));
    this.canvas.height = Math.max(1, Math.round(height * ratio));
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.camera.resize(Math.max(1, width), Math.max(1, height), ratio);
    this.backdrop.forget();
  }

  private resized(): void {
    const { clientWidth: width, clientHeight: height } = this.container;
    const before = this.size;
    if (width === 0 || height === 0 || (width === before.width && height === before.height)) return;
    const { x, y, k } = this.camera.eye;
    this.measure();
    if (this.stale) this.flush();
    else if (this.arrangement.kind !== "overview" && Math.abs(Math.log((width / height) * (before.height / before.width))) > 0.14) this.arrangeAnew();
    if (this.fits && performance.now() - this.tapped.at > 900) this.flyTo(this.whole(), false);
    else if (this.fits && this.arrangement.kind !== "overview") this.flyTo(this.whole(), false);
    else {
      // what was in the upper left corner stays there
      this.camera.look([x + (width - before.width) / 2 / k, y + (height - before.height) / 2 / k, k]);
      this.reveal();
    }
    this.paint();
  }

  // pointers and keys

  private pick(x: number, y: number, reach: number): Hit | null {
    const { drawn } = this.drawing;
    const { eye } = this.camera;
    const rich = new Painter(this.on, eye, this.drawing.inks).rich(drawn.scene);
    return pick(x, y, reach, { scene: drawn.scene, eye, strands: drawn.emphasis.strands, lit: drawn.emphasis.lit, rich, pinned: drawn.pinned, open: drawn.open });
  }

  private hover(hit: Hit | null): void {
    const { drawn } = this.drawing;
    if (same(hit, drawn.hovered)) return;
    drawn.hovered = hit;
    this.canvas.style.cursor = hit ? "pointer" : "grab";
    this.ask();
  }

  private tip(hit: Hit): string {
    const { words, model } = this;
    if (hit.dot?.shares) return words.say("canvas.open", { name: nameOf(hit.dot, words), n: hit.dot.weight });
    if (hit.dot) return hit.dot.name;
    if ("pin" in hit && hit.pin) return words.say("canvas.letGo");
    if ("close" in hit && hit.close !== undefined) return words.say("canvas.close", { name: model.communities[hit.close]?.name ?? words.say("canvas.others") });
    if (!("strand" in hit) || !hit.strand) return "";
    const { from, to } = hit.strand;
    return `${nameOf(from, words)} — ${saidAlong(hit.strand, words)} → ${nameOf(to, words)}`;
  }

  private tap(hit: Hit | null, double: boolean): void {
    const { state } = this;
    this.tapped = { at: performance.now(), node: hit?.dot?.id ?? "", before: double ? this.tapped.before : state.now.node };
    if (!hit) {
      if (state.now.hops === 0 || state.now.fact) state.set(state.now.hops === 0 ? { node: "", fact: "" } : { fact: "" });
    } else if (hit.dot?.shares) state.set({ open: [...state.now.open, hit.dot.community] });
    else if (hit.dot) this.tapDot(hit.dot, double);
    else if ("pin" in hit && hit.pin) this.letGo(hit.pin.id);
    else if ("close" in hit && hit.close !== undefined) state.set({ open: state.now.open.filter((c) => c !== hit.close) });
    else if ("strand" in hit && hit.strand) this.tapStrand(hit.strand);
  }

  /** Once: chooses. Twice: shows what it is linked to, or around another node adds that. */
  private tapDot(dot: Dot, double: boolean): void {
    const { state } = this;
    const { hops, expanded, path } = state.now;
    const { before } = this.tapped;
    if (!double) return state.set({ node: dot.id, fact: "" });
    if (path) return;
    if (hops === 0) return state.set({ node: dot.id, fact: "", hops: 1 });
    if (before && before !== dot.id) state.set({ node: before, fact: "", expanded: [...new Set([...expanded, dot.id])] });
  }

  /** A strand that stands for several edges shows one after the other. */
  private tapStrand({ edges, from, to }: Strand): void {
    if (from.shares && to.shares) return;
    const facts = [...new Set(edges.map((e) => e.fact.id))];
    this.state.set({ fact: facts[(facts.indexOf(this.state.now.fact) + 1) % facts.length]! });
  }

  private drag(dot: Dot, dx: number, dy: number): void {
    const { k } = this.camera.eye;
    if (this.way) this.step(Number.POSITIVE_INFINITY);
    this.move(dot, { x: dot.x + dx / k, y: dot.y + dy / k });
    this.drawing.drawn.hovered = { dot };
    this.backdrop.forget();
    this.ask();
  }

  private pin(dot: Dot): void {
    const place: [number, number] = [Math.round(dot.x * 10) / 10, Math.round(dot.y * 10) / 10];
    this.state.set({ pins: { ...this.state.now.pins, [dot.id]: place } });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { x, y, k } = this.camera.eye;
    const step = (PAN * (event.shiftKey ? 3 : 1)) / k;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => this.pan(x - step, y),
      ArrowRight: () => this.pan(x + step, y),
      ArrowUp: () => this.pan(x, y - step),
      ArrowDown: () => this.pan(x, y + step),
      "+": () => this.zoom(1.6),
      "=": () => this.zoom(1.6),
      "-": () => this.zoom(1 / 1.6),
    };
    if (this.state.now.hops === 0) keys["0"] = () => this.fit();
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  }

  private pan(x: number, y: number): void {
    this.fits = false;
    this.camera.fly([x, y, this.camera.eye.k], this.duration(140), true);
  }

  // frames

  private duration(ms: number): number {
    return this.still.matches ? 0 : ms;
  }

  private ask(): void {
    this.asked ||= requestAnimationFrame((now) => {
      this.asked = 0;
      if (!this.waiting) this.flush();
      if (this.way) this.step(now);
      this.paint();
    });
  }

  /** Moves dots that are on their way. */
  private step(now: number): void {
    const { from, began } = this.way!;
    const share = Math.min(1, Math.max(0, (now - began) / WAY));
    const eased = 1 - (1 - share) ** 3;
    for (const [dot, was] of from) {
      const to = this.arrangement.places.get(dot)!;
      this.move(dot, { x: was.x + (to.x - was.x) * eased, y: was.y + (to.y - was.y) * eased });
    }
    this.backdrop.forget();
    if (share === 1) this.way = null;
    else this.ask();
  }

  /** Brings everything to where it is going. */
  private arrive(): void {
    this.flush();
    if (this.way) this.step(Number.POSITIVE_INFINITY);
    this.camera.arrive();
  }

  private paint(): void {
    const { eye, moving } = this.camera;
    const { drawing, on } = this;
    const { scene } = drawing.drawn;
    on.setTransform(eye.ratio, 0, 0, eye.ratio, 0, 0);
    if (scene.dots.length + scene.lines.length > HEAVY) this.backdrop.draw(on, eye, moving, (surface, larger) => drawing.rest(surface, larger));
    else drawing.rest(on, eye);
    drawing.live(on, eye, moving || this.way !== null);
  }
}

function same(a: Hit | null, b: Hit | null): boolean {
  if (!a || !b) return a === b;
  const key = (hit: Hit) => hit.dot ?? ("pin" in hit ? hit.pin : "strand" in hit ? hit.strand : hit.close);
  return key(a) === key(b) && Object.keys(a)[0] === Object.keys(b)[0];
}
