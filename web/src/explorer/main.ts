/** Starts the page: first the picture, then what stands around it. */

import { Address } from "./address.ts";
import { Reader } from "./article.ts";
import { Brush } from "./brush.ts";
import { Canvas } from "./canvas.ts";
import { Conflicts } from "./conflicts.ts";
import { byId, el } from "./dom.ts";
import { Drawers } from "./drawers.ts";
import { FocusBar } from "./focusbar.ts";
import { fromHash } from "./hash.ts";
import { icon } from "./icons.ts";
import { Keys } from "./keys.ts";
import { isFiltered, Legend } from "./legend.ts";
import { Model } from "./model.ts";
import { onSeen, type Page } from "./page.ts";
import { Panel } from "./panel.ts";
import { SearchBox } from "./searchbox.ts";
import { SHELL_WORDS } from "./shellwords.ts";
import { LiveSource, PageSource, type Source } from "./source.ts";
import { NO_FILTERS, State, type View } from "./state.ts";
import { Table } from "./table.ts";
import { Look } from "./theme.ts";
import { Tools } from "./tools.ts";
import { visible, type Visible } from "./visible.ts";
import { Words, type Language } from "./words.ts";

/** For tests and for those who look into the page. */
export interface KgPage {
  model: Model;
  state: State;
  words: Words;
  canvas: Canvas | null;
  visible(): Visible;
  /** fulfilled when everything is there */
  ready: Promise<void>;
  /** `performance.now()` after the first frame with nodes; 0 before */
  readyAt: number;
}

declare global {
  interface Window {
    kgPage: KgPage;
  }
}

const TOLD_FOR = 2600;

/** The language of a browser: Chinese, or else English. */
const languageOf = (browser: string): Language => (/^zh\b/i.test(browser) ? 0 : 1);

class Start {
  private readonly model = new Model();
  private readonly state = new State();
  private readonly look = new Look();
  private readonly words: Words;
  private readonly source: Source;
  private readonly grown: (() => void)[] = [];
  private address: Address | null = null;

  constructor() {
    const { language, theme } = fromHash(location.hash, "").manner;
    this.words = new Words(language ?? languageOf(navigator.language));
    this.words.add(SHELL_WORDS);
    this.look.set(theme);
    const root = document.documentElement.dataset.live;
    this.source = root === undefined ? new PageSource(this.model) : new LiveSource(this.model, root);
    this.words.listen(() => this.speak());
    this.speak();
    window.kgPage = { model: this.model, state: this.state, words: this.words, canvas: null, visible: () => visible(this.model, this.state.now), ready: this.run(), readyAt: 0 };
  }

  /** To the table, which needs no eyes. */
  skip(): void {
    this.state.set({ mode: "table" });
  }

  private async run(): Promise<void> {
    byId("wait").textContent = this.words.say("page.wait");
    if (!(await this.started())) return;
    this.words.terms = this.model.terms;
    this.address = new Address(this.model, this.source, this.state, () => this.manner(), (manner) => {
      this.look.set(manner.theme);
      const language = manner.language ?? this.words.language;
      if (language !== this.words.language) this.words.switch(language);
    });
    await this.address.read();
    const canvas = new Canvas(byId("graph"), this.model, this.state, this.words);
    window.kgPage.canvas = canvas;
    const { model, source, state, words, look, grown, address } = this;
    const page: Page = { model, source, state, words, look, canvas, onGrowth: (listener) => grown.push(listener), tell, settle: () => address.rest() };
    await frame();
    window.kgPage.readyAt = performance.now();
    byId("wait").remove();
    this.around(page);
  }

  /** Reads the matter; tells in plain words what is wrong where that fails. */
  private async started(): Promise<boolean> {
    if (!this.source.live && typeof DecompressionStream === "undefined") return this.failed("page.old");
    try {
      await this.source.start();
      return true;
    } catch (error) {
      console.warn(error);
      return this.failed(this.source.live ? "page.noServer" : "page.broken");
    }
  }

