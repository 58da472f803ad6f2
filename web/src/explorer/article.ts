/** The reader: a whole article with every assertion marked in its text. Listens to `state.article` and `state.mark`. */

import { cardOf, placeCard } from "./card.ts";
import { el } from "./dom.ts";
import { evidenceView, failed, saysOf, sourceView } from "./factview.ts";
import type { Scene } from "./factview.ts";
import { icon } from "./icons.ts";
import { kindsOf, paragraphsOf, spansOf } from "./marks.ts";
import type { Span, Stretch } from "./marks.ts";
import type { Article, Fact, Model } from "./model.ts";
import { bringWords } from "./panelwords.ts";
import { toldBy } from "./parts.ts";
import { shortly } from "./shortly.ts";
import type { Source } from "./source.ts";
import type { State, View } from "./state.ts";
import { Texts } from "./texts.ts";
import type { Words } from "./words.ts";

/** Kinds of facts, in the order of the legend. */
const KINDS = ["post", "relation", "event", "claim", "figure"];

export class Reader {
  private readonly scene: Scene;
  private readonly dialog: HTMLDialogElement;
  private turn = 0;
  private article: Article | null = null;
  private text: string | null = null;
  /** what is marked, in the order of the text */
  private spans: Span[] = [];
  /** facts in the order of the text, of the kinds that are shown */
  private facts: Fact[] = [];
  private readonly hidden = new Set<string>();
  private readonly marks = new Map<Fact, HTMLElement[]>();
  private readonly rows = new Map<Fact, HTMLElement>();
  private stretches: Stretch[] = [];
  private body = el("div");
  private margin = el("ol");
  private card: HTMLElement | null = null;
  private place = el("span");

  /** @param element a dialog */
  constructor(
    element: HTMLElement,
    private readonly model: Model,
    private readonly source: Source,
    private readonly state: State,
    private readonly words: Words,
  ) {
    bringWords(words);
    this.scene = { model, source, state, words, texts: new Texts(source) };
    this.dialog = element as HTMLDialogElement;
    this.dialog.classList.add("reader");
    this.dialog.addEventListener("cancel", (event) => this.escaped(event));
    this.dialog.addEventListener("close", () => this.state.now.article && this.leave());
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    state.listen((now, before) => this.follow(now, before));
    words.listen(() => this.dialog.open && this.draw());
    if (state.now.article) void this.open(state.now.article);
  }

  private follow(now: View, before: View): void {
    if (now.article !== before.article) {
      if (now.article) void this.open(now.article);
      else this.shut();
    } else if (now.article && now.mark !== before.mark) this.emphasise(true);
  }

  private leave(): void {
    this.state.set({ article: "", mark: "" });
  }

  private shut(): void {
    this.turn++;
    this.card = null;
    if (this.dialog.open) this.dialog.close();
  }

  /** Esc closes the card first. */
  private escaped(event: Event): void {
    event.preventDefault();
    if (this.card) this.closeCard();
    else this.leave();
  }

  private async open(id: string): Promise<void> {
    const turn = ++this.turn;
    this.hidden.clear();
    this.article = this.model.articles.get(id) ?? null;
    this.spans = [];
    this.text = null;
    this.show(el("p", { class: "progress", role: "status" }, this.words.say("reader.loading")));
    if (!this.dialog.open) this.dialog.showModal();
    try {
      await this.source.loadArticle(this.article ?? id);
      this.article = this.model.articles.get(id) ?? null;
      if (this.article) await this.scene.texts.ask(this.article);
      if (turn === this.turn) this.here();
    } catch {
      if (turn === this.turn) this.show(failed(this.scene, "reader.failed", () => void this.open(id)));
    }
  }

  private here(): void {
    const { article } = this;
    if (!article) return this.show(el("p", { class: "note" }, this.words.say("panel.unknown")));
    this.text = this.scene.texts.now(article) ?? null;
    const told = [...this.model.facts.values()].filter((f) => f.detail?.evidence.some((q) => q.article === article));
    this.spans = this.text === null ? [] : spansOf(this.text, article, told);
    this.draw();
    this.body.focus({ preventScroll: true }); // so that keys scroll the text
  }

  // -------------------------------------------------------------- drawing

  private show(...content: HTMLElement[]): void {
    this.dialog.setAttribute("aria-label", this.words.say("reader.label"));
    this.dialog.replaceChildren(this.head(), ...content);
  }

