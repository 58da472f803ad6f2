/** Pointers on the canvas: hovering, tapping, dragging a node. Moving the picture is d3-zoom's. */

export interface GestureEvents<H> {
  /** what is at a place of the picture; fingers reach farther than mice */
  pick(x: number, y: number, finger: boolean): H | null;
  /** whether it can be dragged */
  mayDrag(hit: H, finger: boolean): boolean;
  hover(hit: H | null): void;
  tap(hit: H | null, double: boolean): void;
  drag(hit: H, dx: number, dy: number): void;
  dropped(hit: H): void;
}

const STILL = 4; // pixels within which a press is a tap; fingers tremble more
const STILL_FINGER = 9;
const TWICE = 350; // ms within which a second tap makes two

interface Press<H> {
  id: number;
  x: number;
  y: number;
  lastX: number;
  lastY: number;
  hit: H | null;
  dragged: boolean;
  finger: boolean;
}

export class Gestures<H> {
  private press: Press<H> | null = null;
  private pointers = 0;
  private tapped = { at: 0, x: 0, y: 0 };
  private hovering = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly events: GestureEvents<H>,
  ) {
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    // a pointer may leave while it is pressed
    addEventListener("pointerup", (event) => this.up(event));
    addEventListener("pointercancel", () => this.cancel());
    element.addEventListener("pointerleave", () => this.leave());
  }

  /** Whether a press holds something that can be dragged: the picture must not move then. */
  get holds(): boolean {
    return this.press !== null && this.press.hit !== null && this.events.mayDrag(this.press.hit, this.press.finger);
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.pointers++;
    if (this.pointers > 1) {
      this.press = null;
      return;
    }
    const [x, y] = this.at(event);
    const finger = event.pointerType === "touch";
    this.press = { id: event.pointerId, x, y, lastX: x, lastY: y, hit: this.events.pick(x, y, finger), dragged: false, finger };
    if (this.holds) this.element.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const [x, y] = this.at(event);
    const { press } = this;
    if (!press) {
      if (event.pointerType !== "touch" && event.buttons === 0) this.hoverSoon(x, y);
      return;
    }
    if (event.pointerId !== press.id) return;
    if (Math.hypot(x - press.x, y - press.y) > (press.finger ? STILL_FINGER : STILL)) press.dragged = true;
    if (!press.dragged || !this.holds) return;
    this.events.drag(press.hit!, x - press.lastX, y - press.lastY);
    [press.lastX, press.lastY] = [x, y];
  }

  private up(event: PointerEvent): void {
    this.pointers = Math.max(0, this.pointers - 1);
    const { press } = this;
    if (!press || event.pointerId !== press.id) return;
    const held = this.holds;
    this.press = null;
    if (press.dragged) {
      if (held) this.events.dropped(press.hit!);
      return;
    }
    const now = performance.now();
    const twice = now - this.tapped.at < TWICE && Math.hypot(this.tapped.x - press.x, this.tapped.y - press.y) < 24;
    this.tapped = twice ? { at: 0, x: 0, y: 0 } : { at: now, x: press.x, y: press.y };
    this.events.tap(press.hit, twice);
  }

  private cancel(): void {
    this.pointers = 0;
    if (this.press?.dragged && this.holds) this.events.dropped(this.press.hit!);
    this.press = null;
  }

  private leave(): void {
    cancelAnimationFrame(this.hovering);
    if (!this.press) this.events.hover(null);
  }

  private hoverSoon(x: number, y: number): void {
    cancelAnimationFrame(this.hovering);
    this.hovering = requestAnimationFrame(() => this.events.hover(this.events.pick(x, y, false)));
  }

  private at(event: PointerEvent): [x: number, y: number] {
    const box = this.element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}
