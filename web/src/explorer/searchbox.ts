/** The search field and the list of its answers: a combobox, which a keyboard and an input method can use. */

import { byId, el } from "./dom.ts";
import { icon, shapeOf } from "./icons.ts";
import type { Article, Node } from "./model.ts";
import { isSmall, type Page } from "./page.ts";
import { fold, headlines, Names } from "./search.ts";
import type { Offer } from "./source.ts";
import type { Question } from "./state.ts";

const MOST = 12;
const MOST_ARTICLES = 4;
const SUGGESTED = 8;
/** How long typing has to rest before a server is asked, in ms. */
const REST = 180;

/** How long Enter waits for a server's answer at most, in ms. */
const PATIENCE = 1000;

type Choice = { node: Node; alias: string } | { article: Article } | { offer: Offer };

export class SearchBox {
  private readonly field = byId<HTMLInputElement>("search");
  private readonly list = byId("matches");
  private readonly status = el("span", { class: "unseen", role: "status" });
  private readonly clear = el("button", { type: "button", class: "clear", hidden: true, onclick: () => this.empty() }, icon("close"));
  readonly names: Names;
  private choices: Choice[] = [];
  private active = -1;
  private composing = false;
  private resting = 0;
  /** what a server was asked for last, and the list with its answer */
  private asked: { query: string; answered: Promise<void> } = { query: "", answered: Promise.resolve() };
  /** what the list answers */
  private listed = "";
  /** whether the reader has gone to a row */
  private moved = false;
  private question: Question | null = null;
  private suggests = true;

