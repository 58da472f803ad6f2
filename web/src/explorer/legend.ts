/** The legend: what is in the graph, how it looks, how much of it is seen, and the switches that leave it out. */

import { byId, el, svg } from "./dom.ts";
import { certainty, counts, visible, withoutTypes } from "./visible.ts";
import { icon, shapeOf } from "./icons.ts";
import { beforeNextFrame, isSmall, onSeen, type Page } from "./page.ts";
import { NO_FILTERS, type View } from "./state.ts";

const SOURCES_SHOWN = 6;
const SOURCES_WORTH_A_SEARCH = 24;
const BARS = 20;

type Sort = "types" | "families" | "publishers";
const CHOICES = { types: "withoutTypes", families: "withoutEdges", publishers: "withoutSources" } as const;

/** Whether a view leaves anything out that the start does not. */
export function isFiltered(view: View): boolean {
  const { withoutTypes: types, withoutEdges, withoutSources, confidence, from, to } = view;
  return types !== null || withoutEdges.length + withoutSources.length > 0 || confidence > 0 || from !== "" || to !== "";
}

/** What is left out after a click: the row is switched, or, asked for alone, all others are left out; once more, none is. */
export function switched(left: readonly string[], key: string, all: readonly string[], alone: boolean): string[] {
  if (!alone) return left.includes(key) ? left.filter((k) => k !== key) : [...left, key];
  const others = all.filter((k) => k !== key);
  const isAlone = !left.includes(key) && others.every((k) => left.includes(k));
  return isAlone ? [] : others;
}

export class Legend {
  private readonly aside = byId("legend");
  private readonly rows = new Map<string, HTMLElement>();
  private readonly reset: HTMLButtonElement;
  private scale: Scale | null = null;
  private allSources = false;
  private sourceQuery = "";
  private folded = false;
  private drawn = "";
  /** what was left out before the last click: of a double click, the first one does not count */
  private before: readonly string[] = [];

  constructor(
    private readonly page: Page,
    private readonly onClose: () => void,
  ) {
    this.reset = el("button", { type: "button", class: "reset", onclick: () => page.state.set(NO_FILTERS) });
    onSeen(page.state, () => this.refresh());
    page.onGrowth(beforeNextFrame(() => this.redraw()));
    page.words.listen(() => this.redraw());
    this.aside.addEventListener("click", (event) => this.clicked(event));
    this.aside.addEventListener("dblclick", (event) => {
      const row = rowOf(event);
      if (row && !isSmall()) this.choose(row.sort, row.key, true, this.before);
    });
    this.redraw();
  }

  private redraw(): void {
    this.drawn = "";
    this.refresh();
  }

  /** Puts the present numbers in; builds the rows anew only where others are needed. */
  private refresh(): void {
    const { model, state } = this.page;
    const view = state.now;
    const found = counts(model, view);
    // a type that is seen although the page leaves it out is counted as it is seen
    if (view.withoutTypes === null) for (const [type, count] of this.seen()) found.types.set(type, count);
    const sorts = { types: inOrder(found.types, Object.keys(model.terms.types ?? {})), families: found.families, publishers: found.publishers };
    const shape = JSON.stringify([...Object.values(sorts).map((m) => [...m.keys()]), this.allSources, this.sourceQuery, this.folded]);
    if (shape !== this.drawn) this.build(sorts);
    this.drawn = shape;
    for (const [sort, numbers] of Object.entries(sorts) as [Sort, Map<string, number>][]) {
      const left = new Set(this.left(sort));
      const most = Math.max(1, ...numbers.values());
      for (const [key, count] of numbers) this.put(sort, key, count, most, !left.has(key));
    }
    this.scale?.refresh(view.confidence);
    this.reset.hidden = !isFiltered(view);
  }

  private put(sort: Sort, key: string, count: number, most: number, shown: boolean): void {
    const row = this.rows.get(`${sort} ${key}`);
    if (!row) return;
    row.setAttribute("aria-pressed", String(shown));
    row.querySelector(".count")!.textContent = count.toLocaleString("en");
    row.style.setProperty("--share", (count / most).toFixed(3));
  }

