/** The graph as a picture: drawn, moved, pointed at, and kept in step with what the reader has chosen. */

import { Acting } from "./acting.ts";
import { arranged, emphasisOf, kindOf, openIn, type Arrangement } from "./arrangement.ts";
import { Backdrop } from "./backdrop.ts";
import { Camera } from "./camera.ts";
import { captionOf } from "./caption.ts";
import { CANVAS_WORDS, nameOf, saidAlong, tipOf } from "./canvaswords.ts";
import { el } from "./dom.ts";
import { Drawing, EMPTY } from "./drawing.ts";
import { acrossOf, downOf } from "./eye.ts";
import type { Places } from "./focus.ts";
import { Gestures } from "./gestures.ts";
import { inksOf } from "./inks.ts";
import { Widths } from "./labels.ts";
import { Looking, type Sight } from "./looking.ts";
import type { Model } from "./model.ts";
import { along, curveOf, fontOf, Painter } from "./paint.ts";
import { pick, same, type Hit } from "./picking.ts";
import { pngOf, svgOf, type Caption } from "./picture.ts";
import { strandsOf, type Dot } from "./scene.ts";
import { START, type State, type View } from "./state.ts";
import { visible, type Visible } from "./visible.ts";
import type { Words } from "./words.ts";

const HEAVY = 1500; // dots and lines from which on a moving picture is drawn from a copy
const WAY = 480; // ms that dots are on their way
const BY_HAND = 1500; // ms after a tap in which a change is the tap's
const SETTLED = 900; // ms after a tap in which the picture does not give way to a panel that opens
const OTHER_SHAPE = 0.14; // logarithm of how much wider a picture is before a neighbourhood is laid out anew
const REACH = 4; // pixels beside a thing that still count
const REACH_FINGER = 14;
const SHARPEST = 3; // device pixels for a CSS pixel

