/** What stands over and under a picture that is saved: its title, what the filters leave out, and the types that are drawn. */

import { dateText } from "./datetext.ts";
import { periodOf } from "./histogram.ts";
import type { Model } from "./model.ts";
import type { Caption } from "./picture.ts";
import type { Scene } from "./scene.ts";
import type { View } from "./state.ts";
import type { Words } from "./words.ts";

const OWN_EDGES = ["post", "role", "author", "about"];
/** How many names of one sort are told. */
const TOLD = 6;

export function captionOf(scene: Scene, model: Model, view: View, words: Words): Caption {
  const types = new Map<string, number>();
  for (const { node, shares } of scene.dots) {
    for (const [type, count] of shares ?? [[node!.type, 1] as const]) types.set(type, (types.get(type) ?? 0) + count);
  }
  const ordered = [...types].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    title: model.title || words.say("canvas.title"),
    filters: filtersOf(view, words),
    types: ordered.map(([type, count]) => ({ type, count, name: words.term("types", type) })),
  };
}

/** What the reader has left out, in a line; "" where that is nothing. */
export function filtersOf(view: View, words: Words): string {
  const edge = (key: string) => (OWN_EDGES.includes(key) ? words.say(`legend.${key}`) : words.term("relations", key));
  const hidden = [
    ...(view.withoutTypes ?? []).map((type) => words.term("types", type)),
    ...view.withoutEdges.map(edge),
    ...view.withoutSources.map((name) => name || words.say("legend.nobody")),
  ];
  const names = hidden.slice(0, TOLD).join(words.language === 0 ? "、" : ", ") + (hidden.length > TOLD ? "…" : "");
  const parts = [
    period(view, words),
    hidden.length > 0 && words.say("canvas.hidden", { what: names }),
    view.confidence > 0 && words.say("canvas.sure", { n: view.confidence }),
  ];
  return parts.filter(Boolean).join(" · ");
}

function period({ from, to }: View, words: Words): string {
  if (!from && !to) return "";
  const text = (day: string) => dateText(day, words.language);
  const when = from && to ? text(periodOf(from, to)) : from ? words.say("brush.since", { from: text(from) }) : words.say("brush.until", { to: text(to) });
  return words.say("canvas.period", { when });
}
