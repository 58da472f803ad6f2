/** The texts of articles, each asked for once, and there at once when they have come. */

import type { Article, Quote } from "./model.ts";
import type { Source } from "./source.ts";

export class Texts {
  private readonly here = new Map<Article, string | null>();
  private readonly asked = new Map<Article, Promise<void>>();

  constructor(private readonly source: Source) {}

  /** null: none is kept; undefined: it is not here yet */
  readonly now = (article: Article): string | null | undefined => this.here.get(article);

  /** Sees that the text of an article is here; fails where it cannot be had, and may then be asked again. */
  ask(article: Article): Promise<void> {
    let answer = this.asked.get(article);
    if (!answer) {
      answer = this.source.text(article).then(
        (text) => void this.here.set(article, text),
        (error: unknown) => {
          this.asked.delete(article);
          throw error;
        },
      );
      this.asked.set(article, answer);
    }
    return answer;
  }

  /** The articles whose texts the quotes need and that are not here. Evidence that keeps its own words needs none. */
  missing(quotes: readonly Quote[]): Article[] {
    return [...new Set(quotes.filter((q) => q.start >= 0).map((q) => q.article))].filter((a) => !this.here.has(a));
  }

  /** Sees that the texts of quotes are here. */
  async all(quotes: readonly Quote[]): Promise<void> {
    await Promise.all(this.missing(quotes).map((article) => this.ask(article)));
  }
}
