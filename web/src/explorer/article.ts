/** The reader: a whole article with every assertion marked in its text. Listens to `state.article` and `state.mark`. */

import type { Model } from "./model.ts";
import type { Source } from "./source.ts";
import type { State } from "./state.ts";
import type { Words } from "./words.ts";

export class Reader {
  /** @param element a dialog */
  constructor(
    readonly element: HTMLElement,
    readonly model: Model,
    readonly source: Source,
    readonly state: State,
    readonly words: Words,
  ) {}
}