  private head(): HTMLElement {
    const { words, article } = this;
    const close = el(
      "button",
      {
        type: "button",
        class: "close",
        "aria-label": words.say("reader.close"),
        title: words.say("reader.close"),
        onclick: () => this.leave(),
      },
      icon("close"),
    );
    const headline = article ? article.headline || words.say("fact.untitled") : words.say("reader.label");
    const source = article ? el("p", { class: "source" }, ...this.sourceLine(article)) : null;
    return el("header", { class: "head" }, el("div", { class: "title" }, el("h2", {}, headline), close), source);
  }

  private sourceLine(article: Article): (HTMLElement | null)[] {
    const [name, origin] = sourceView(this.scene, article) as [HTMLElement, HTMLElement];
    if (name.tagName !== "A") return [origin];
    name.classList.remove("headline");
    name.replaceChildren(this.words.say("reader.source"), icon("away"));
    return [origin, name];
  }

  /** Draws the article that is here. */
  private draw(): void {
    const { words, article } = this;
    if (!article) return;
    const scroll = this.body.scrollTop;
    this.marks.clear();
    this.rows.clear();
    this.card = null;
    if (this.text === null) return this.show(el("p", { class: "note" }, words.say("reader.noText")), this.passages(article));
    const all = this.spans;
    const seen = all.filter((s) => !this.hidden.has(s.fact.kind));
    this.facts = [...new Set(seen.map((s) => s.fact))];
    this.body = el(
      "div",
      {
        class: "text",
        lang: "zh",
        tabindex: 0,
        role: "region",
        "aria-label": words.say("reader.label"),
        onclick: (event) => this.clicked(event),
      },
      ...this.paragraphs(seen),
    );
    this.place = el("span", { class: "place" });
    this.margin = el("ol", {}, ...this.facts.map((fact) => this.row(fact)));
    const aside = el(
      "aside",
      { class: "margin", "aria-label": words.say("reader.facts") },
      el("h3", {}, words.say("reader.facts"), el("span", { class: "count" }, String(this.facts.length))),
      this.margin,
    );
    this.show(this.tools(all), el("div", { class: "columns" }, this.body, aside));
    this.body.scrollTop = scroll;
    this.emphasise(scroll === 0);
  }

  private tools(all: readonly Span[]): HTMLElement {
    const { words } = this;
    if (all.length === 0) return el("p", { class: "note" }, words.say("reader.unmarked"));
    const counts = new Map<string, Set<Fact>>();
    for (const { fact } of all) counts.set(fact.kind, (counts.get(fact.kind) ?? new Set()).add(fact));
    const kinds = [...counts.keys()].sort((a, b) => KINDS.indexOf(a) - KINDS.indexOf(b));
    const step = (by: number, key: "reader.previous" | "reader.next", sign: "back" | "forth") =>
      el(
        "button",
        {
          type: "button",
          class: "step",
          title: words.say("reader.keys"),
          "aria-label": words.say(key),
          onclick: () => this.step(by),
        },
        icon(sign),
      );
    return el(
      "div",
      { class: "tools" },
      el(
        "div",
        { class: "kinds", role: "group", "aria-label": words.say("reader.kinds") },
        ...kinds.map((kind) => this.kindButton(kind, counts.get(kind)!.size)),
      ),
      el("div", { class: "steps" }, step(-1, "reader.previous", "back"), this.place, step(1, "reader.next", "forth")),
    );
  }

  private kindButton(kind: string, count: number): HTMLElement {
    const toggle = () => {
      if (!this.hidden.delete(kind)) this.hidden.add(kind);
      this.draw();
      this.dialog.querySelector<HTMLElement>(`.kinds [data-kind="${kind}"]`)?.focus();
    };
    return el(
      "button",
      { type: "button", "data-kind": kind, "aria-pressed": String(!this.hidden.has(kind)), onclick: toggle },
      el("span", { class: `sample line0-${kind}`, "aria-hidden": "true" }, "文"),
      this.words.term("kinds", kind),
      el("span", { class: "count" }, String(count)),
    );
  }

  /** The text as paragraphs; what is told in it is marked, in pieces where marks overlap. */
  private paragraphs(spans: readonly Span[]): HTMLElement[] {
    const text = this.text!;
    this.stretches = [];
    return paragraphsOf(text, spans).map((paragraph, i) =>
      el(
        i === 0 && text.slice(paragraph.start, paragraph.end) === this.article!.headline ? "h3" : "p",
        {},
        ...paragraph.stretches.map((stretch) => this.stretch(text, stretch)),
      ),
    );
  }

