/** Where the reader looks, and where a change of the view makes the picture go. */

import { kindOf, type Arrangement } from "./arrangement.ts";
import type { Camera } from "./camera.ts";
import type { Drawn } from "./drawing.ts";
import { acrossOf, boundsOf, downOf, fitted, type Eye, type Margin } from "./eye.ts";
import type { Places } from "./focus.ts";
import type { Model } from "./model.ts";
import type { State, View } from "./state.ts";

type Look = Pick<Eye, "x" | "y" | "k">;

export interface Sight {
  arrangement: Arrangement;
  drawn: Drawn;
}

const WAY = 480; // ms that a change takes
const MOST_FIT = { overview: 2.1, around: 1.5, path: 1.35 };
const FEW = 800; // dots whose names stand out over the sides
const READABLE = 0.8; // zoom at which names are read beside their nodes
const CLOSE = 1.3;

export class Looking {
  /** everything fits, and the reader has not moved the picture since */
  fits = true;
  /** where an address or a step back wants to look, until something else moves the picture */
  given: View["camera"] = null;
  private own: View["camera"] = null;
  /** where the reader looked before there was a focus */
  private before: Look | null = null;
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");

  constructor(
    private readonly container: HTMLElement,
    private readonly model: Model,
    private readonly state: State,
    private readonly camera: Camera,
  ) {}

  /** How long something that takes so many ms takes for this reader. */
  duration(ms: number = WAY): number {
    return this.still.matches ? 0 : ms;
  }

  /** Whether a view only tells where the reader has moved the picture to. */
  isOwn(now: View, before: View): boolean {
    return now.camera !== before.camera && now.camera === this.own && now.camera !== null;
  }

  /** The first look. */
  start(view: View, sight: Sight): void {
    const { x, y, k } = this.whole(sight.arrangement);
    this.camera.look(view.camera ?? [x, y, k]);
    this.fits = view.camera === null;
    this.given = view.camera;
  }

  /** Looks where a new view wants it; `byHand`: the reader is on the picture. */
  turn(view: View, before: View, sight: Sight, byHand: boolean): void {
    const { arrangement } = sight;
    if (view.camera !== before.camera && view.camera !== this.own) return this.go(view.camera, arrangement);
    this.given = null;
    const [was, is] = [kindOf(this.model, before), arrangement.kind];
    const anew = was !== is || before.hops !== view.hops || before.expanded !== view.expanded || before.path !== view.path || before.node !== view.node;
    if (was === "overview" && is !== "overview" && !this.fits) this.before = { ...this.camera.eye };
    if (is !== "overview" && anew) this.look(this.whole(arrangement), true);
    else if (was !== "overview" && is === "overview") this.back(arrangement);
    else if (view.open.length > before.open.length && arrangement.collapsed) this.enter(view.open.at(-1)!, arrangement);
    else if (view.node !== before.node || view.fact !== before.fact) this.reveal(sight, byHand);
  }

  /** Shows all. */
  all(arrangement: Arrangement): void {
    this.given = null;
    this.fly(this.whole(arrangement), false);
    this.fits = true;
    if (this.state.now.camera) this.state.set({ camera: null });
  }

  /** Looks elsewhere as the reader asks. */
  move(look: Look, duration: number): void {
    this.fits = false;
    this.given = null;
    this.camera.fly([look.x, look.y, look.k], this.duration(duration), true);
  }

  /** Tells the state where the reader has moved the picture to. */
  rested(byReader: boolean): void {
    if (!byReader) return;
    this.fits = false;
    this.given = null;
    this.tell();
  }

  /** Tells the state what is in the middle of the picture now. */
  tell(): void {
    const { x, y, k } = this.camera.eye;
    this.own = [Math.round(x * 10) / 10, Math.round(y * 10) / 10, Number(k.toPrecision(4))];
    this.state.set({ camera: this.own });
  }

