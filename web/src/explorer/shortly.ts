/** A fact in one line of plain text, for lists. */

import { dateText } from "./datetext.ts";
import { amountText } from "./factview.ts";
import type { Detail, Fact } from "./model.ts";
import type { Words } from "./words.ts";

const LINES: Record<string, (detail: Detail, words: Words) => (string | undefined)[]> = {
  post: (d, words) => [d.person?.name, d.title, d.organization?.name, d.former ? words.say("fact.former") : ""],
  relation: (d, words) => [d.subject?.name, words.term("relations", d.type ?? ""), d.object?.name],
  event: (d, words) => [words.term("events", d.type ?? ""), d.node?.name],
  claim: (d, words) => [d.speaker?.name ?? words.say("fact.nobody"), d.node?.name ?? d.text?.slice(0, 40)],
  figure: (d, words) => [
    d.subject?.name,
    d.metric,
    d.amount ? amountText(words, d.amount) : "",
    d.when ? dateText(d.when, words.language) : "",
  ],
};

/** What a fact says, in short: "林晓舟 · 首席执行官 · 星桥科技". */
export function shortly(fact: Fact, words: Words): string {
  return fact.detail ? (LINES[fact.kind]?.(fact.detail, words) ?? []).filter(Boolean).join(" · ") : "";
}
