/** Events and articles over time, and the window through which they are seen. */

import { dateText } from "./datetext.ts";
import { byId, el, svg } from "./dom.ts";
import { binOf, binsOf, dayOf, heightsOf, middleOf, numberOf, periodOf, ticksOf, type Bin } from "./histogram.ts";
import { beforeNextFrame, isSmall, onSeen, type Page } from "./page.ts";
import { visible } from "./visible.ts";
import type { Language } from "./words.ts";

const HEIGHT = 46;
/** Events stand on this line, articles hang from it. */
const BASE = 30;
const NARROWEST_BAR = 3;
/** How much room a label of the axis takes, in px. */
const LABEL = [70, 66] as const;
/** A press that moves less than this is a click, in px. */
const STILL = 4;

export class Brush {
  private readonly section = byId("brush");
  private readonly chart = el("div", { class: "chart" });
  private readonly picture = svg("svg", { "aria-hidden": "true", preserveAspectRatio: "none" });
  private readonly ticks = el("div", { class: "ticks", "aria-hidden": "true" });
  private readonly window = el("div", { class: "window" });
  private readonly thumbs: [HTMLElement, HTMLElement];
  private readonly range = el("span", { class: "range", role: "status" });
  private readonly clear = el("button", { type: "button", class: "clear", onclick: () => this.choose("", "") });
  private bins: Bin[] = [];
  private all: { events: number[]; articles: number[] } = { events: [], articles: [] };
  private most: { events: number; articles: number } = { events: 1, articles: 1 };
  private width = 0;
  private days: { events: number[]; articles: number[] };

  constructor(private readonly page: Page) {
    this.days = this.read();
    this.thumbs = [this.thumb(0), this.thumb(1)];
    this.chart.append(this.picture, this.ticks, this.window, ...this.thumbs);
    const measure = beforeNextFrame(() => this.measure());
    new ResizeObserver(() => {
      if (this.chart.clientWidth !== this.width) measure();
    }).observe(this.section);
    onSeen(page.state, () => this.refresh());
    page.onGrowth(() => {
      this.days = this.read();
      measure();
    });
    page.words.listen(() => this.measure());
    this.chart.addEventListener("pointerdown", (event) => this.pressed(event));
    this.chart.addEventListener("pointermove", (event) => this.hovered(event));
    this.chart.addEventListener("pointerleave", () => this.say());
    this.chart.addEventListener("dblclick", () => this.choose("", ""));
    this.measure();
  }

  private read(): { events: number[]; articles: number[] } {
    const { facts, articles } = this.page.model;
    const middles = (dates: string[]) => dates.map(middleOf).filter((day): day is number => day !== null);
    return {
      events: middles([...facts.values()].filter((fact) => fact.kind === "event").map((fact) => fact.date)),
      articles: middles([...articles.values()].map((article) => article.date)),
    };
  }

  /** Lays the bars out anew: the width, the words or the model have changed. */
  private measure(): void {
    const { words } = this.page;
    const { events, articles } = this.days;
    this.section.hidden = !this.wanted();
    if (this.section.hidden) return;
    if (!this.chart.isConnected) this.section.replaceChildren(this.head(), this.chart);
    this.section.setAttribute("aria-label", words.say("brush.title"));
    this.section.querySelector(".head")!.replaceWith(this.head());
    this.width = this.chart.clientWidth;
    const bins = binsOf([...events, ...articles], Math.max(24, Math.floor(this.width / NARROWEST_BAR)));
    this.bins = bins;
    if (bins.length === 0) return;
    this.all = { events: heightsOf(bins, events), articles: heightsOf(bins, articles) };
    this.most = { events: Math.max(1, ...this.all.events), articles: Math.max(1, ...this.all.articles) };
    const step = this.width / bins.length;
    const ticks = ticksOf(bins, Math.ceil(LABEL[words.language] / step)).map(({ bin, period }) => {
      const tick = el("span", {}, tickText(period, words.language));
      tick.style.left = `${bin * step}px`;
      return tick;
    });
    this.ticks.replaceChildren(...ticks);
    this.refresh();
  }

  /** Conflicts are not looked at through the window, and one day makes no axis. */
  private wanted(): boolean {
    const days = [...this.days.events, ...this.days.articles];
    return this.page.state.now.mode !== "conflicts" && days.some((day) => day !== days[0]);
  }

  private head(): HTMLElement {
    const { words } = this.page;
    this.clear.textContent = words.say("brush.clear");
    const key = (of: string, word: string) => el("span", { class: `key ${of}` }, el("i", {}), words.say(word));
    return el("div", { class: "head" }, el("h2", {}, words.say("brush.title")), key("of-events", "brush.events"), key("of-articles", "brush.articles"), this.range, this.clear);
  }

