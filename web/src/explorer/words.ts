/** What the page says, in Chinese and English. Each part of the page brings its own words: `words.add({...})`. */

import type { Label } from "./bundle.ts";

export type Language = 0 | 1;

export class Words {
  private readonly said: Record<string, Label> = Object.create(null);
  private readonly listeners: (() => void)[] = [];
  /** set by the model when a bundle is added: family → key → label */
  terms: Record<string, Record<string, Label>> = {};

  constructor(public language: Language) {}

  /** Adds words: key → [zh, en]; `{n}` and the like stand for values. A key belongs to one part of the page. */
  add(words: Record<string, Label>): void {
    for (const [key, label] of Object.entries(words)) {
      if (key in this.said) throw new Error(`the word ${key} is there already`);
      this.said[key] = label;
    }
  }

  /** Whether there is such a word. */
  has(key: string): boolean {
    return key in this.said;
  }

  /** A word in the reader's language, with values put in; numbers get thousands separators. */
  say(key: string, values: Record<string, string | number> = {}): string {
    const label = this.said[key];
    if (!label) throw new Error(`no word ${key}`);
    return label[this.language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === "number" ? value.toLocaleString("en") : (value ?? "");
    });
  }

  /** The label of a term of the vocabulary; the key itself where it has none. */
  term(family: string, key: string): string {
    const labels = this.terms[family];
    return labels && Object.hasOwn(labels, key) ? labels[key]![this.language] : key;
  }

  switch(language: Language): void {
    this.language = language;
    for (const listener of this.listeners) listener();
  }

  /** Tells when the language has changed: whoever drew words draws them again. */
  listen(listener: () => void): void {
    this.listeners.push(listener);
  }
}
