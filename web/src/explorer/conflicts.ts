/** Facts that the graph marks as in conflict, side by side. Shown where `state.mode` is "conflicts". */

import { el } from "./dom.ts";
import { dateText } from "./datetext.ts";
import { evidenceView, failed, nodeName, saysOf } from "./factview.ts";
import type { Scene } from "./factview.ts";
import { icon } from "./icons.ts";
import type { Fact, Model } from "./model.ts";
import { bringWords } from "./panelwords.ts";
import { toldBy } from "./parts.ts";
import type { Source } from "./source.ts";
import type { State } from "./state.ts";
import { Texts } from "./texts.ts";
import type { Words } from "./words.ts";

/** How many pairs are shown at first. */
const FIRST = 20;

/** Every pair of facts in conflict, once; the newest first. */
export function conflictPairs(model: Model): [Fact, Fact][] {
  const pairs: [Fact, Fact][] = [];
  for (const fact of model.facts.values()) {
    for (const other of fact.contradicts) if (fact.id < other.id) pairs.push(inTime(fact, other));
  }
  const newest = ([, b]: [Fact, Fact]) => published(b);
  return pairs.sort((a, b) => (newest(a) < newest(b) ? 1 : newest(a) > newest(b) ? -1 : a[0].id < b[0].id ? -1 : 1));
}

/** The day of the first article that says it. */
const published = (fact: Fact): string => fact.articles[0]?.date ?? "";

/** Who said it first stands first. */
const inTime = (a: Fact, b: Fact): [Fact, Fact] => (published(b) < published(a) ? [b, a] : [a, b]);

export class Conflicts {
  private readonly scene: Scene;
  private all = false;
  private turn = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly model: Model,
    private readonly source: Source,
    private readonly state: State,
    private readonly words: Words,
  ) {
    bringWords(words);
    this.scene = { model, source, state, words, texts: new Texts(source) };
    element.classList.add("conflicts");
    state.listen((now, before) => now.mode !== before.mode && void this.draw());
    words.listen(() => void this.draw());
    void this.draw();
  }

  /** How many pairs there are. */
  get count(): number {
    return conflictPairs(this.model).length;
  }

  private async draw(): Promise<void> {
    const turn = ++this.turn;
    this.element.hidden = this.state.now.mode !== "conflicts";
    if (this.element.hidden) return this.element.replaceChildren();
    const pairs = conflictPairs(this.model);
    const shown = this.all ? pairs : pairs.slice(0, FIRST);
    try {
      await this.load(shown.flat());
    } catch {
      if (turn === this.turn)
        this.element.replaceChildren(
          this.head(pairs.length),
          failed(this.scene, "panel.failed", () => void this.draw()),
        );
      return;
    }
    if (turn !== this.turn) return;
    this.element.replaceChildren(this.head(pairs.length), el("ol", {}, ...shown.map(([a, b]) => this.pair(a, b))));
    if (shown.length < pairs.length) this.element.append(this.more(pairs.length));
  }

  private async load(facts: Fact[]): Promise<void> {
    const articles = new Set(facts.filter((f) => f.detail === null).flatMap((f) => f.articles.slice(0, 1)));
    await Promise.all([...articles].map((a) => this.source.loadArticle(a)));
    await this.scene.texts.all(facts.flatMap((f) => f.detail?.evidence ?? [])).catch(() => undefined);
  }

  private head(n: number): HTMLElement {
    const { words, state } = this;
    return el(
      "header",
      {},
      el(
        "div",
        { class: "title" },
        el(
          "h2",
          {},
          words.say("conflicts.title"),
          n > 0 ? el("span", { class: "count" }, words.say("conflicts.count", { n })) : null,
        ),
        el(
          "button",
          {
            type: "button",
            class: "close",
            "aria-label": words.say("conflicts.close"),
            title: words.say("conflicts.close"),
            onclick: () => state.set({ mode: "graph" }),
          },
          icon("close"),
        ),
      ),
      el("p", { class: "about" }, words.say(n > 0 ? "conflicts.intro" : "conflicts.none")),
    );
  }

  private more(n: number): HTMLElement {
    const show = () => {
      this.all = true;
      void this.draw();
    };
    return el("button", { type: "button", class: "more", onclick: show }, this.words.say("panel.more", { n }));
  }

  private pair(a: Fact, b: Fact): HTMLElement {
    return el(
      "li",
      {},
      this.topic(a, b),
      el(
        "div",
        { class: "sides" },
        this.side(a),
        el("span", { class: "versus", "aria-label": this.words.say("conflicts.against"), role: "img" }, "≠"),
        this.side(b),
      ),
    );
  }

  /** What the two speak of. */
  private topic(a: Fact, b: Fact): HTMLElement | null {
    const { words } = this;
    const [one, other] = [a.detail, b.detail];
    const subject = one?.subject ?? one?.about?.find((n) => other?.about?.includes(n)) ?? one?.organization;
    const metric = [...new Set([one?.metric, other?.metric])].filter(Boolean).join(" / ");
    const when = one?.when ? dateText(one.when, words.language) : "";
    if (!subject && !metric && !when) return null;
    return el("h3", {}, subject ? nodeName(this.scene, subject) : null, [metric, when].filter(Boolean).join(" · "));
  }

  private side(fact: Fact): HTMLElement {
    if (!fact.detail) return el("div", { class: "fact" });
    const told = toldBy([fact]);
    const n = fact.corroborates.length;
    return el(
      "div",
      { class: "fact side", "data-kind": fact.kind, "data-fact": fact.id },
      ...saysOf(
        this.scene,
        { ...told, fact: { ...fact, corroborates: [] } },
        fact.kind === "figure" ? { self: fact.detail.subject ?? null } : {},
      ),
      evidenceView(this.scene, told, true),
      n > 0 ? el("p", { class: "agree" }, icon("agree"), this.words.say("conflicts.agree", { n })) : null,
    );
  }
}