  /** The eye that sees all that is drawn. */
  whole({ kind, places }: { kind: Arrangement["kind"]; places: Places }): Eye {
    const { eye } = this.camera;
    const box = boundsOf(places.values());
    if (!box) return eye;
    const few = places.size < FEW;
    const side = kind === "overview" ? Math.min(few ? 84 : 44, eye.width * (few ? 0.11 : 0.05)) : Math.min(110, eye.width * 0.16);
    const margin: Margin = { side, top: kind === "overview" ? 40 : 92, bottom: (kind === "overview" ? 44 : 64) + this.covered() };
    return fitted(eye, box, margin, MOST_FIT[kind]);
  }

  /** Sees that what is chosen is in the picture. */
  reveal({ drawn }: Sight, byHand: boolean): void {
    const { chosen } = drawn.emphasis;
    const [first] = drawn.marked;
    const at = chosen ?? (first ? { x: (first.from.x + first.to.x) / 2, y: (first.from.y + first.to.y) / 2 } : null);
    if (!at) return;
    const { eye } = this.camera;
    const covered = this.covered();
    const [x, y] = [acrossOf(eye, at.x), downOf(eye, at.y)];
    const [sides, ends] = [eye.width * 0.1, (eye.height - covered) * 0.1];
    const inside = x > sides && x < eye.width - sides && y > ends && y < eye.height - covered - ends;
    if (inside && (byHand || eye.k >= READABLE * 0.75)) return;
    this.fits = false;
    this.fly(byHand ? { x: at.x, y: at.y + covered / 2 / eye.k, k: eye.k } : this.close(at, drawn, covered), true);
  }

  private go(camera: View["camera"], arrangement: Arrangement): void {
    this.fits = camera === null;
    this.given = camera;
    if (camera) this.camera.fly(camera, this.duration());
    else this.fly(this.whole(arrangement), false);
  }

  private back(arrangement: Arrangement): void {
    this.look(this.before ?? this.whole(arrangement), this.before === null);
    this.before = null;
  }

  /** Looks at a community that was opened. */
  private enter(index: number, { regions }: Arrangement): void {
    const region = regions.find((r) => r.index === index);
    if (!region) return;
    const { x, y, radius } = region;
    const { eye } = this.camera;
    const near = fitted(eye, { x0: x - radius, y0: y - radius, x1: x + radius, y1: y + radius }, { side: 40, top: 90, bottom: 80 }, 1.2);
    this.look({ ...near, k: Math.max(eye.k, near.k) }, false);
  }

  /** Near enough to read the names of what is linked to a place, and all of it if that can be. */
  private close(at: { x: number; y: number }, drawn: Drawn, covered: number): Look {
    const { eye } = this.camera;
    const box = boundsOf(drawn.emphasis.lit);
    const all = box && fitted(eye, box, { side: Math.min(130, eye.width * 0.2), top: 92, bottom: 70 + covered }, CLOSE);
    if (all && all.k >= READABLE) return all;
    const k = Math.max(eye.k, READABLE);
    return { x: at.x, y: at.y + covered / 2 / k, k };
  }

  private look(look: Look, fits: boolean): void {
    this.fits = fits;
    if (fits && this.state.now.camera) this.state.set({ camera: null });
    this.fly(look, !fits);
  }

  private fly({ x, y, k }: Look, byReader: boolean): void {
    this.camera.fly([x, y, k], this.duration(), byReader);
  }

  /** How much of the picture a panel hides that lies over its lower part, as on small screens. */
  private covered(): number {
    const panel = document.getElementById("panel");
    if (!panel || panel.hidden || getComputedStyle(panel).position !== "fixed") return 0;
    const [own, over] = [this.container.getBoundingClientRect(), panel.getBoundingClientRect()];
    return over.width > own.width / 2 ? Math.min(own.height * 0.7, Math.max(0, own.bottom - over.top)) : 0;
  }
}