  private failed(word: string): false {
    byId("wait").remove();
    const say = () => {
      const retry = this.source.live && el("button", { type: "button", class: "solid", onclick: () => location.reload() }, this.words.say("page.retry"));
      byId("empty").replaceChildren(icon("graph"), el("strong", {}, this.words.say(word)), ...(retry ? [retry] : []));
    };
    byId("empty").setAttribute("role", "alert");
    byId("empty").hidden = false;
    byId("legend").hidden = true;
    this.words.listen(say);
    say();
    return false;
  }

  /** Everything around the picture. */
  private around(page: Page): void {
    const { model, source, state, words, look } = this;
    const canvas = page.canvas;
    look.listen(() => canvas.refresh());
    new Panel(byId("panel"), model, source, state, words);
    new Reader(byId("reader"), model, source, state, words);
    new Conflicts(byId("conflicts"), model, source, state, words);
    const drawers = new Drawers(page);
    const focusBar = new FocusBar(page);
    const legend = model.nodes.size > 0 ? new Legend(page, () => drawers.closeLegend()) : null;
    if (!legend) drawers.closeLegend();
    new Brush(page);
    new Table(page);
    const search = new SearchBox(page);
    const keys = new Keys(words, this.keys(page, { drawers, focusBar, search, tools: () => tools, help: () => keys.help() }));
    const tools = new Tools(page, focusBar, drawers, () => keys.help());
    byId("zoom").hidden = model.nodes.size === 0;
    if (source.live) home();
    onSeen(state, () => this.counts());
    words.listen(() => this.counts());
    state.listen((now, before) => {
      if (now.mode !== before.mode) this.mode();
      if (source.live) this.follow(page, now.node, now.expanded);
      if (now.expanded.length > before.expanded.length) void this.expanded(now, before);
    });
    this.mode();
    this.counts();
    this.part();
    whenIdle((hasTime) => search.names.grow(hasTime));
    const first = model.nodes.values().next().value;
    if (first && !source.live) whenIdle(() => Boolean(source.load(first)));
  }

  private keys(page: Page, of: { drawers: Drawers; focusBar: FocusBar; search: SearchBox; tools: () => Tools; help: () => void }): Record<string, () => boolean | void> {
    return {
      "/": () => of.search.focus(),
      "?": of.help,
      "1": () => of.focusBar.hops(1),
      "2": () => of.focusBar.hops(2),
      "0": () => of.focusBar.hops(0),
      e: () => of.focusBar.ask("expand"),
      p: () => of.focusBar.ask("path"),
      t: () => of.tools().table(),
      l: () => of.drawers.toggleLegend(),
      f: () => page.canvas.fit(),
      d: () => of.tools().theme(),
      "+": () => page.canvas.zoom(1.6),
      "=": () => page.canvas.zoom(1.6),
      "-": () => page.canvas.zoom(1 / 1.6),
      Escape: () => of.tools().closeMenu() || of.drawers.closeDrawer() || of.focusBar.cancel() || this.stepBack(),
    };
  }

  /** Closes the innermost of what is open, one thing alone; whether there was any. */
  private stepBack(): boolean {
    const { state } = this;
    const { node, fact, path, hops, mode } = state.now;
    if (fact) state.set({ fact: "" });
    else if (path) state.set(node ? { node: "" } : { path: null });
    else if (node && hops > 0 && mode === "graph") state.set({ hops: 0, expanded: [] });
    else if (node) state.set({ node: "", hops: 0, expanded: [] });
    else if (mode !== "graph") state.set({ mode: "graph" });
    else return false;
    return true;
  }

  /** Asks the server for what was chosen, and lets everybody know what came. */
  private follow({ source, model, state, canvas, words }: Page, node: string, expanded: string[]): void {
    for (const id of new Set([node, ...expanded])) {
      if (!id || !model.nodes.has(id)) continue;
      const before = [model.nodes.size, model.edges.size, model.facts.size].join();
      source.load(id).then(
        () => {
          if (before === [model.nodes.size, model.edges.size, model.facts.size].join()) return;
          canvas.refresh();
          for (const listener of this.grown) listener();
          this.counts();
        },
        () => {
          if (state.now.node !== id) tell(words.say("page.noServer")); // of the chosen node the panel says so
        },
      );
    }
  }