  private refresh(): void {
    const { model, state, words } = this.page;
    const hidden = !this.wanted();
    if (this.section.hidden !== hidden) {
      this.section.hidden = hidden;
      if (!hidden) return this.measure();
    }
    if (this.bins.length === 0 || hidden) return;
    const seen = visible(model, state.now);
    const middles = (dates: Iterable<string>) => [...dates].map(middleOf).filter((day): day is number => day !== null);
    const events = middles([...seen.nodes].filter((n) => n.type === "Event").map((n) => n.fact?.date ?? ""));
    const articles = new Set([...seen.edges].flatMap((e) => e.fact.articles));
    for (const node of seen.nodes) for (const article of node.fact?.articles ?? []) articles.add(article);
    const { bins } = this;
    const heights = { events: heightsOf(bins, events), articles: heightsOf(bins, middles([...articles].map((a) => a.date))) };
    this.picture.setAttribute("viewBox", `0 0 ${this.width} ${HEIGHT}`);
    this.picture.replaceChildren(
      svg("path", { class: "events faint", d: this.bars(this.all.events, this.most.events, -BASE + 2) }),
      svg("path", { class: "articles faint", d: this.bars(this.all.articles, this.most.articles, HEIGHT - BASE) }),
      svg("path", { class: "events", d: this.bars(heights.events, this.most.events, -BASE + 2) }),
      svg("path", { class: "articles", d: this.bars(heights.articles, this.most.articles, HEIGHT - BASE) }),
      svg("path", { class: "base", d: `M0 ${BASE}H${this.width}` }),
    );
    this.place();
    this.clear.hidden = state.now.from === "" && state.now.to === "";
    this.clear.textContent = words.say("brush.clear");
    this.say();
  }

  /** Bars as one path: what is counted once is still seen. */
  private bars(heights: number[], most: number, reach: number): string {
    const step = this.width / heights.length;
    const gap = step > 5 ? 1 : 0.5;
    const one = (h: number, i: number) => {
      const height = Math.sign(reach) * Math.max(2, (h / most) * Math.abs(reach));
      return `M${(i * step + gap / 2).toFixed(1)} ${BASE}v${height.toFixed(1)}h${Math.min(28, step - gap).toFixed(1)}v${(-height).toFixed(1)}z`;
    };
    return heights.map((h, i) => (h === 0 ? "" : one(h, i))).join("");
  }

  /** First and last day of what the window lets through, open ends as the ends of the axis. */
  private ends(): [first: number, last: number] {
    const { from, to } = this.page.state.now;
    const { bins } = this;
    return [from ? numberOf(from) : bins[0]!.first, to ? numberOf(to) : bins.at(-1)!.last];
  }

  private place(): void {
    const { words, state } = this.page;
    const { bins } = this;
    const [first, last] = this.ends();
    const [left, right] = [this.pixel(first), this.pixel(last + 1)];
    const { from, to } = state.now;
    this.window.hidden = from === "" && to === "";
    this.window.style.left = `${left}px`;
    this.window.style.width = `${Math.max(1, right - left)}px`;
    [left, right].forEach((x, side) => {
      const thumb = this.thumbs[side]!;
      const value = side === 0 ? first : last;
      thumb.style.left = `${x}px`;
      thumb.setAttribute("aria-label", words.say(side === 0 ? "brush.from" : "brush.to"));
      thumb.setAttribute("aria-valuemin", String(side === 0 ? bins[0]!.first : first));
      thumb.setAttribute("aria-valuemax", String(side === 0 ? last : bins.at(-1)!.last));
      thumb.setAttribute("aria-valuenow", String(value));
      const chosen = side === 0 ? from : to;
      thumb.setAttribute("aria-valuetext", chosen ? dateText(chosen, words.language) : words.say("brush.open"));
    });
  }

  /** Where a day begins on the chart, in px: bars have one width, however long their months are. */
  private pixel(day: number): number {
    const { bins } = this;
    const bin = binOf(bins, day);
    if (bin < 0) return 0;
    if (bin >= bins.length) return this.width;
    const { first, last } = bins[bin]!;
    return ((bin + (day - first) / (last + 1 - first)) * this.width) / bins.length;
  }

  private binAt(x: number): number {
    const { bins } = this;
    return Math.max(0, Math.min(bins.length - 1, Math.floor((x / this.width) * bins.length)));
  }

