/** The panel beside the graph: what is known of a node, a fact or a path, each fact with the words that prove it. */

import { el } from "./dom.ts";
import { dateText } from "./datetext.ts";
import { factView, failed } from "./factview.ts";
import type { Scene } from "./factview.ts";
import { Filter } from "./filter.ts";
import { icon, shapeOf } from "./icons.ts";
import type { Fact, Model, Node } from "./model.ts";
import { button, copyButton, nodeButtons } from "./panelbuttons.ts";
import { bringWords } from "./panelwords.ts";
import { countOf, daysOfArticles, partsOf, toldBy } from "./parts.ts";
import type { Parts } from "./parts.ts";
import { pathBetween, wayOutOf } from "./path.ts";
import { pathSteps } from "./pathsteps.ts";
import { sectionsOf } from "./sections.ts";
import type { Folds, Section } from "./sections.ts";
import type { Source } from "./source.ts";
import type { Question, State, View } from "./state.ts";
import { Texts } from "./texts.ts";
import type { Words } from "./words.ts";

/** How long the first drawing waits for texts, so that nothing jumps when they come a moment later. */
const PATIENCE = 250;
/** How many quotes of each section are waited for. */
const AHEAD = 8;

/** Changes of the view that the whole panel follows; others change its buttons at most. */
const SUBJECT = ["node", "fact", "path"] as const;
const FILTERS = ["confidence", "from", "to", "withoutSources"] as const;
const BUTTONS = ["hops", "expanded", "pins", "path"] as const;

export class Panel {
  private readonly scene: Scene;
  /** which drawing this is: what comes late from an older one is dropped */
  private turn = 0;
  /** the question that the buttons show as open */
  private question: Question | null = null;
  private filtered = true;
  private readonly folds: Folds = { open: new Map(), all: new Set() };
  /** draws again what is here */
  private redraw: () => void = () => undefined;

  /** @param element the aside that is the panel; hidden while nothing is chosen */
  constructor(
    private readonly element: HTMLElement,
    private readonly model: Model,
    private readonly source: Source,
    private readonly state: State,
    private readonly words: Words,
  ) {
    bringWords(words);
    this.scene = { model, source, state, words, texts: new Texts(source) };
    element.tabIndex = -1;
    element.classList.add("panel");
    state.listen((now, before) => this.follow(now, before));
    words.listen(() => this.again());
    void this.open();
  }

  private follow(now: View, before: View): void {
    const asked = this.state.question !== this.question;
    this.question = this.state.question;
    if (now.fact && now.fact === before.fact && now.node && now.node !== before.node) return this.state.set({ fact: "" }); // what was chosen last
    const changed = (keys: readonly (keyof View)[]) => keys.some((key) => now[key] !== before[key]);
    if (changed(SUBJECT) && (now.node !== before.node || now.fact !== before.fact || (!now.node && !now.fact))) {
      this.filtered = true;
      void this.open();
    } else if (asked || changed(FILTERS) || changed(BUTTONS)) this.again();
  }

  /** Draws the same again: in another language, after a filter. What had the focus keeps it. */
  private again(): void {
    const { scrollTop } = this.element;
    const key = this.element.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset["key"] : undefined;
    this.redraw();
    this.element.scrollTop = scrollTop;
    if (key) this.element.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }

  /** Shows what is chosen now. */
  private async open(): Promise<void> {
    const turn = ++this.turn;
    const { node, fact, path } = this.state.now;
    const within = this.element.contains(document.activeElement);
    this.element.hidden = !node && !fact && !path;
    if (this.element.hidden) {
      this.redraw = () => undefined;
      this.element.replaceChildren();
      return;
    }
    this.element.scrollTop = 0;
    const [load, draw] = fact ? this.ofFact(fact) : node ? this.ofNode(node) : this.ofPath(path!);
    const shown = (state: Progress) => {
      this.redraw = () => this.put(draw(state));
      this.redraw();
    };
    shown("loading");
    if (within) this.element.focus({ preventScroll: true }); // what had the focus is gone
    const attempt = async () => {
      try {
        await load();
        if (turn === this.turn) shown("here");
      } catch {
        if (turn === this.turn) shown(attempt);
      }
    };
    await attempt();
  }

  private put(children: (HTMLElement | null)[]): void {
    this.element.setAttribute("aria-label", this.words.say("panel.label"));
    this.element.replaceChildren(...children.filter((c) => c !== null));
    const title = this.element.querySelector<HTMLElement>(".title"); // stays in sight: what sticks below it must know its height
    this.element.style.setProperty("--head", `${title?.offsetHeight ?? 0}px`);
  }

  /** Waits a moment for the texts that are seen first. */
  private async texts(facts: Iterable<Fact>): Promise<void> {
    const quotes = [...facts].flatMap((f) => f.detail?.evidence ?? []);
    const all = this.scene.texts.all(quotes).catch(() => undefined); // each fact says so itself
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }

  // -------------------------------------------------------------- a node

