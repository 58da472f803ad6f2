/** Facts that the graph marks as in conflict, side by side. Shown where `state.mode` is "conflicts". */

import type { Fact, Model } from "./model.ts";
import type { Source } from "./source.ts";
import type { State } from "./state.ts";
import type { Words } from "./words.ts";

/** Every pair of facts in conflict, once. */
export function conflictPairs(model: Model): [Fact, Fact][] {
  const pairs: [Fact, Fact][] = [];
  for (const fact of model.facts.values()) {
    for (const other of fact.contradicts) if (fact.id < other.id) pairs.push([fact, other]);
  }
  return pairs;
}

export class Conflicts {
  constructor(
    readonly element: HTMLElement,
    readonly model: Model,
    readonly source: Source,
    readonly state: State,
    readonly words: Words,
  ) {}
}