  /** Chooses days; an end at the end of the axis is open. */
  private choose(from: string, to: string): void {
    const { state } = this.page;
    if (state.now.from !== from || state.now.to !== to) state.set({ from, to });
  }

  private chooseDays(first: number, last: number): void {
    const { bins } = this;
    const [lo, hi] = [bins[0]!.first, bins.at(-1)!.last];
    this.choose(first <= lo ? "" : dayOf(first), last >= hi ? "" : dayOf(last));
  }

  private thumb(side: 0 | 1): HTMLElement {
    const thumb = el("div", { class: "thumb", role: "slider", tabindex: 0, "aria-orientation": "horizontal" });
    thumb.addEventListener("keydown", (event) => this.key(event, side));
    return thumb;
  }

  private key(event: KeyboardEvent, side: 0 | 1): void {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: 10, PageDown: -10, Home: -1e6, End: 1e6 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const { bins } = this;
    const ends = this.ends();
    const at = Math.max(0, Math.min(bins.length - 1, binOf(bins, ends[side]) + step));
    ends[side] = side === 0 ? Math.min(bins[at]!.first, ends[1]) : Math.max(bins[at]!.last, ends[0]);
    this.chooseDays(...ends);
  }

  private pressed(event: PointerEvent): void {
    if (event.button !== 0 || this.bins.length === 0) return;
    const { bins } = this;
    const box = this.chart.getBoundingClientRect();
    const start = event.clientX - box.left;
    const side = this.thumbs.indexOf(event.target as HTMLElement);
    const moves = event.target === this.window;
    const [first, last] = this.ends();
    const [from, to] = [binOf(bins, first), binOf(bins, last)];
    let moved = false;
    this.chart.setPointerCapture(event.pointerId);
    const drag = (move: PointerEvent) => {
      const x = move.clientX - box.left;
      moved ||= Math.abs(x - start) >= STILL;
      if (!moved) return;
      if (side >= 0) this.dragThumb(side as 0 | 1, x, first, last);
      else if (moves) this.shift(from, to, Math.round(((x - start) / this.width) * bins.length));
      else {
        const [a, b] = [this.binAt(start), this.binAt(x)].sort((p, q) => p - q) as [number, number];
        this.chooseDays(bins[a]!.first, bins[b]!.last);
      }
    };
    const done = () => {
      this.chart.removeEventListener("pointermove", drag);
      if (side >= 0) this.thumbs[side]!.focus();
      else if (!moved && !moves) this.pick(this.binAt(start));
    };
    this.chart.addEventListener("pointermove", drag);
    this.chart.addEventListener("lostpointercapture", done, { once: true });
  }

  /** A click on a bar chooses its time; a click where nothing is clears. */
  private pick(bin: number): void {
    const { bins } = this;
    if (this.all.events[bin]! + this.all.articles[bin]! === 0) this.choose("", "");
    else this.choose(dayOf(bins[bin]!.first), dayOf(bins[bin]!.last));
  }

  private dragThumb(side: 0 | 1, x: number, first: number, last: number): void {
    const { bins } = this;
    const at = bins[this.binAt(x)]!;
    if (side === 0) this.chooseDays(Math.min(at.first, last), last);
    else this.chooseDays(first, Math.max(at.last, first));
  }

  private shift(from: number, to: number, by: number): void {
    const { bins } = this;
    const a = Math.max(0, Math.min(bins.length - 1 - (to - from), from + by));
    this.chooseDays(bins[a]!.first, bins[Math.min(bins.length - 1, a + to - from)]!.last);
  }

  private hovered(event: PointerEvent): void {
    if (this.bins.length === 0 || event.buttons !== 0 || isSmall()) return;
    const bin = this.binAt(event.clientX - this.chart.getBoundingClientRect().left);
    const { first, last } = this.bins[bin]!;
    const when = dateText(periodOf(dayOf(first), dayOf(last)), this.page.words.language);
    this.range.textContent = this.page.words.say("brush.bar", { when, events: this.all.events[bin]!, articles: this.all.articles[bin]! });
  }

  private say(): void {
    const { words, state } = this.page;
    const { from, to } = state.now;
    const text = (day: string) => dateText(day, words.language);
    if (from && to) this.range.textContent = dateText(periodOf(from, to), words.language);
    else if (from) this.range.textContent = words.say("brush.since", { from: text(from) });
    else this.range.textContent = to ? words.say("brush.until", { to: text(to) }) : words.say("brush.all");
  }
}

/** A label of the axis: a day within a month needs no year. */
function tickText(period: string, language: Language): string {
  if (period.length < 10) return dateText(period, language);
  return language ? String(Number(period.slice(8))) : `${Number(period.slice(8))}日`;
}