  private stretch(text: string, stretch: Stretch): HTMLElement | string {
    const words = text.slice(stretch.start, stretch.end);
    if (stretch.spans.length === 0) return words;
    const kinds = kindsOf(stretch.spans);
    const mark = el(
      "mark",
      {
        class: kinds
          .slice(0, 3)
          .map((k, i) => `line${i}-${k}`)
          .join(" "),
        "data-at": this.stretches.length,
        "data-many": kinds.length > 1 ? kinds.length : null,
      },
      words,
    );
    this.stretches.push(stretch);
    for (const { fact } of stretch.spans) {
      const known = this.marks.get(fact);
      if (known) known.push(mark);
      else this.marks.set(fact, [mark]);
    }
    return mark;
  }

  private row(fact: Fact): HTMLElement {
    const choose = () => this.choose(fact);
    const row = el(
      "li",
      {},
      el(
        "button",
        { type: "button", "data-fact": fact.id, onclick: choose },
        el("span", { class: `sample line0-${fact.kind}`, "aria-hidden": "true" }),
        el("span", { class: "kind" }, this.words.term("kinds", fact.kind)),
        el("span", { class: "short" }, shortly(fact, this.words)),
      ),
    );
    this.rows.set(fact, row);
    return row;
  }

  /** Where no text is kept: the passages that the facts keep. */
  private passages(article: Article): HTMLElement {
    const facts = [...this.model.facts.values()].filter((f) => f.detail?.evidence.some((q) => q.article === article));
    return el(
      "div",
      { class: "text" },
      ...facts.map((fact) => {
        const told = toldBy([fact]);
        return el(
          "div",
          { class: "fact", "data-kind": fact.kind },
          ...saysOf(this.scene, told),
          evidenceView(this.scene, told, true),
        );
      }),
    );
  }

  // -------------------------------------------------------------- going from mark to mark

  private choose(fact: Fact): void {
    if (this.state.now.mark === fact.id) this.emphasise(true);
    else this.state.set({ mark: fact.id });
  }

  private step(by: number): void {
    if (this.facts.length === 0) return;
    const at = this.facts.findIndex((f) => f.id === this.state.now.mark);
    const next = at < 0 ? (by > 0 ? 0 : this.facts.length - 1) : (at + by + this.facts.length) % this.facts.length;
    this.closeCard();
    this.choose(this.facts[next]!);
  }

  /** Makes the chosen fact stand out, in the text and in the margin. */
  private emphasise(scroll: boolean): void {
    for (const old of this.dialog.querySelectorAll(".now")) old.classList.remove("now");
    this.margin.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const at = this.facts.findIndex((f) => f.id === this.state.now.mark);
    const fact = this.facts[at];
    this.place.textContent = this.words.say("reader.at", { i: at < 0 ? "–" : at + 1, n: this.facts.length });
    if (!fact) return;
    const marks = this.marks.get(fact) ?? [];
    for (const mark of marks) mark.classList.add("now");
    const row = this.rows.get(fact);
    row?.classList.add("now");
    row?.firstElementChild!.setAttribute("aria-current", "true");
    if (scroll) marks[0]?.scrollIntoView({ block: "center" });
    row?.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "n") this.step(1);
    else if (event.key === "p") this.step(-1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // -------------------------------------------------------------- the card of a mark

  private clicked(event: Event): void {
    const mark = (event.target as Element).closest<HTMLElement>("mark");
    if (!mark || !this.body.contains(mark)) {
      if (!(event.target as Element).closest(".card")) this.closeCard();
      return;
    }
    if (!(getSelection()?.isCollapsed ?? true)) return;
    const stretch = this.stretches[Number(mark.dataset["at"])]!;
    const facts = [...new Set(stretch.spans.map((s) => s.fact))];
    if (this.state.now.mark !== facts[0]!.id) this.state.set({ mark: facts[0]!.id });
    this.openCard(mark, facts);
  }

  private openCard(mark: HTMLElement, facts: Fact[]): void {
    this.card?.remove();
    this.card = cardOf(this.scene, facts, () => this.closeCard());
    this.body.append(this.card);
    placeCard(this.card, mark, this.body);
    this.card.focus({ preventScroll: true });
  }

  private closeCard(): void {
    const within = this.card?.contains(document.activeElement);
    this.card?.remove();
    this.card = null;
    if (within) this.body.focus({ preventScroll: true });
  }
}
