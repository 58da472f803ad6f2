/** What taps and keys on the picture do. */

import type { Eye } from "./eye.ts";
import type { Hit } from "./picking.ts";
import type { Dot, Strand } from "./scene.ts";
import type { State } from "./state.ts";

const PAN = 70; // pixels
const STEP = 1.6;
const SECOND_TAP = 300; // ms in which a tap may yet become two

export interface Moves {
  fit(): void;
  zoom(factor: number): void;
  pan(to: Pick<Eye, "x" | "y" | "k">): void;
}

export class Acting {
  private tapped = { at: Number.NEGATIVE_INFINITY, before: "" };

  constructor(private readonly state: State) {}

  /** Whether the picture was tapped in the last so many ms. */
  within(ms: number): boolean {
    return performance.now() - this.tapped.at < ms;
  }

  /** Whether a second tap may yet take back what a first one chose. */
  get mayDouble(): boolean {
    return this.within(SECOND_TAP);
  }

  get patience(): number {
    return SECOND_TAP;
  }

  tap(hit: Hit | null, double: boolean): void {
    const { state } = this;
    this.tapped = { at: performance.now(), before: double ? this.tapped.before : state.now.node };
    if (!hit) {
      if (state.now.hops === 0) state.set({ node: "", fact: "" });
      else if (state.now.fact) state.set({ fact: "" });
    } else if (hit.dot?.shares) state.set({ open: [...state.now.open, hit.dot.community] });
    else if (hit.dot) this.tapDot(hit.dot, double);
    else if ("pin" in hit && hit.pin) this.letGo(hit.pin.id);
    else if ("close" in hit && hit.close !== undefined) state.set({ open: state.now.open.filter((c) => c !== hit.close) });
    else if ("strand" in hit && hit.strand) this.tapStrand(hit.strand);
  }

  /** Keeps a dot where it is. */
  pin(dot: Dot): void {
    const place: [number, number] = [Math.round(dot.x * 10) / 10, Math.round(dot.y * 10) / 10];
    this.state.set({ pins: { ...this.state.now.pins, [dot.id]: place } });
  }

  letGo(id: string): void {
    const { [id]: _, ...pins } = this.state.now.pins;
    this.state.set({ pins });
  }

  /** Whether the key meant something. */
  key(event: KeyboardEvent, { x, y, k }: Eye, moves: Moves): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = (PAN * (event.shiftKey ? 3 : 1)) / k;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => moves.pan({ x: x - step, y, k }),
      ArrowRight: () => moves.pan({ x: x + step, y, k }),
      ArrowUp: () => moves.pan({ x, y: y - step, k }),
      ArrowDown: () => moves.pan({ x, y: y + step, k }),
      "+": () => moves.zoom(STEP),
      "=": () => moves.zoom(STEP),
      "-": () => moves.zoom(1 / STEP),
    };
    if (this.state.now.hops === 0) keys["0"] = () => moves.fit(); // around a node it leads back to the whole
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    action?.();
    return action !== undefined;
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
}
