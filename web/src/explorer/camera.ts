/** What part of the world is seen: moved by the reader (d3-zoom: wheel, drag, pinch) and by the page. */

import { interpolateZoom } from "d3-interpolate";
import { select } from "d3-selection";
import { zoom, zoomIdentity, zoomTransform, type D3ZoomEvent, type ZoomBehavior } from "d3-zoom";
import { LEAST_ZOOM, MOST_ZOOM, type Eye } from "./eye.ts";

type View = [x: number, y: number, zoom: number];

const REST = 130; // ms without movement after which the picture is at rest

export interface CameraEvents {
  /** the reader may move the picture from here */
  mayMove(event: Event): boolean;
  moved(): void;
  /** after a movement; `byReader`: of the reader's own will */
  rested(byReader: boolean): void;
}

export class Camera {
  readonly eye: Eye = { width: 1, height: 1, ratio: 1, x: 0, y: 0, k: 1 };
  moving = false;
  private readonly zoom: ZoomBehavior<HTMLElement, unknown>;
  private readonly element: HTMLElement;
  private resting = 0;
  private flight = 0;
  private goal: { view: View; byReader: boolean } | null = null;
  private byReader = false;
  private resizing = false;

  constructor(element: HTMLElement, private readonly events: CameraEvents) {
    this.element = element;
    this.zoom = zoom<HTMLElement, unknown>()
      .scaleExtent([LEAST_ZOOM, MOST_ZOOM])
      .clickDistance(5)
      .filter((event: MouseEvent | WheelEvent | TouchEvent) => (event.type === "wheel" || !(event as MouseEvent).button) && events.mayMove(event))
      .on("zoom", (event: D3ZoomEvent<HTMLElement, unknown>) => this.turned(event));
    select(element).call(this.zoom).on("dblclick.zoom", null);
  }

  resize(width: number, height: number, ratio: number): void {
    Object.assign(this.eye, { width, height, ratio });
    this.zoom.extent([[0, 0], [width, height]]);
    this.resizing = true;
    this.put([this.eye.x, this.eye.y, this.eye.k]);
    this.resizing = false;
  }

  /** Looks somewhere at once. */
  look([x, y, k]: View): void {
    this.land();
    this.put([x, y, k]);
  }

  /** Looks somewhere by and by; at once where `duration` is 0. */
  fly(to: View, duration: number, byReader = false): void {
    this.land();
    if (duration === 0) {
      this.put(to);
      if (byReader) this.byReader = true;
      return;
    }
    const { eye } = this;
    const way = interpolateZoom([eye.x, eye.y, eye.width / eye.k], [to[0], to[1], eye.width / to[2]]);
    const began = performance.now();
    const step = (now: number) => {
      const share = Math.min(1, Math.max(0, (now - began) / duration));
      const eased = share < 0.5 ? 4 * share ** 3 : 1 - (2 - 2 * share) ** 3 / 2;
      const [x, y, span] = way(eased);
      this.put(share === 1 ? to : [x, y, eye.width / span]);
      if (byReader) this.byReader = true;
      this.flight = share < 1 ? requestAnimationFrame(step) : 0;
      if (share === 1) this.goal = null;
    };
    this.goal = { view: to, byReader };
    this.flight = requestAnimationFrame(step);
  }

  /** Ends a flight where it was going. */
  arrive(): void {
    const { goal } = this;
    this.land();
    if (!goal) return;
    this.put(goal.view);
    this.byReader ||= goal.byReader;
  }

  /** Ends a flight where it is. */
  land(): void {
    cancelAnimationFrame(this.flight);
    this.flight = 0;
    this.goal = null;
  }

  private put([x, y, k]: View): void {
    const { width, height } = this.eye;
    const transform = zoomIdentity.translate(width / 2, height / 2).scale(Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, k))).translate(-x, -y);
    select(this.element).call(this.zoom.transform, transform);
  }

  private turned(event: D3ZoomEvent<HTMLElement, unknown>): void {
    const { eye } = this;
    const { x, y, k } = zoomTransform(this.element);
    eye.k = k;
    eye.x = (eye.width / 2 - x) / k;
    eye.y = (eye.height / 2 - y) / k;
    if (event.sourceEvent) {
      this.byReader = true;
      this.land();
    }
    if (!this.resizing) {
      this.moving = true;
      clearTimeout(this.resting);
      this.resting = setTimeout(() => this.rest(), REST) as unknown as number;
    }
    this.events.moved();
  }

  private rest(): void {
    if (this.flight) return void (this.resting = setTimeout(() => this.rest(), REST) as unknown as number);
    this.moving = false;
    const { byReader } = this;
    this.byReader = false;
    this.events.rested(byReader);
  }
}