export class Canvas {
  private readonly canvas = el("canvas", { "aria-hidden": "true" });
  private readonly on = this.canvas.getContext("2d", { alpha: false })!;
  private readonly backdrop = new Backdrop();
  private readonly drawing: Drawing;
  private readonly camera: Camera;
  private readonly looking: Looking;
  private readonly acting: Acting;
  private readonly gestures: Gestures<Hit>;
  private readonly widths: Widths;
  private arrangement: Arrangement = { kind: "overview", scene: EMPTY.scene, places: new Map(), open: [], collapsed: false, sides: EMPTY.sides, regions: [] };
  private seen: Visible | null = null;
  private shown: View = START;
  private asked = 0;
  private waiting = 0;
  private stale = true;
  /** dots on their way: where from, and since when */
  private way: { from: Places; began: number } | null = null;
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
    this.widths = new Widths((text, font) => {
      this.on.font = font;
      return this.on.measureText(text).width;
    });
    this.drawing = new Drawing(inksOf(container), this.names(), this.widths);
    this.acting = new Acting(state);
    this.gestures = this.pointing();
    this.camera = new Camera(this.canvas, {
      mayMove: (event) => event.type === "wheel" || !this.gestures.holds,
      moved: () => this.ask(),
      rested: (byReader) => {
        this.looking.rested(byReader);
        this.ask();
      },
    });
    this.looking = new Looking(container, model, state, this.camera);
    this.measure();
    new ResizeObserver(() => this.resized()).observe(container);
    const moves = { fit: () => this.fit(), zoom: (factor: number) => this.zoom(factor), pan: (to: { x: number; y: number; k: number }) => this.looking.move(to, 140) };
    container.addEventListener("keydown", (event) => {
      if (this.acting.key(event, this.camera.eye, moves)) event.preventDefault();
    });
    state.listen((now, before) => this.changed(now, before));
    words.listen(() => this.refresh());
    this.shown = state.now;
    this.arrange(null);
    this.looking.start(this.shown, this.sight);
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
    this.looking.all(this.arrangement);
  }

  /** Comes nearer (more than 1) or goes away. */
  zoom(factor: number): void {
    const { x, y, k } = this.camera.eye;
    this.looking.move({ x, y, k: k * factor }, 220);
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
    this.acting.letGo(id);
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
    return captionOf(this.arrangement.scene, this.model, this.shown, this.words);
  }

  private names() {
    const { words, model } = this;
    return {
      of: (dot: Dot) => nameOf(dot, words),
      along: (strand: Parameters<typeof saidAlong>[0]) => saidAlong(strand, words),
      region: ({ name }: { name: string }) => name || words.say("canvas.others"),
      tip: (hit: Hit) => tipOf(hit, model, words),
    };
  }

  private get sight(): Sight {
    return { arrangement: this.arrangement, drawn: this.drawing.drawn };
  }

  // what the reader has chosen

  private changed(now: View, before: View): void {
    if (this.looking.isOwn(now, before)) return;
    this.stale = true;
    const mayBeTakenBack = now.hops > 0 && now.node !== before.node && this.acting.mayDouble;
    if (!mayBeTakenBack) return this.ask();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(), this.acting.patience) as unknown as number;
  }

  private flush(): void {
    clearTimeout(this.waiting);
    this.waiting = 0;
    if (!this.stale) return;
    const before = this.shown;
    this.shown = this.state.now;
    this.arrange(before);
    this.looking.turn(this.shown, before, this.sight, this.acting.within(BY_HAND));
  }

  /** Brings dots and emphasis up to date. */
  private arrange(before: View | null): void {
    this.stale = false;
    const view = this.shown;
    const seen = visible(this.model, view);
    if (!this.standsFor(view, before, seen)) this.rearrange(seen, view, before !== null);
    const { emphasis, marked } = emphasisOf(this.arrangement, view);
    const { scene, collapsed, sides, regions, kind } = this.arrangement;
    this.drawing.drawn = {
      scene,
      emphasis,
      marked,
      regions: emphasis.fades ? [] : regions,
      open: collapsed ? regions.filter((r) => view.open.includes(r.index)) : [],
      pinned: Object.keys(view.pins).flatMap((id) => scene.byId.get(id) ?? []),
      hovered: null,
      sides,
      roomy: kind !== "overview",
    };
    this.backdrop.forget();
    this.ask();
  }

  /** Whether the dots that there are, where they are, serve a view too. */
  private standsFor(view: View, before: View | null, seen: Visible): boolean {
    const { kind, collapsed, open } = this.arrangement;
    if (seen !== this.seen || kindOf(this.model, view) !== kind || before?.pins !== view.pins) return false;
    if (kind === "around") return before.node === view.node;
    return !collapsed || String(openIn(this.model, view)) === String(open);
  }

  private rearrange(seen: Visible, view: View, moves: boolean): void {
    const old = this.arrangement.scene;
    const { width, height } = this.camera.eye;
    this.seen = seen;
    this.arrangement = arranged(this.model, view, seen, this.words, {
      textWidth: (text) => this.widths.of(text, fontOf(12, false, this.drawing.inks)),
      width,
      height,
      zoom: (places) => this.looking.whole({ kind: kindOf(this.model, view), places }).k,
    });
    const { places } = this.arrangement;
    const from: Places = new Map();
    for (const [dot, place] of places) {
      const was = old.byId.get(dot.id);
      if (moves && !this.heavy && was && (was.x !== place.x || was.y !== place.y)) from.set(dot, { x: was.x, y: was.y });
      move(dot, place);
    }
    this.way = from.size > 0 && this.looking.duration(WAY) > 0 ? { from, began: performance.now() } : null;
    if (this.way) this.step(this.way.began);
  }

  private get heavy(): boolean {
    const { dots, lines } = this.arrangement.scene;
    return dots.length + lines.length > HEAVY;
  }

  // the size of the picture

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.container;
    const ratio = Math.min(SHARPEST, Math.max(1, devicePixelRatio));
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
    const overview = this.arrangement.kind === "overview";
    this.measure();
    if (this.stale) this.flush();
    else if (!overview && this.looking.given) {
      this.seen = null;
      this.arrange(this.shown);
    } else if (!overview && Math.abs(Math.log((width / height) * (before.height / before.width))) > OTHER_SHAPE) {
      this.seen = null;
      this.arrange(this.shown);
    }
    const { given } = this.looking;
    if (given) this.camera.look(given); // in the middle of what is left when the panel has taken its room
    else if (this.looking.fits && (!overview || !this.acting.within(SETTLED))) this.looking.all(this.arrangement);
    else {
      // what was in the upper left corner stays there
      this.camera.look([x + (width - before.width) / 2 / k, y + (height - before.height) / 2 / k, k]);
      this.looking.tell();
      this.looking.reveal(this.sight, this.acting.within(BY_HAND));
    }
    this.paint();
  }

  // pointers

  private pointing(): Gestures<Hit> {
    return new Gestures<Hit>(this.canvas, {
      pick: (x, y, finger) => this.pick(x, y, finger ? REACH_FINGER : REACH),
      // fingers move the picture, unless they are on what is chosen
      mayDrag: (hit, finger) => hit.dot?.node != null && (!finger || hit.dot === this.drawing.drawn.emphasis.chosen),
      hover: (hit) => this.hover(hit),
      tap: (hit, double) => this.acting.tap(hit, double),
      drag: (hit, dx, dy) => this.drag(hit.dot!, dx, dy),
      dropped: (hit) => this.acting.pin(hit.dot!),
    });
  }

  private pick(x: number, y: number, reach: number): Hit | null {
    const { scene, emphasis, pinned, open } = this.drawing.drawn;
    const { eye } = this.camera;
    const rich = new Painter(this.on, eye, this.drawing.inks).rich(scene);
    return pick(x, y, reach, { scene, eye, strands: emphasis.strands, lit: emphasis.lit, rich, pinned, open });
  }

  private hover(hit: Hit | null): void {
    const { drawn } = this.drawing;
    if (same(hit, drawn.hovered)) return;
    drawn.hovered = hit;
    this.canvas.style.cursor = hit ? "pointer" : "grab";
    this.ask();
  }

  private drag(dot: Dot, dx: number, dy: number): void {
    const { k } = this.camera.eye;
    if (this.way) this.step(Number.POSITIVE_INFINITY);
    move(dot, { x: dot.x + dx / k, y: dot.y + dy / k });
    this.drawing.drawn.hovered = { dot };
    this.backdrop.forget();
    this.ask();
  }

  // frames

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
      move(dot, { x: was.x + (to.x - was.x) * eased, y: was.y + (to.y - was.y) * eased });
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
    on.setTransform(eye.ratio, 0, 0, eye.ratio, 0, 0);
    if (this.heavy) this.backdrop.draw(on, eye, moving, (surface, larger) => drawing.rest(surface, larger));
    else drawing.rest(on, eye);
    drawing.live(on, eye, moving || this.way !== null);
  }
}

function move(dot: Dot, { x, y }: { x: number; y: number }): void {
  [dot.x, dot.y] = [x, y];
  if (dot.node) [dot.node.x, dot.node.y] = [x, y];
}
