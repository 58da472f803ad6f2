/** The stored queries, in plain words, with what they can be given. */
import { el } from "../explorer/dom.ts";
import type { Words } from "../explorer/words.ts";

export interface Stored {
  name: string;
  zh: string;
  en: string;
  parameters: { name: string; required: boolean; zh: string; en: string }[];
}

/** A list of forms; `chosen` hears which query was asked for, and with which values. */
export function examples(list: Stored[], words: Words, chosen: (name: string, given: Record<string, string>) => void): HTMLElement {
  const items = list.map((stored) => {
    const inputs = stored.parameters.map((p) => {
      const name = words.language === 0 ? p.zh : p.en;
      const input = el("input", { name: p.name, required: p.required, placeholder: p.required ? "" : words.say("optional") });
      return el("label", {}, el("span", {}, name), input);
    });
    const form = el("form", {}, ...inputs, el("button", { type: "submit", class: "quiet-button" }, words.say("open")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = [...new FormData(form)].filter(([, v]) => typeof v === "string" && v.trim()) as [string, string][];
      chosen(stored.name, Object.fromEntries(given.map(([k, v]) => [k, v.trim()])));
    });
    const title = words.language === 0 ? stored.zh : stored.en;
    return el("li", {}, el("details", {}, el("summary", {}, title), form));
  });
  return el("ul", { class: "examples" }, ...items);
}