  private ofNode(id: string): Shown {
    const find = () => this.model.nodes.get(id);
    const load = async () => {
      await this.source.load(find() ?? id);
      const node = find();
      if (node) await this.texts(seenFirst(partsOf(node)));
    };
    return [load, (progress) => this.nodeView(find(), progress)];
  }

  private nodeView(node: Node | undefined, progress: Progress): (HTMLElement | null)[] {
    const { words } = this;
    if (!node)
      return [
        this.head(null, progress === "loading" ? "…" : words.say("panel.label")),
        this.progress(progress),
        progress === "here" ? note(words.say("panel.unknown")) : null,
      ];
    const whole = partsOf(node);
    const parts = this.filtered ? partsOf(node, this.passes()) : whole;
    const hidden = countOf(whole) - countOf(parts);
    const sections = progress === "here" ? sectionsOf(this.scene, node, parts, this.folds, () => this.again()) : [];
    return [
      this.head(shapeOf(node.type), node.name, this.aboutNode(node, whole)),
      nodeButtons(this.scene, node),
      sections.length > 1 ? this.contents(sections) : null,
      this.progress(progress),
      ...sections.map((s) => s.element),
      progress === "here" && countOf(whole) === 0 ? note(words.say("panel.nothing")) : null,
      hidden > 0 && progress === "here" ? this.hiddenNote(hidden) : null,
      progress === "here" ? this.omittedNote(node) : null,
      progress === "here" && countOf(whole) > 0 ? el("p", { class: "fine" }, words.say("panel.ofConfidence")) : null,
    ];
  }

  private passes(): (fact: Fact) => boolean {
    const filter = new Filter(this.model, this.state.now);
    return (fact) => filter.fact(fact);
  }

  private hiddenNote(n: number): HTMLElement {
    const show = () => {
      this.filtered = false;
      this.again();
    };
    return el(
      "p",
      { class: "note" },
      this.words.say("panel.filtered", { n }),
      " ",
      el("button", { type: "button", class: "more", onclick: show }, this.words.say("panel.showFiltered")),
    );
  }

  /** A server tells the newest facts alone of those that have very many. */
  private omittedNote(node: Node): HTMLElement | null {
    const n = this.source.omitted?.(node) ?? 0;
    return n > 0 ? note(this.words.say("panel.omitted", { n })) : null;
  }

  private aboutNode(node: Node, parts: Parts): HTMLElement[] {
    const { words } = this;
    const n = node.articles || parts.articles.length;
    const [first, last] = daysOfArticles(parts.articles);
    const days = first === last ? first : `${first}/${last}`;
    const type =
      parts.own?.fact.kind === "event" ? words.term("events", parts.own.detail.type ?? "") : words.term("types", node.type);
    const facts = [
      type,
      n === 1 ? words.say("panel.article") : words.say("panel.articles", { n }),
      days ? dateText(days, words.language) : "",
    ];
    const also = node.aliases.slice(0, 12).join(words.language ? ", " : "、") + (node.aliases.length > 12 ? "…" : "");
    return [
      el("p", { class: "about" }, facts.filter(Boolean).join(" · ")),
      ...(also ? [el("p", { class: "about" }, `${words.say("panel.also")} ${also}`)] : []),
    ];
  }

  private contents(sections: Section[]): HTMLElement {
    const go = (section: Section) => () => {
      section.element.setAttribute("open", "");
      section.element.scrollIntoView({
        block: "start",
        behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      });
      section.element.querySelector("summary")?.focus({ preventScroll: true });
    };
    return el(
      "nav",
      { class: "contents", "aria-label": this.words.say("panel.sections") },
      ...sections.map((s) =>
        el(
          "button",
          { type: "button", "data-key": `go ${s.key}`, onclick: go(s) },
          s.title,
          s.count > 0 ? el("span", { class: "count" }, String(s.count)) : null,
        ),
      ),
    );
  }

  // -------------------------------------------------------------- buttons

  private head(sign: SVGSVGElement | null, title: string, about: HTMLElement[] = []): HTMLElement {
    const { words, state } = this;
    const { node, fact, path } = state.now;
    const close = () => {
      state.ask(null);
      state.set(node || fact ? { node: "", fact: "" } : { path: null });
    };
    const back =
      path && (node || fact)
        ? el(
            "button",
            { type: "button", class: "back", "data-key": "back", onclick: () => state.set({ node: "", fact: "" }) },
            icon("back"),
            words.say("panel.backToPath"),
          )
        : null;
    return el(
      "header",
      { class: "head" },
      back,
      el(
        "div",
        { class: "title" },
        sign,
        el("h2", {}, title),
        el(
          "button",
          {
            type: "button",
            class: "close",
            "data-key": "close",
            "aria-label": words.say("panel.close"),
            title: words.say("panel.close"),
            onclick: close,
          },
          icon("close"),
        ),
      ),
      ...about,
    );
  }

