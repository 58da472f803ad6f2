/** The same selection as a table: for a keyboard, for a screen reader, and for spreadsheets. */

import { dateText } from "./datetext.ts";
import { byId, el } from "./dom.ts";
import { icon, shapeOf, type IconName } from "./icons.ts";
import type { Fact, Node } from "./model.ts";
import { copied, fileName, onSeen, save, type Page } from "./page.ts";
import { arranged, csv, factSheet, factsSeen, nodeSheet, tsv, type Row, type Sheet } from "./rows.ts";
import { brought, wholeFacts, wholeNodes } from "./sheets.ts";
import { Texts } from "./texts.ts";
import { visible } from "./visible.ts";

const ROWS_A_PAGE = 100;

export class Table {
  private readonly section = byId("table");
  private readonly within: HTMLInputElement;
  private readonly place = el("div", { class: "sheet", tabindex: -1 });
  private readonly tabs = el("div", { class: "tabs", role: "group" });
  private readonly pages = el("nav", { class: "pages" });
  private kind: "nodes" | "facts" = "nodes";
  private sort: { column: number; descending: boolean } | null = null;
  private first = 0;
  private sheet: Sheet = { columns: [], rows: [] };
  private rows: Row[] = [];
  private readonly texts: Texts;

  constructor(private readonly page: Page) {
    this.texts = new Texts(page.source);
    this.within = el("input", { type: "search", class: "within" });
    this.within.addEventListener("input", (event) => {
      if ((event as InputEvent).isComposing) return;
      this.first = 0;
      this.draw();
    });
    this.place.addEventListener("click", (event) => this.clicked(event));
    this.place.addEventListener("keydown", (event) => this.key(event));
    onSeen(page.state, () => this.refresh());
    page.onGrowth(() => this.refresh());
    page.words.listen(() => this.refresh());
    this.refresh();
  }

  private get shown(): boolean {
    return this.page.state.now.mode === "table";
  }

  /** Reads what is seen; nothing while the table is not. */
  private refresh(): void {
    const open = this.section.hidden && this.shown;
    this.section.hidden = !this.shown;
    if (!this.shown) return;
    if (open) {
      this.first = 0;
      const node = this.page.model.nodes.values().next().value;
      // figures are in the details alone, which a page has at hand
      if (node && !this.page.source.live) void this.page.source.load(node).then(() => this.read());
    }
    this.read();
    if (open) this.place.focus({ preventScroll: true });
  }

  private read(): void {
    const { model, state, words } = this.page;
    const facts = factsSeen(model, state.now);
    this.sheet = this.kind === "nodes" ? nodeSheet(model, state.now, words) : factSheet(facts, words);
    this.bar(visible(model, state.now).nodes.size, facts.size);
    this.draw();
  }

  private bar(nodes: number, facts: number): void {
    const { words } = this.page;
    const tab = (kind: "nodes" | "facts", n: number) =>
      el("button", { type: "button", "data-key": kind, "aria-pressed": String(this.kind === kind), onclick: () => this.open(kind) }, words.say(`table.${kind}`, { n }));
    const tool = (word: string, sign: IconName, run: () => void) =>
      el("button", { type: "button", class: "outline", title: words.say(`${word}Hint`), "aria-label": words.say(`${word}Hint`), onclick: run }, icon(sign), el("span", {}, words.say(word)));
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(tab("nodes", nodes), tab("facts", facts));
    if (focused) this.tabs.querySelector<HTMLElement>("[aria-pressed=true]")?.focus();
    this.within.placeholder = words.say("table.within");
    this.within.setAttribute("aria-label", words.say("table.within"));
    this.section.setAttribute("aria-label", words.say("view.table"));
    if (this.within.isConnected && this.section.lang === document.documentElement.lang) return;
    this.section.lang = document.documentElement.lang;
    const bar = el("div", { class: "bar" }, this.tabs, this.within, el("span", { class: "space" }), tool("table.copy", "copy", () => void this.copy()), tool("table.csv", "download", () => void this.download()));
    this.section.replaceChildren(bar, this.place, this.pages);
  }

  private open(kind: "nodes" | "facts"): void {
    if (kind === this.kind) return;
    this.kind = kind;
    this.sort = null;
    this.first = 0;
    this.read();
  }

  private draw(): void {
    const { words } = this.page;
    this.rows = arranged(this.sheet, this.within.value, this.sort?.column ?? null, this.sort?.descending ?? false);
    if (this.first >= this.rows.length) this.first = 0;
    const shown = this.rows.slice(this.first, this.first + ROWS_A_PAGE);
    const caption = words.say(this.kind === "nodes" ? "table.ofNodes" : "table.ofFacts");
    const sorted = (document.activeElement as HTMLElement | null)?.dataset.column;
    const table = el(
      "table",
      { "aria-rowcount": this.rows.length + 1 },
      el("caption", {}, caption),
      el("thead", {}, el("tr", { "aria-rowindex": 1 }, ...this.sheet.columns.map((_, i) => this.heading(i)))),
      el("tbody", {}, ...shown.map((row, i) => this.row(row, this.first + i))),
    );
    this.place.replaceChildren(table, ...(this.rows.length === 0 ? [el("p", { class: "none" }, words.say("table.none"))] : []));
    this.place.scrollTop = 0;
    if (sorted) this.place.querySelector<HTMLElement>(`[data-column="${sorted}"]`)?.focus();
    this.turn();
  }

