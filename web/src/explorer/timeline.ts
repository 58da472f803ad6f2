/** Events along a line, the newest first: when, what, who, and whether it happened at all. */

import { dateText } from "./datetext.ts";
import { el } from "./dom.ts";
import { factView } from "./factview.ts";
import type { Scene } from "./factview.ts";
import type { Node } from "./model.ts";
import type { Told } from "./parts.ts";

/** The year under which an event stands: its own, else the article's; "" without either. */
export const yearOf = (told: Told): string => /\d{4}/.exec(told.detail.when || told.fact.date)?.[0] ?? "";

/** Runs of events of one year, in the order given. */
export function byYear(events: readonly Told[]): [year: string, events: Told[]][] {
  const years: [string, Told[]][] = [];
  for (const told of events) {
    const year = yearOf(told);
    const last = years.at(-1);
    if (last && last[0] === year) last[1].push(told);
    else years.push([year, [told]]);
  }
  return years;
}

/** A timeline of events, which are in order already. */
export function timeline(scene: Scene, events: readonly Told[], self: Node): HTMLElement {
  const { words } = scene;
  const box = el("div", { class: "timeline" });
  for (const [year, of] of byYear(events)) {
    box.append(
      el("h4", {}, year ? dateText(year, words.language) : words.say("timeline.undated")),
      el(
        "ol",
        {},
        ...of.map((told) =>
          el(
            "li",
            { "data-how": told.detail.modality ?? "Happened", "data-dated": told.detail.when ? "own" : "reported" },
            dayOf(scene, told),
            factView(scene, told, { self, without: ["date"] }),
          ),
        ),
      ),
    );
  }
  return box;
}

function dayOf(scene: Scene, told: Told): HTMLElement {
  const { words } = scene;
  const { when, written } = told.detail;
  if (when)
    return el(
      "p",
      { class: "when", title: written ? words.say("fact.written", { words: written }) : null },
      dateText(when, words.language),
    );
  const day = told.fact.date;
  return el(
    "p",
    { class: "when soft" },
    day ? words.say("fact.reported", { day: dateText(day, words.language) }) : words.say("fact.undated"),
  );
}
