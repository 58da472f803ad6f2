/** The sections of a node's panel. */

import { chart } from "./chart.ts";
import { el } from "./dom.ts";
import { factView, sourceView } from "./factview.ts";
import type { Around, Scene } from "./factview.ts";
import type { Article, Node } from "./model.ts";
import type { Parts, RelationGroup, Told } from "./parts.ts";
import { seriesOf } from "./series.ts";
import { timeline } from "./timeline.ts";

/** What the reader has opened, by section: kept while the panel is drawn again. */
export interface Folds {
  open: Map<string, boolean>;
  /** lists that are shown in full */
  all: Set<string>;
}

export interface Section {
  key: string;
  title: string;
  count: number;
  element: HTMLDetailsElement;
}

/** How much of a long list is shown at first. */
const FIRST = 8;
/** Lists that are but little longer are shown in full. */
const SPARE = 2;
/** How many charts, and how many kinds of relation, are seen at first. */
const CHARTS = 3;

/**
 * The sections that have something to tell, in the order in which they are read.
 *
 * @param again draws the panel again, after more was asked for
 */
export function sectionsOf(scene: Scene, node: Node, parts: Parts, folds: Folds, again: () => void): Section[] {
  const maker = new Maker(scene, node, folds, again);
  const { own, posts, events, said, about, figures, relations, articles } = parts;
  return [
    own ? maker.section("own", 0, [factView(scene, own, { self: node, whole: true, without: ["name"] })]) : null,
    maker.section("posts", posts.length, maker.list("posts", posts)),
    maker.section(
      "events",
      events.length,
      maker.cut("events", events, (shown) => [timeline(scene, shown, node)]),
    ),
    maker.section(
      "said",
      said.length,
      maker.list("said", said, { without: ["speaker"] }),
      node.type === "Person" ? "saidPerson" : "said",
    ),
    maker.section("about", about.length, maker.list("about", about)),
    maker.section("figures", figures.length, maker.figures(figures)),
    maker.section(
      "relations",
      relations.reduce((n, r) => n + r.told.length, 0),
      relations.flatMap((r) => maker.relation(r)),
    ),
    maker.section("articles", articles.length, maker.articles(articles)),
  ].filter((s) => s !== null);
}

class Maker {
  constructor(
    private readonly scene: Scene,
    private readonly node: Node,
    private readonly folds: Folds,
    private readonly again: () => void,
  ) {}

  section(key: string, count: number, content: HTMLElement[], word = key): Section | null {
    if (content.length === 0) return null;
    const title = this.scene.words.say(`section.${word}`);
    const open = this.folds.open.get(key) ?? true;
    const element = el(
      "details",
      { class: "section", "data-section": key, open },
      el(
        "summary",
        { "data-key": `section ${key}` },
        el("h3", {}, title),
        count > 0 ? el("span", { class: "count" }, count.toLocaleString("en")) : null,
      ),
      ...content,
    );
    element.addEventListener("toggle", () => this.folds.open.set(key, element.open));
    return { key, title, count, element };
  }

  list(key: string, told: readonly Told[], around: Around = {}): HTMLElement[] {
    return this.cut(key, told, (shown) => [
      el("ol", { class: "facts" }, ...shown.map((t) => el("li", {}, factView(this.scene, t, { self: this.node, ...around })))),
    ]);
  }

  /** A long list's beginning, and a button for all of it. */
  cut<T>(key: string, all: readonly T[], draw: (shown: readonly T[]) => HTMLElement[], first = FIRST): HTMLElement[] {
    if (all.length === 0) return [];
    const place = `${this.node.id} ${key}`;
    const long = all.length > first + SPARE;
    const whole = this.folds.all.has(place);
    const shown = long && !whole ? all.slice(0, first) : all;
    return [...draw(shown), ...(long ? [this.more(key, place, all.length, whole, first)] : [])];
  }

  private more(key: string, place: string, n: number, whole: boolean, first: number): HTMLElement {
    const { words } = this.scene;
    const toggle = () => {
      if (whole) this.folds.all.delete(place);
      else this.folds.all.add(place);
      this.again();
    };
    const label = whole ? words.say("panel.fewer", { n: first }) : words.say("panel.more", { n });
    return el(
      "button",
      { type: "button", class: "more", "data-key": `more ${key}`, "aria-expanded": String(whole), onclick: toggle },
      label,
    );
  }

  figures(figures: readonly Told[]): HTMLElement[] {
    if (figures.length === 0) return [];
    const { series, rest } = seriesOf(figures);
    const charts = this.cut("charts", series, (shown) => shown.map((s) => chart(this.scene, s, this.node)), CHARTS);
    const others = series.length > 0 && rest.length > 0 ? [el("h4", {}, this.scene.words.say("chart.others"))] : [];
    return [...charts, ...others, ...this.list("figures", rest)];
  }

  articles(articles: readonly Article[]): HTMLElement[] {
    const { words } = this.scene;
    const list = this.cut("articles", articles, (shown) => [el("ul", { class: "articles" }, ...shown.map((a) => this.article(a)))]);
    const others = this.node.articles - articles.length;
    return list.length > 0 && others > 0
      ? [...list, el("p", { class: "note" }, words.say("section.onlyNamed", { n: others }))]
      : list;
  }

  private article(article: Article): HTMLElement {
    const { words, state } = this.scene;
    const read = () => state.set({ article: article.id, mark: "" });
    return el(
      "li",
      {},
      ...sourceView(this.scene, article),
      el(
        "button",
        { type: "button", class: "read", onclick: read, "aria-label": `${words.say("fact.read")}: ${article.headline}` },
        words.say("fact.read"),
      ),
    );
  }

  relation({ type, outward, told }: RelationGroup): HTMLElement[] {
    const { words } = this.scene;
    const key = `relation.${outward ? "out" : "in"}.${type}`;
    const label = words.has(key)
      ? words.say(key)
      : outward
        ? words.term("relations", type)
        : words.say("relation.in", { relation: words.term("relations", type) });
    const heading = el("h4", {}, label, el("span", { class: "count" }, String(told.length)));
    return [heading, ...this.list(key, told, { without: ["relation"] })];
  }
}