  /** What is left out. Around a node its claims are seen although the page leaves claims out by itself. */
  private left(sort: Sort): readonly string[] {
    const { model, state } = this.page;
    if (sort !== "types") return state.now[CHOICES[sort]];
    const left = withoutTypes(model, state.now);
    return state.now.withoutTypes === null && state.now.hops > 0 ? left.filter((type) => !this.seen().has(type)) : left;
  }

  private seen(): Map<string, number> {
    const found = new Map<string, number>();
    for (const { type } of visible(this.page.model, this.page.state.now).nodes) found.set(type, (found.get(type) ?? 0) + 1);
    return found;
  }

  private clicked(event: MouseEvent): void {
    const row = rowOf(event);
    if (!row || event.detail > 1) return; // the second click of two is no switch back
    this.before = this.left(row.sort);
    this.choose(row.sort, row.key, row.only || event.altKey);
  }

  private choose(sort: Sort, key: string, alone: boolean, left = this.left(sort)): void {
    const all = [...counts(this.page.model, this.page.state.now)[sort].keys()];
    this.page.state.set({ [CHOICES[sort]]: switched(left, key, all, alone) });
  }

  private build(sorts: Record<Sort, Map<string, number>>): void {
    const { words } = this.page;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.key;
    this.rows.clear();
    this.aside.setAttribute("aria-label", words.say("legend.title"));
    this.reset.textContent = words.say("legend.reset");
    const close = el("button", { type: "button", "aria-label": words.say("legend.close"), title: words.say("legend.close"), onclick: this.onClose }, icon(isSmall() ? "close" : "back"));
    const sections = [
      el("div", { class: "head" }, el("h2", {}, words.say("legend.title")), this.reset, close),
      this.section("legend.types", this.list("types", [...sorts.types.keys()])),
      sorts.families.size > 0 && this.section("legend.edges", this.list("families", [...sorts.families.keys()])),
      this.sureness(),
      sorts.publishers.size > 1 && this.sources([...sorts.publishers.keys()]),
      el("p", { class: "hint" }, words.say(isSmall() ? "legend.hintTouch" : "legend.hint")),
    ];
    this.aside.replaceChildren(...sections.filter((s): s is HTMLElement => Boolean(s)));
    if (focused) this.rows.get(focused)?.focus();
  }

  private section(title: string, ...inside: (Element | false)[]): HTMLElement {
    const heading = el("h3", {}, this.page.words.say(title));
    return el("section", {}, heading, ...(inside as HTMLElement[]));
  }

  private list(sort: Sort, keys: string[]): HTMLElement {
    return el("ul", {}, ...keys.map((key) => this.row(sort, key)));
  }

  private row(sort: Sort, key: string): HTMLElement {
    const { words } = this.page;
    const label = this.label(sort, key);
    const row = el(
      "button",
      { type: "button", class: "row", "aria-pressed": "true", "data-sort": sort, "data-key": `${sort} ${key}` },
      sort === "types" && shapeOf(key),
      el("span", { class: "label", title: label }, label),
      sort !== "types" && el("i", { class: "share" }),
      el("span", { class: "count" }),
    );
    this.rows.set(`${sort} ${key}`, row);
    const only = el("button", { type: "button", class: "only", "aria-label": words.say("legend.onlyThis", { what: label }) }, words.say("legend.only"));
    return el("li", {}, row, only);
  }

  private label(sort: Sort, key: string): string {
    const { words } = this.page;
    if (sort === "types") return words.term("types", key);
    if (sort === "publishers") return key || words.say("legend.nobody");
    return ["post", "role", "author", "about"].includes(key) ? words.say(`legend.${key}`) : words.term("relations", key);
  }

  private sureness(): HTMLElement | false {
    const facts = [...this.page.model.facts.values()];
    if (!facts.some((fact) => fact.confidence >= 0)) return false;
    this.scale = new Scale(this.page, facts.map(certainty));
    return this.section("legend.sure", this.scale.element);
  }

