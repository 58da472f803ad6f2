/** Light, dark, or as the system has it. */

import type { Theme } from "./hash.ts";

const NEXT: Record<Theme, Theme> = { auto: "light", light: "dark", dark: "auto" };

export class Look {
  theme: Theme = "auto";
  private readonly listeners: (() => void)[] = [];

  constructor() {
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.tell());
  }

  set(theme: Theme): void {
    if (theme === this.theme) return;
    this.theme = theme;
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    this.tell();
  }

  next(): void {
    this.set(NEXT[this.theme]);
  }

  /** Tells when colours have changed. */
  listen(listener: () => void): void {
    this.listeners.push(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
