/** Places that open, close and change their size: the legend, the panel, and what lies over the graph on small screens. */

import { byId, el } from "./dom.ts";
import { icon } from "./icons.ts";
import { isFiltered } from "./legend.ts";
import { isSmall, type Page } from "./page.ts";

const NARROWEST = 300;
const STEP = 24;

export class Drawers {
  private readonly legend = byId("legend");
  private readonly panel = byId("panel");
  private readonly divider = byId("divider");
  private readonly curtain = el("div", { class: "curtain", hidden: true, onclick: () => this.closeLegend() });
  private readonly opener = el("button", { type: "button", id: "filter", onclick: () => this.toggleLegend() });
  private width = 420;
  /** share of the screen that the panel covers where it lies over the graph */
  private height = 0.52;
  private small = isSmall();

  constructor(private readonly page: Page) {
    byId("views").append(this.opener);
    document.body.append(this.curtain);
    this.divider.addEventListener("pointerdown", (event) => this.drag(event));
    this.divider.addEventListener("keydown", (event) => this.key(event));
    this.divider.addEventListener("dblclick", () => this.size(420, 0.52));
    new MutationObserver(() => this.follow()).observe(this.panel, { attributeFilter: ["hidden"] });
    page.state.listen(() => this.speak());
    page.words.listen(() => this.speak());
    addEventListener("resize", () => {
      if (this.small === isSmall()) return;
      this.small = isSmall();
      this.show(!this.small);
      this.size(this.width, this.height);
    });
    this.show(!this.small);
    this.follow();
  }

  openLegend(): void {
    this.show(true);
    this.legend.tabIndex = -1;
    this.legend.focus({ preventScroll: true });
  }

  /** Hides the legend; whether it was there and lay over the graph. */
  closeLegend(): boolean {
    const was = !this.legend.hidden;
    const within = this.legend.contains(document.activeElement);
    this.show(false);
    if (was && within) this.opener.focus();
    return was && this.small;
  }

  /** Closes the legend where it lies over the graph; whether it did. */
  closeDrawer(): boolean {
    return this.small && this.closeLegend();
  }

  /** As at the beginning: the legend stands beside the graph where there is room. */
  startOver(): void {
    this.show(!this.small);
  }

  toggleLegend(): void {
    if (this.legend.hidden) this.openLegend();
    else this.closeLegend();
  }

  private show(legend: boolean): void {
    this.legend.hidden = !legend;
    this.curtain.hidden = !legend || !this.small;
    this.speak();
  }

  private speak(): void {
    const { words, state, model } = this.page;
    const label = words.say("tool.filter");
    this.opener.hidden = (!this.small && !this.legend.hidden) || model.nodes.size === 0;
    this.opener.setAttribute("aria-expanded", String(!this.legend.hidden));
    this.opener.title = label;
    this.opener.setAttribute("aria-label", label);
    this.opener.replaceChildren(icon("filter"), el("span", {}, label), ...(isFiltered(state.now) ? [el("i", { class: "dot" })] : []));
    this.divider.setAttribute("aria-label", words.say("page.divider"));
    this.panel.setAttribute("aria-label", words.say("view.panel"));
    byId("reader").setAttribute("aria-label", words.say("view.reader"));
  }

  /** The divider is there with the panel. */
  private follow(): void {
    this.divider.hidden = this.panel.hidden;
    document.body.classList.toggle("has-panel", !this.panel.hidden);
    this.size(this.width, this.height);
  }

  private size(width: number, height: number): void {
    const widest = Math.max(NARROWEST, Math.min(900, innerWidth * 0.6));
    this.width = Math.round(Math.max(NARROWEST, Math.min(widest, width)));
    this.height = Math.max(0.16, Math.min(0.92, height));
    const { style } = document.documentElement;
    style.setProperty("--panel-width", `${this.width}px`);
    style.setProperty("--sheet", `${(this.height * 100).toFixed(1)}dvh`);
    const upright = !this.small;
    this.divider.setAttribute("aria-orientation", upright ? "vertical" : "horizontal");
    this.divider.setAttribute("aria-valuenow", String(upright ? Math.round((this.width / innerWidth) * 100) : Math.round(this.height * 100)));
  }

  private drag(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.divider.setPointerCapture(event.pointerId);
    this.divider.classList.add("dragged");
    const [x, y, width, height] = [event.clientX, event.clientY, this.width, this.height];
    const move = (e: PointerEvent) => this.size(this.small ? width : width + x - e.clientX, this.small ? height + (y - e.clientY) / innerHeight : height);
    this.divider.addEventListener("pointermove", move);
    this.divider.addEventListener(
      "lostpointercapture",
      () => {
        this.divider.classList.remove("dragged");
        this.divider.removeEventListener("pointermove", move);
      },
      { once: true },
    );
  }

  private key(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1, PageUp: 8, PageDown: -8 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.size(this.width + (this.small ? 0 : step * STEP), this.height + (this.small ? step * 0.04 : 0));
  }
}