  private manner() {
    const { language } = this.words;
    return { language: language === languageOf(navigator.language) ? null : language, theme: this.look.theme };
  }

  private mode(): void {
    const { mode } = this.state.now;
    byId("canvas").inert = mode !== "graph";
    byId("conflicts").hidden = mode !== "conflicts";
  }

  private counts(): void {
    const { model, state, words } = this;
    const seen = visible(model, state.now);
    const [n, e, N, E] = [seen.nodes.size, seen.edges.size, model.nodes.size, model.edges.size];
    byId("counts").textContent = N === 0 ? "" : words.say(n === N && e === E ? "counts.all" : "counts.some", { n, e, N, E });
    const empty = byId("empty");
    empty.hidden = n > 0;
    if (n > 0) return;
    const word = N === 0 ? "page.empty" : "page.nothing";
    const reset = N > 0 && isFiltered(state.now) && el("button", { type: "button", class: "solid", onclick: () => state.set(NO_FILTERS) }, words.say("legend.reset"));
    empty.replaceChildren(icon(N === 0 ? "graph" : "filter"), el("strong", {}, words.say(word)), words.say(`${word}Why`), el("br"), ...(reset ? [reset] : []));
  }

  /** Says so where neighbours were asked for and all of them are seen already. */
  private async expanded(now: View, before: View): Promise<void> {
    const { model, source, state, words } = this;
    const size = () => model.nodes.size + model.edges.size;
    const [had, seen] = [size(), visible(model, before).nodes.size];
    const added = now.expanded.filter((id) => !before.expanded.includes(id));
    if (source.live) await Promise.all(added.map((id) => source.load(id))).catch(() => undefined);
    if (state.now.expanded !== now.expanded) return;
    if (size() === had && visible(model, now).nodes.size <= seen) tell(words.say("focus.nothing"));
  }

  /** Says so where the page holds a part of the graph only. */
  private part(): void {
    const { model, source, words } = this;
    const notice = byId("notice");
    const first = model.nodes.size;
    const dismiss = el("button", { type: "button", onclick: () => notice.remove() });
    const say = () => {
      const [n, N] = [model.nodes.size, model.totals.nodes];
      notice.hidden = n >= N;
      dismiss.textContent = words.say("page.dismiss");
      const word = !source.live ? "page.part" : n === first ? "page.partLive" : "page.more";
      notice.replaceChildren(words.say(word, { n, N, m: N }), dismiss);
    };
    words.listen(say);
    this.grown.push(say);
    say();
  }

  private speak(): void {
    const { words } = this;
    document.documentElement.lang = words.language === 0 ? "zh-CN" : "en";
    byId("skip").textContent = words.say("view.skip");
    byId("graph").setAttribute("aria-label", words.say("view.graphIs"));
  }
}

/** After the next frame was painted. */
const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** Runs in small portions while nothing else is to be done, until it says that it is through. */
function whenIdle(run: (hasTime: () => boolean) => boolean): void {
  if (!window.requestIdleCallback) {
    setTimeout(() => run(() => true), 300);
    return;
  }
  const portion = (deadline: IdleDeadline) => {
    if (!run(() => deadline.timeRemaining() > 2)) requestIdleCallback(portion);
  };
  requestIdleCallback(portion);
}

/** The brand leads to the server's first page. */
function home(): void {
  const brand = byId("brand");
  const link = el("a", { id: "brand", href: document.documentElement.dataset.live || "./" });
  link.append(...brand.childNodes);
  brand.replaceWith(link);
}

let toast: HTMLElement | null = null;

/** Says something in passing. */
function tell(text: string): void {
  toast?.remove();
  const said = el("div", { id: "toast", role: "status" }, text);
  toast = said;
  document.body.append(said);
  setTimeout(() => said.remove(), TOLD_FOR);
}

const start = new Start();
byId("skip").addEventListener("click", () => start.skip());