  private progress(progress: Progress): HTMLElement | null {
    this.element.setAttribute("aria-busy", String(progress === "loading"));
    if (progress === "here") return null;
    if (progress === "loading") return el("p", { class: "progress", role: "status" }, this.words.say("panel.loading"));
    return failed(this.scene, "panel.failed", () => {
      this.redraw = () => undefined;
      void progress();
    });
  }

  // -------------------------------------------------------------- a fact

  private ofFact(id: string): Shown {
    const find = () => this.model.facts.get(id);
    const load = async () => {
      const fact = find();
      if (fact) await this.details([fact]);
    };
    return [load, (progress) => this.factsView(find(), progress)];
  }

  /** Sees that facts have their details, and waits a moment for their texts. */
  private async details(facts: readonly Fact[]): Promise<void> {
    const articles = new Set(facts.filter((f) => f.detail === null).flatMap((f) => f.articles.slice(0, 1)));
    await Promise.all([...articles].map((article) => this.source.loadArticle(article)));
    await this.texts(facts);
  }

  private factsView(fact: Fact | undefined, progress: Progress): (HTMLElement | null)[] {
    const { words, scene } = this;
    if (!fact) return [this.head(null, words.say("panel.label")), note(words.say("panel.unknown"))];
    const { detail } = fact;
    const type = detail?.type ? words.term(fact.kind === "event" ? "events" : "relations", detail.type) : "";
    const title = detail?.node?.name || detail?.title || type || words.term("kinds", fact.kind);
    const about = [words.term("kinds", fact.kind), type].filter((t) => t && t !== title).join(" · ");
    const told = fact.detail ? toldBy([fact]) : null;
    return [
      this.head(detail?.node ? shapeOf(detail.node.type) : null, title, about ? [el("p", { class: "about" }, about)] : []),
      el("div", { class: "actions" }, copyButton(this.words)),
      this.progress(progress),
      told && progress === "here" ? factView(scene, told, { whole: true, without: ["name"] }) : null,
      progress === "here" ? el("p", { class: "fine" }, words.say("panel.ofConfidence")) : null,
    ];
  }

  // -------------------------------------------------------------- a path

  private ofPath([from, to]: readonly [string, string]): Shown {
    const find = () => pathBetween(this.model, from, to, this.state.now);
    const load = async () => {
      await Promise.all([from, to].map((id) => this.source.load(this.model.nodes.get(id) ?? id)));
      await this.details(find()?.edges.map((e) => e.fact) ?? []);
    };
    return [load, (progress) => this.pathView(from, to, find(), progress)];
  }

  private pathView(from: string, to: string, path: ReturnType<typeof pathBetween>, progress: Progress): (HTMLElement | null)[] {
    const { words, model, state } = this;
    const name = (id: string) => model.nodes.get(id)?.name ?? "…";
    const n = path?.steps.length ?? 0;
    const about = path ? words.say(n === 1 ? "path.step" : "path.steps", { n }) : "";
    const other = () => {
      state.set({ path: null, node: from });
      state.ask({ what: "path", from });
    };
    return [
      this.head(
        null,
        words.say("path.title", { from: name(from), to: name(to) }),
        about ? [el("p", { class: "about" }, about)] : [],
      ),
      el(
        "div",
        { class: "actions" },
        button(words.say("path.clear"), { "data-key": "clear", onclick: () => state.set({ path: null }) }, icon("close")),
        model.nodes.has(from) ? button(words.say("path.swap"), { "data-key": "swap", onclick: other }, icon("path")) : null,
        copyButton(this.words),
      ),
      this.progress(progress),
      ...(progress === "here" && !path ? [note(words.say("path.none")), this.wayOut(from, to)] : []),
      progress === "here" && path
        ? pathSteps(this.scene, path, (facts) => this.details(facts))
        : null,
    ];
  }

  /** Lets in what is hidden, where that would join the two. */
  private wayOut(from: string, to: string): HTMLElement | null {
    const way = wayOutOf(this.model, from, to, this.state.now);
    if (!way) return null;
    const show = () => this.state.set(way.change);
    return el("div", { class: "actions" }, button(this.words.say(`path.${way.shows}`), { "data-key": "way-out", onclick: show }));
  }
}

/** Loading, here, or gone wrong: then a way to try again. */
type Progress = "loading" | "here" | (() => Promise<void>);

/** How something is loaded, and how it is drawn. */
type Shown = [load: () => Promise<void>, draw: (progress: Progress) => (HTMLElement | null)[]];

const note = (text: string): HTMLElement => el("p", { class: "note" }, text);

/** The facts that stand at the head of each section. */
function seenFirst(parts: Parts): Fact[] {
  const lists = [
    parts.own ? [parts.own] : [],
    parts.posts,
    parts.events,
    parts.said,
    parts.about,
    parts.figures,
    ...parts.relations.slice(0, 4).map((r) => r.told),
  ];
  return lists.flatMap((list) => list.slice(0, AHEAD).flatMap((t) => t.facts.slice(0, 2)));
}
