/** The bar on the canvas: what it shows instead of the whole, and what the reader is asked to choose. */

import { byId, el } from "./dom.ts";
import { icon, type IconName } from "./icons.ts";
import { isFiltered } from "./legend.ts";
import type { Node } from "./model.ts";
import type { Page } from "./page.ts";
import { wayOutOf } from "./path.ts";
import { NO_FILTERS, type Question, type View } from "./state.ts";
import { visible } from "./visible.ts";

export class FocusBar {
  private readonly bar = byId("focus");

  constructor(private readonly page: Page) {
    page.state.listen((now, before) => this.changed(now, before));
    page.words.listen(() => this.draw());
    page.onGrowth(() => this.draw());
    this.draw();
  }

  private get node(): Node | undefined {
    return this.page.model.nodes.get(this.page.state.now.node);
  }

  hops(hops: View["hops"]): void {
    if (this.node) this.page.state.set({ hops, path: null, mode: "graph", ...(hops === 0 ? { expanded: [] } : {}) });
  }

  /** Asks for a second node: the path's other end, or a node to expand. */
  ask(what: Question["what"]): void {
    const { state } = this.page;
    if (!this.node || (what === "expand" && state.now.hops === 0)) return;
    state.set({ mode: "graph" });
    state.ask({ what, from: state.now.node });
  }

  /** Asks no longer; whether it did ask. */
  cancel(): boolean {
    const { state } = this.page;
    const asked = state.question !== null;
    if (asked) state.ask(null);
    return asked;
  }

  private changed(now: View, before: View): void {
    const { state } = this.page;
    const question = state.question;
    if (question && now.node !== before.node && now.node !== question.from) {
      state.ask(null);
      if (now.node !== "") this.answered(question, now.node, before);
    }
    this.draw();
  }

  private answered({ what, from }: Question, node: string, before: View): void {
    const { state } = this.page;
    if (what === "path") state.set({ path: [from, node], node: "", fact: "", hops: 0, expanded: [], camera: null });
    else state.set({ node: from, hops: before.hops, expanded: [...new Set([...before.expanded, node])] });
  }

  private draw(): void {
    const { state, words } = this.page;
    const focused = this.bar.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
    this.bar.setAttribute("aria-label", words.say("focus.label"));
    this.bar.classList.toggle("asks", state.question !== null);
    const inside = state.question ? this.asking(state.question) : state.now.path ? this.path() : this.around();
    this.bar.hidden = inside.length === 0 || state.now.mode !== "graph";
    this.bar.replaceChildren(...inside);
    if (focused) this.bar.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
  }

  private asking({ what, from }: Question): HTMLElement[] {
    const { words, model } = this.page;
    const name = short(model.nodes.get(from)?.name ?? "");
    const text = el("span", { class: "text", role: "status" }, words.say(what === "path" ? "focus.askPath" : "focus.askExpand", { a: name }));
    return [text, this.pill("cancel", "close", "focus.cancel", () => this.cancel())];
  }

  private path(): HTMLElement[] {
    const { model, state, words } = this.page;
    const [from, to] = state.now.path!;
    const { path } = visible(model, state.now);
    const steps = path ? path.nodes.length - 1 : 0;
    const way = path ? null : wayOutOf(model, from, to, state.now);
    const said = !path ? words.say("focus.noPath") : steps === 1 ? words.say("focus.step") : words.say("focus.steps", { n: steps });
    return [
      el("span", { class: "text", role: "status" }, said),
      ...(way ? [this.pill("show", null, `path.${way.shows}`, () => state.set(way.change))] : []),
      this.pill("close", "close", "focus.close", () => state.set({ path: null, node: from }), true),
    ];
  }

  /** Around a node: of whom, how far, and the way back. Nothing where all is shown. */
  private around(): HTMLElement[] {
    const { model, state, words } = this.page;
    const { node } = this;
    const { hops, pins } = state.now;
    const pinned = Object.keys(pins).length;
    const isHidden = node !== undefined && !visible(model, state.now).nodes.has(node);
    const inside: HTMLElement[] = [];
    if (isHidden) inside.push(el("span", { class: "text" }, words.say("focus.hidden")), ...this.wayOut());
    if (node && hops > 0) {
      const text = el("span", { class: "text" }, el("b", {}, short(node.name)), ` · ${words.say(hops === 1 ? "focus.one" : "focus.two")}`);
      inside.push(text, this.pill("expand", "expand", "focus.expand", () => this.ask("expand")), this.pill("all", "fit", "focus.all", () => this.hops(0)));
    }
    if (pinned > 0) {
      if (inside.length > 0) inside.push(el("span", { class: "rule" }));
      inside.push(this.pill("unpin", "pin", "focus.unpin", () => state.set({ pins: {} }), false, { n: pinned }));
    }
    return inside;
  }

  /** A way out where filters hide what was asked for. */
  private wayOut(): HTMLElement[] {
    const { state } = this.page;
    return isFiltered(state.now) ? [this.pill("show", null, "focus.show", () => state.set(NO_FILTERS))] : [];
  }

  private pill(key: string, sign: IconName | null, word: string, run: () => void, small = false, values: Record<string, number> = {}): HTMLElement {
    const label = this.page.words.say(word, values);
    const hint = key === "expand" ? this.page.words.say("focus.expandHint") : label;
    return el("button", { type: "button", class: small ? "pill small" : "pill", "data-key": key, title: hint, "aria-label": small ? label : null, onclick: run }, sign && icon(sign), !small && label);
  }
}

const short = (name: string): string => (name.length > 16 ? `${name.slice(0, 15)}…` : name);