  private heading(i: number): HTMLElement {
    const column = this.sheet.columns[i]!;
    const label = this.page.words.say(column.word);
    const sorted = this.sort?.column === i ? (this.sort.descending ? "descending" : "ascending") : null;
    const button = el("button", { type: "button", "data-column": i }, label, icon("down"));
    return el("th", { scope: "col", "aria-sort": sorted, class: classes(column) }, button);
  }

  private row(row: Row, index: number): HTMLElement {
    const { state } = this.page;
    const chosen = row.of.id === state.now.node || row.of.id === state.now.fact;
    const cells = this.sheet.columns.map((column, i) => {
      const cell = row.cells[i]!;
      const text = column.word === "table.date" ? dateText(String(cell), this.page.words.language) : typeof cell === "number" ? cell.toLocaleString("en") : cell;
      const shown = column.word === "table.sure" && cell !== "" ? `${text}%` : text;
      if (i > 0) return el("td", { class: classes(column) }, column.number ? shown : el("div", { class: "cell" }, shown));
      const sign = "edges" in row.of ? shapeOf(row.of.type) : null;
      return el("td", {}, el("button", { type: "button", tabindex: index === this.first ? 0 : -1, "data-row": index }, sign, el("span", { class: "word" }, shown || "–")));
    });
    return el("tr", { "aria-rowindex": index + 2, "aria-selected": chosen ? "true" : null, "data-row": index }, ...cells);
  }

  private turn(): void {
    const { words } = this.page;
    const n = this.rows.length;
    this.pages.hidden = n <= ROWS_A_PAGE;
    this.pages.setAttribute("aria-label", words.say("view.table"));
    const step = (sign: IconName, word: string, by: number, possible: boolean) =>
      el("button", { type: "button", class: "tool", title: words.say(word), "aria-label": words.say(word), disabled: !possible, onclick: () => this.go(this.first + by) }, icon(sign));
    const to = Math.min(n, this.first + ROWS_A_PAGE);
    this.pages.replaceChildren(
      step("back", "table.back", -ROWS_A_PAGE, this.first > 0),
      el("span", { role: "status" }, words.say("table.page", { from: this.first + 1, to, n })),
      step("forth", "table.forth", ROWS_A_PAGE, to < n),
    );
  }

  private go(first: number): void {
    this.first = Math.max(0, first);
    this.draw();
    this.place.querySelector<HTMLElement>("td button")?.focus({ preventScroll: true });
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const heading = target.closest<HTMLElement>("[data-column]");
    if (heading) return this.sortBy(Number(heading.dataset.column));
    const row = target.closest<HTMLElement>("tr[data-row]");
    if (!row || getSelection()?.toString()) return; // words are being chosen to be copied
    this.activate(this.rows[Number(row.dataset.row)]!.of);
  }

  /** Up, down, up, and back to the table's own order. Numbers begin with the largest. */
  private sortBy(column: number): void {
    const begins = this.sheet.columns[column]!.number ?? false;
    if (this.sort?.column !== column) this.sort = { column, descending: begins };
    else this.sort = this.sort.descending === begins ? { column, descending: !begins } : null;
    this.first = 0;
    this.draw();
  }

  private activate(of: Node | Fact): void {
    const { state } = this.page;
    if ("edges" in of) return state.set({ node: of.id, fact: "" });
    const own = of.kind === "event" || of.kind === "claim" ? [...this.page.model.nodes.values()].find((node) => node.fact === of) : undefined;
    state.set(own ? { node: own.id, fact: "" } : { fact: of.id, node: "" });
  }

  private key(event: KeyboardEvent): void {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -1e6, End: 1e6 };
    const step = steps[event.key];
    if (!button || step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const buttons = [...this.place.querySelectorAll<HTMLElement>("td button")];
    const at = buttons.indexOf(button);
    const to = buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]!;
    button.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }

  /** The rows that there are now, as a file holds them. */
  private async whole(): Promise<{ head: string[]; rows: Row[] }> {
    const { model, source, words } = this.page;
    const { kind } = this;
    const first = model.nodes.values().next().value;
    if (first && !source.live) await source.load(first).then(() => this.shown && this.read()); // details, all at once
    const sheet = { columns: this.sheet.columns, rows: this.rows };
    const facts = sheet.rows.flatMap(({ of }) => ("edges" in of ? (of.fact?.kind === "claim" ? of.fact : []) : of));
    const wordsOf = await brought(facts, source, this.texts);
    const { columns, rows } = kind === "nodes" ? wholeNodes(sheet, wordsOf) : wholeFacts(sheet, wordsOf);
    return { head: columns.map((column) => words.say(column.word)), rows };
  }

  private async copy(): Promise<void> {
    const { words } = this.page;
    const { head, rows } = await this.whole();
    const done = await copied(tsv(head, rows));
    this.page.tell(done ? words.say("table.copied", { n: rows.length }) : words.say("tool.notCopied"));
  }

  private async download(): Promise<void> {
    const { model } = this.page;
    const { kind } = this;
    const { head, rows } = await this.whole();
    save(`${fileName(model.title)}-${kind}.csv`, `\uFEFF${csv(head, rows)}`, "text/csv");
  }
}

function classes(column: { number?: boolean; minor?: boolean; word: string }): string | null {
  const names = [column.number && "right", column.minor && "minor", column.word === "table.date" && "nowrap"].filter(Boolean);
  return names.length > 0 ? names.join(" ") : null;
}