  constructor(private readonly page: Page) {
    this.names = new Names(page.model);
    byId("finder").prepend(icon("search"));
    byId("finder").append(this.clear, this.status);
    this.field.addEventListener("compositionstart", () => (this.composing = true));
    this.field.addEventListener("compositionend", () => {
      this.composing = false;
      this.search();
    });
    this.field.addEventListener("input", (event) => {
      this.clear.hidden = this.field.value === "";
      if (!this.composing && !(event as InputEvent).isComposing) this.search();
    });
    this.field.addEventListener("focus", () => {
      if (this.suggests) this.search();
    });
    this.field.addEventListener("blur", () => this.close());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const row = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (row) this.choose(Number(row.dataset.index));
    });
    page.words.listen(() => this.speak());
    page.state.listen(() => this.follow());
    this.speak();
  }

  /** Where a path leads is searched for; on a small screen a keyboard would cover the nodes that can be tapped as well. */
  private follow(): void {
    const { question } = this.page.state;
    if (question === this.question) return;
    this.question = question;
    if (question?.what !== "path" || isSmall()) return;
    this.suggests = false; // suggestions would lie over nodes
    this.focus();
    this.suggests = true;
  }

  focus(): void {
    this.field.focus();
    this.field.select();
  }

  private speak(): void {
    const { words } = this.page;
    this.field.placeholder = words.say(matchMedia("(max-width: 760px)").matches ? "search.short" : "search.hint");
    this.field.setAttribute("aria-label", words.say("search.label"));
    this.list.setAttribute("aria-label", words.say("search.label"));
    this.clear.setAttribute("aria-label", words.say("search.clear"));
    if (!this.list.hidden) this.search();
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || this.composing || event.keyCode === 229) return; // these keys are the input method's
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 };
    if (event.key in steps && this.choices.length > 0) {
      event.preventDefault();
      if (this.list.hidden) this.search();
      else this.mark((this.active + steps[event.key]! + this.choices.length) % this.choices.length);
      this.moved = true;
    } else if (event.key === "Enter" && !this.list.hidden) {
      event.preventDefault();
      void this.enter();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (!this.list.hidden && this.field.value !== "") this.close();
      else if (this.field.value !== "") this.empty();
      else this.field.blur();
    }
  }

  private empty(): void {
    this.field.value = "";
    this.clear.hidden = true;
    this.field.focus();
    this.search();
  }

  /** Takes the row that the reader has gone to, or else the best answer to what is asked: a server's is waited for. */
  private async enter(): Promise<void> {
    const query = this.field.value.trim();
    if (this.listed !== query) this.search();
    if (this.moved || query === "") return this.choose(this.active);
    if (this.page.source.search && this.exact(query) < 0) {
      await Promise.race([this.ask(query), new Promise((done) => setTimeout(done, PATIENCE))]);
      if (this.field.value.trim() !== query || document.activeElement !== this.field) return; // the reader has gone on
    }
    const exact = this.moved ? -1 : this.exact(query);
    this.choose(exact >= 0 ? exact : this.active);
  }

  /** The row of what has exactly this name, or else alias; -1: there is none. */
  private exact(query: string): number {
    const is = (name: string) => fold(name).trim() === fold(query).trim();
    const name = this.choices.findIndex((c) => ("node" in c ? is(c.node.name) : "offer" in c && is(c.offer.name)));
    return name >= 0 ? name : this.choices.findIndex((c) => ("node" in c ? c.node.aliases.some(is) : "offer" in c && is(c.offer.matched)));
  }

  private search(): void {
    const query = this.field.value.trim();
    this.moved = false;
    this.asked.query = "";
    clearTimeout(this.resting);
    const { names } = this;
    const { model, source } = this.page;
    if (query === "") {
      this.show(names.most(SUGGESTED).map((node) => ({ node, alias: "" })), "");
      return;
    }
    const found = names.find(query, MOST);
    this.show([...found, ...headlines(model, query, MOST_ARTICLES).map((article) => ({ article }))], query);
    if (!source.search) return;
    this.resting = setTimeout(() => void this.ask(query), REST) as unknown as number;
  }

  /** Sees that the list has what the server finds beyond the model. */
  private ask(query: string): Promise<void> {
    clearTimeout(this.resting);
    if (this.asked.query !== query) this.asked = { query, answered: this.answer(query) };
    return this.asked.answered;
  }

  private async answer(query: string): Promise<void> {
    const offers = await this.page.source.search!(query).catch(() => []);
    if (this.asked.query !== query || this.field.value.trim() !== query || document.activeElement !== this.field) return;
    const more = offers.filter((offer) => !this.page.model.nodes.has(offer.id)).slice(0, MOST);
    const { active, moved } = this;
    if (more.length > 0) this.show([...this.choices.filter((c) => !("offer" in c)), ...more.map((offer) => ({ offer }))], query);
    if (active >= 0) this.mark(active);
    this.moved = moved;
  }

  private show(choices: Choice[], query: string): void {
    const { words } = this.page;
    this.choices = choices;
    this.listed = query;
    const rows: HTMLElement[] = [];
    const heading = (key: string) => el("li", { role: "presentation" }, words.say(key));
    if (query === "") rows.push(heading("search.most"));
    choices.forEach((choice, i) => {
      const before = choices[i - 1];
      if ("article" in choice && !(before && "article" in before)) rows.push(heading("search.articles"));
      if ("offer" in choice && !(before && "offer" in before)) rows.push(heading("search.server"));
      rows.push(this.row(choice, i, query));
    });
    if (choices.length === 0) rows.push(el("li", { role: "presentation" }, words.say("search.none", { q: query })));
    this.list.replaceChildren(...rows);
    this.list.hidden = choices.length === 0 && query === "";
    this.list.scrollTop = 0;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.status.textContent = query === "" ? "" : words.say("search.found", { n: choices.length });
    this.mark(choices.length > 0 && query !== "" ? 0 : -1);
  }

  private row(choice: Choice, index: number, query: string): HTMLElement {
    const { words } = this.page;
    const row = (sign: Element, name: string, also: string, kind: string) =>
      el(
        "li",
        { role: "option", id: `match-${index}`, "data-index": index, "aria-selected": "false" },
        sign,
        el("span", { class: "name" }, ...marked(name, query)),
        also && el("span", { class: "also" }, ...marked(also, query)),
        el("span", { class: "kind" }, kind),
      );
    if ("article" in choice) return row(icon("article"), choice.article.headline, choice.article.publisher, choice.article.date);
    if ("offer" in choice) {
      const { type, name, matched } = choice.offer;
      return row(shapeOf(type), name, matched === name ? "" : matched, words.term("types", type));
    }
    const { node, alias } = choice;
    return row(shapeOf(node.type), node.name, alias, `${words.term("types", node.type)} · ${node.links.toLocaleString("en")}`);
  }

  private mark(index: number): void {
    this.list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.active = index;
    const row = document.getElementById(`match-${index}`);
    row?.setAttribute("aria-selected", "true");
    row?.scrollIntoView({ block: "nearest" });
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private choose(index: number): void {
    const choice = this.choices[index];
    if (!choice) return;
    const { state } = this.page;
    this.field.value = "";
    this.clear.hidden = true;
    this.field.blur();
    if ("article" in choice) state.set({ article: choice.article.id, mark: "" });
    else if ("offer" in choice) void this.take(choice.offer);
    else {
      state.set({ node: choice.node.id, fact: "", ...(state.now.mode === "conflicts" ? { mode: "graph" } : {}) });
      byId("panel").focus({ preventScroll: true }); // who came by keyboard reads on there
    }
  }

  private async take(offer: Offer): Promise<void> {
    const { source, model, state, words } = this.page;
    try {
      await source.load(offer.id);
    } catch {
      this.page.tell(words.say("page.noServer"));
    }
    if (model.nodes.has(offer.id)) state.set({ node: offer.id, fact: "" });
  }

  private close(): void {
    clearTimeout(this.resting);
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }
}

/** A name in which the words asked for stand out. */
function marked(name: string, query: string): (HTMLElement | string)[] {
  const asked = fold(query).trim();
  const at = asked === "" ? -1 : name.toLowerCase().indexOf(asked);
  if (at < 0) return [name];
  return [name.slice(0, at), el("b", {}, name.slice(at, at + asked.length)), name.slice(at + asked.length)];
}
