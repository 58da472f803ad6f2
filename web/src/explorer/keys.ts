/** Keys that work anywhere on the page, and the overlay that lists them. */

import { byId, el } from "./dom.ts";
import { icon } from "./icons.ts";
import type { Words } from "./words.ts";

/** What a key does; false: nothing, the browser may have it. */
export type Actions = Record<string, () => boolean | void>;

/** Whether keys belong to where they are typed: a field, a menu, a slider. */
function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return element?.matches?.("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]") ?? false;
}

export class Keys {
  private readonly dialog = byId<HTMLDialogElement>("help");
  private single = true;

  constructor(
    private readonly words: Words,
    private readonly actions: Actions,
  ) {
    addEventListener("keydown", (event) => this.pressed(event));
    words.listen(() => this.draw());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    this.draw();
  }

  help(): void {
    this.dialog.showModal();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || isTyping(event.target)) return;
    if (!this.single && event.key !== "Escape") return;
    const action = Object.hasOwn(this.actions, event.key) ? this.actions[event.key]! : null;
    if (action && action() !== false) event.preventDefault();
  }

  private draw(): void {
    const { words } = this;
    const key = (...names: string[]) => names.map((name) => el("kbd", {}, name));
    const row = (what: string, ...names: string[]) => el("div", {}, el("dt", {}, ...key(...names)), el("dd", {}, words.say(`help.${what}`)));
    const part = (title: string, ...rows: HTMLElement[]) => el("div", {}, el("h3", {}, words.say(`help.${title}`)), el("dl", {}, ...rows));
    const single = el("input", { type: "checkbox", checked: this.single });
    single.addEventListener("change", () => (this.single = single.checked));
    const close = el("button", { type: "button", class: "tool", "aria-label": words.say("help.close"), title: words.say("help.close"), onclick: () => this.dialog.close() }, icon("close"));
    this.dialog.setAttribute("aria-labelledby", "help-title");
    this.dialog.replaceChildren(
      el("div", { class: "head" }, el("h2", { id: "help-title" }, words.say("help.title")), close),
      el(
        "div",
        { class: "body" },
        el(
          "div",
          { class: "keys" },
          part("find", row("search", "/"), row("move", "↑", "↓"), row("enter", "Enter"), row("escape", "Esc")),
          part("look", row("pan", "←", "↑", "→", "↓"), row("zoom", "+", "−"), row("fit", "f"), row("legend", "l")),
          part("around", row("hops", "1", "2", "0"), row("expand", "e"), row("path", "p")),
          part("other", row("table", "t"), row("theme", "d"), row("help", "?")),
        ),
        el("h3", {}, words.say("help.pointer")),
        el("p", {}, words.say("help.mouse")),
        el("label", {}, single, words.say("help.single")),
      ),
    );
  }
}
