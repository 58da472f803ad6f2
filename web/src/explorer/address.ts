/** Keeps the URL's hash and the view the same, and makes the back button take back what was chosen. */

import { fromHash, isStep, known, toHash, type Manner } from "./hash.ts";
import type { Model } from "./model.ts";
import type { Source } from "./source.ts";
import type { State, View } from "./state.ts";

/** How long the hash waits for a camera or a slider to come to rest, in ms. */
const REST = 250;

export class Address {
  private waiting = 0;
  private stepping = false;
  private reading = false;
  private asked = 0;

  constructor(
    private readonly model: Model,
    private readonly source: Source,
    private readonly state: State,
    private readonly manner: () => Manner,
    private readonly onManner: (manner: Manner) => void,
  ) {
    state.listen((now, before) => this.changed(now, before));
    addEventListener("popstate", () => void this.read());
    addEventListener("pagehide", () => this.rest());
  }

  /** Takes the view from the hash; what a server knows and the model does not is asked for first. */
  async read(): Promise<void> {
    const asked = ++this.asked;
    const { view, manner } = fromHash(location.hash, this.model.base);
    this.onManner(manner);
    if (this.source.live) await this.fetched(view);
    if (asked !== this.asked) return; // the hash has changed again meanwhile
    this.reading = true;
    this.state.set(known(view, this.model));
    this.reading = false;
  }

  /** Writes the manner (language, theme) or what is still waiting now. */
  rest(): void {
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.write("replaceState", this.state.now);
  }

  private async fetched(view: View): Promise<void> {
    const nodes = [view.node, ...(view.path ?? []), ...view.expanded].filter((id) => id && !this.model.nodes.has(id));
    const loads = nodes.map((id) => this.source.load(id));
    if (view.article && !this.model.articles.has(view.article)) loads.push(this.source.loadArticle(view.article));
    await Promise.allSettled(loads); // what the server does not know is left out of the view
  }

  private changed(now: View, before: View): void {
    if (this.reading) return;
    if (isStep(now, before)) this.step(before);
    else if (!this.stepping) {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.rest(), REST) as unknown as number;
    }
  }

  /** One step for all changes that come at once. */
  private step(before: View): void {
    if (this.stepping) return;
    if (this.waiting) this.write("replaceState", before);
    clearTimeout(this.waiting);
    this.waiting = 0;
    this.stepping = true;
    queueMicrotask(() => {
      this.stepping = false;
      this.write("pushState", this.state.now);
    });
  }

  private write(how: "pushState" | "replaceState", view: View): void {
    const hash = toHash(view, this.manner(), this.model.base);
    if (hash === location.hash.slice(1)) return;
    try {
      history[how](null, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch {
      // a page in a frame of its own may not write its address: the view works without
    }
  }
}