  private sources(keys: string[]): HTMLElement {
    const { words } = this.page;
    const asked = this.sourceQuery.toLowerCase();
    const fit = asked ? keys.filter((key) => this.label("publishers", key).toLowerCase().includes(asked)) : keys;
    const shown = this.allSources ? fit : fit.slice(0, SOURCES_SHOWN);
    const fold = el("button", { type: "button", "aria-expanded": String(!this.folded), onclick: () => this.change({ folded: !this.folded }) }, words.say("legend.sources"), icon("down"));
    const more = el("button", { type: "button", class: "more", onclick: () => this.change({ allSources: !this.allSources, sourceQuery: "" }) },
      this.allSources ? words.say("legend.fewer") : words.say("legend.all", { n: keys.length }));
    const find = el("input", { type: "search", class: "find", "data-key": "find", placeholder: words.say("legend.find"), "aria-label": words.say("legend.find"), value: this.sourceQuery });
    find.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.change({ sourceQuery: find.value });
    });
    this.rows.set("find", find);
    const inside = this.folded
      ? []
      : [this.allSources && keys.length > SOURCES_WORTH_A_SEARCH && find, this.list("publishers", shown), keys.length > SOURCES_SHOWN && more];
    return el("section", {}, el("h3", {}, fold), ...inside);
  }

  private change(now: { folded?: boolean; allSources?: boolean; sourceQuery?: string }): void {
    Object.assign(this, now);
    this.redraw();
    const find = this.rows.get("find") as HTMLInputElement | undefined;
    if (now.sourceQuery !== undefined && find?.isConnected) {
      find.focus();
      find.setSelectionRange(find.value.length, find.value.length);
    }
  }
}

/** Bars that tell how sure the facts are, and a slider that leaves out the less sure. */
class Scale {
  readonly element: HTMLElement;
  private readonly slider: HTMLInputElement;
  private readonly bars: SVGRectElement[];
  private readonly said = el("b", {});
  private readonly kept = el("span", {});

  constructor(
    private readonly page: Page,
    private readonly all: number[],
  ) {
    const heights = Array<number>(BARS).fill(0);
    for (const c of all) heights[Math.min(BARS - 1, Math.floor((c * BARS) / 100))]!++;
    const most = Math.max(1, ...heights);
    this.bars = heights.map((h, i) => {
      const height = h === 0 ? 0 : 2 + (h / most) * 26;
      return svg("rect", { x: i * 10 + 0.5, y: 30 - height, width: 9, height, rx: 1.5 });
    });
    const label = page.words.say("legend.sure");
    this.slider = el("input", { type: "range", min: 0, max: 100, step: 5, value: 0, "aria-label": label });
    this.slider.addEventListener("input", () => page.state.set({ confidence: Number(this.slider.value) }));
    const picture = svg("svg", { viewBox: "0 0 200 30", preserveAspectRatio: "none", "aria-hidden": "true" }, ...this.bars);
    this.element = el("div", { class: "scale" }, picture, this.slider, el("p", {}, this.said, this.kept));
  }

  refresh(least: number): void {
    const { words } = this.page;
    this.slider.value = String(least);
    this.bars.forEach((bar, i) => bar.setAttribute("class", ((i + 1) * 100) / BARS > least ? "in" : "out"));
    this.said.textContent = least > 0 ? words.say("legend.atLeast", { n: least }) : words.say("legend.any");
    this.slider.setAttribute("aria-valuetext", this.said.textContent);
    const kept = this.all.filter((c) => c >= least).length;
    this.kept.textContent = words.say("legend.facts", { n: kept, N: this.all.length });
  }
}

function rowOf(event: Event): { sort: Sort; key: string; only: boolean } | null {
  const target = event.target as Element;
  const row = target.closest("li")?.querySelector<HTMLElement>(".row");
  if (!row || !target.closest("button")) return null;
  const sort = row.dataset.sort as Sort;
  return { sort, key: row.dataset.key!.slice(sort.length + 1), only: target.closest(".only") !== null };
}

/** Types in the order in which the graph names them, whatever their numbers: rows stay where they are. */
function inOrder(found: Map<string, number>, order: string[]): Map<string, number> {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return new Map([...found].sort(([a], [b]) => rank(a) - rank(b)));
}
