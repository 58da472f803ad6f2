/** The panel beside the graph: what is known of a node, a fact or a path, each fact with the words that prove it. */

import type { Model } from "./model.ts";
import type { Source } from "./source.ts";
import type { State } from "./state.ts";
import type { Words } from "./words.ts";

export class Panel {
  constructor(
    private readonly element: HTMLElement,
    private readonly model: Model,
    private readonly source: Source,
    private readonly state: State,
    private readonly words: Words,
  ) {
    state.listen(() => this.draw());
    words.listen(() => this.draw());
    this.draw();
  }

  private draw(): void {
    const node = this.model.nodes.get(this.state.now.node);
    this.element.hidden = !node;
    this.element.lang = this.words.language ? "en" : "zh-CN";
    if (node) void this.source.load(node).then(() => this.element.replaceChildren(node.name));
  }
}
