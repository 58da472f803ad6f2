/** The header's views and tools, the zoom buttons, and what they do. */

import { conflictPairs } from "./conflicts.ts";
import { byId, el } from "./dom.ts";
import type { Drawers } from "./drawers.ts";
import type { FocusBar } from "./focusbar.ts";
import { icon, type IconName } from "./icons.ts";
import { copied, fileName, save, type Page } from "./page.ts";

interface Command {
  word: string;
  sign: IconName;
  key?: string;
  run: () => void;
}

export class Tools {
  private menu: HTMLElement | null = null;

  constructor(
    private readonly page: Page,
    private readonly focusBar: FocusBar,
    private readonly drawers: Drawers,
    private readonly help: () => void,
  ) {
    const draw = () => this.draw();
    page.words.listen(draw);
    page.look.listen(draw);
    page.onGrowth(draw);
    page.state.listen((now, before) => {
      if (now.mode !== before.mode) draw();
    });
    document.addEventListener("pointerdown", (event) => {
      const target = event.target as Element;
      if (this.menu && !this.menu.contains(target) && !target.closest("[aria-haspopup]")) this.closeMenu();
    });
    this.draw();
  }

  async copyLink(): Promise<void> {
    const { words } = this.page;
    this.page.settle();
    this.page.tell(words.say((await copied(location.href)) ? "tool.copied" : "tool.notCopied"));
  }

  startOver(): void {
    this.focusBar.cancel();
    if (this.page.model.nodes.size > 0) this.drawers.startOver();
    this.page.state.reset();
    this.page.canvas.fit();
  }

  table(): void {
    const { state } = this.page;
    state.set({ mode: state.now.mode === "table" ? "graph" : "table" });
  }

  language(): void {
    const { words } = this.page;
    words.switch(words.language === 0 ? 1 : 0);
    this.page.settle();
  }

  theme(): void {
    this.page.look.next();
    this.page.settle();
    this.page.tell(this.page.words.say(`tool.${this.page.look.theme}`));
  }

  closeMenu(): boolean {
    const was = this.menu !== null;
    this.menu?.remove();
    this.menu = null;
    for (const button of document.querySelectorAll("#tools [aria-expanded=true]")) button.setAttribute("aria-expanded", "false");
    return was;
  }

  private exports(): Command[] {
    return [
      { word: "tool.png", sign: "download", run: () => void this.png() },
      { word: "tool.svg", sign: "download", run: () => save(`${fileName(this.page.model.title)}.svg`, this.page.canvas.svg(), "image/svg+xml") },
      { word: "tool.print", sign: "article", run: () => print() },
    ];
  }

  private async png(): Promise<void> {
    try {
      save(`${fileName(this.page.model.title)}.png`, await this.page.canvas.png());
    } catch {
      this.page.tell(this.page.words.say("tool.pngFailed"));
    }
  }

  private draw(): void {
    const { words, look } = this.page;
    const focused = (document.activeElement as HTMLElement | null)?.dataset.key;
    this.closeMenu();
    const link: Command = { word: "tool.link", sign: "link", run: () => void this.copyLink() };
    const reset: Command = { word: "tool.reset", sign: "reset", run: () => this.startOver() };
    const theme: Command = { word: `tool.${look.theme}`, sign: look.theme, key: "d", run: () => this.theme() };
    const language: Command = { word: "tool.language", sign: "swap", run: () => this.language() };
    const help: Command = { word: "tool.help", sign: "help", key: "?", run: () => this.help() };
    byId("tools").setAttribute("aria-label", words.say("tool.label"));
    const languageButton = this.button(language);
    languageButton.classList.add("word");
    languageButton.replaceChildren(words.say("tool.languageShort"));
    languageButton.setAttribute("aria-label", `${words.say("tool.languageShort")} ${words.say("tool.language")}`);
    byId("tools").replaceChildren(
      this.button(reset),
      this.button(link),
      this.opener("tool.export", "download", () => this.exports()),
      this.button(theme),
      languageButton,
      this.button(help),
      this.opener("tool.more", "more", () => [reset, link, ...this.exports(), theme, language, help], "of-more"),
    );
    this.views();
    this.zoom();
    if (focused) document.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
  }

  private button({ word, sign, key, run }: Command): HTMLElement {
    const label = this.page.words.say(word);
    return el("button", { type: "button", class: "tool", "data-key": sign, title: key ? `${label}（${key}）` : label, "aria-label": label, onclick: run }, icon(sign));
  }

  private opener(word: string, sign: IconName, commands: () => Command[], more = ""): HTMLElement {
    const label = this.page.words.say(word);
    const button = el("button", { type: "button", class: `tool ${more}`, "data-key": word, title: label, "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false" }, icon(sign));
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      this.closeMenu();
      if (!open) this.open(button, commands());
    });
    return button;
  }

  private open(button: HTMLElement, commands: Command[]): void {
    const { words } = this.page;
    const items = commands.map(({ word, sign, run }) => {
      const act = () => {
        this.closeMenu();
        run();
      };
      return el("button", { type: "button", role: "menuitem", tabindex: -1, onclick: act }, icon(sign), words.say(word));
    });
    const menu = el("div", { class: "menu", role: "menu", "aria-label": button.title }, ...items);
    menu.addEventListener("keydown", (event) => {
      const at = items.indexOf(document.activeElement as HTMLButtonElement);
      const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
      if (event.key in to) {
        event.preventDefault();
        event.stopPropagation();
        items.at(to[event.key]! % items.length)!.focus();
      } else if (event.key === "Escape" || event.key === "Tab") {
        if (event.key === "Escape") event.stopPropagation();
        this.closeMenu();
        button.focus();
      }
    });
    this.menu = menu;
    button.setAttribute("aria-expanded", "true");
    byId("top").append(menu);
    menu.style.right = `${Math.max(8, innerWidth - button.getBoundingClientRect().right - 8)}px`;
    items[0]!.focus();
  }

  private views(): void {
    const { model, state, words } = this.page;
    const pairs = conflictPairs(model).length;
    const view = (mode: "graph" | "table" | "conflicts", badge?: number) =>
      el(
        "button",
        { type: "button", "data-key": `view-${mode}`, "aria-pressed": String(state.now.mode === mode), title: words.say(`view.${mode}`), "aria-label": words.say(`view.${mode}`) + (badge ? ` ${badge}` : ""), onclick: () => state.set({ mode }) },
        icon(mode),
        el("span", {}, words.say(`view.${mode}`)),
        badge !== undefined && el("span", { class: "badge" }, badge.toLocaleString("en")),
      );
    byId("views").setAttribute("aria-label", words.say("view.label"));
    const filter = document.getElementById("filter"); // the drawers' own
    byId("views").replaceChildren(view("graph"), view("table"), ...(pairs > 0 ? [view("conflicts", pairs)] : []), ...(filter ? [filter] : []));
  }

  private zoom(): void {
    const { canvas, words } = this.page;
    const button = (sign: IconName, word: string, run: () => void) =>
      el("button", { type: "button", "data-key": word, title: words.say(word), "aria-label": words.say(word), onclick: run }, icon(sign));
    byId("zoom").setAttribute("aria-label", words.say("zoom.label"));
    byId("zoom").replaceChildren(
      button("plus", "zoom.in", () => canvas.zoom(1.6)),
      button("minus", "zoom.out", () => canvas.zoom(1 / 1.6)),
      button("fit", "zoom.fit", () => canvas.fit()),
    );
  }
}
