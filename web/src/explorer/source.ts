/** Where the page's matter comes from: blobs within the page, or a server. */

import type { Bundle, Details, LiveBundle } from "./bundle.ts";
import type { Added, Article, Model, Node } from "./model.ts";

export interface Match {
  node: Node;
  /** the name or alias that matched */
  name: string;
}

/** A node that a server found and the model may not have: `load` brings it. */
export interface Offer {
  id: string;
  type: string;
  name: string;
  /** the name or alias that matched */
  matched: string;
}

export interface Source {
  /** whether more may be had by asking (a server), or all is here */
  readonly live: boolean;
  /** adds the first graph to the model */
  start(): Promise<void>;
  /** sees that all facts of a node are in the model with their details, and, of a server, its neighbours */
  load(node: Node | string): Promise<void>;
  /** sees that the facts of an article are in the model with their details */
  loadArticle(article: Article | string): Promise<void>;
  /** the whole text of an article; null where none is kept */
  text(article: Article): Promise<string | null>;
  /** how many facts of a node a server has left out, the oldest of each kind */
  omitted?(node: Node): number;
  /** what a server finds by name, the best first; absent where everything is here */
  search?(query: string): Promise<Offer[]>;
}

/** Everything is in the page: compressed, and unpacked when it is needed.
 *
 * <script type="application/octet-stream" id="blob-graph">base64 of raw deflate of JSON</script>: Bundle
 * id="blob-details": Details, in the order of the bundle's facts · id="blob-texts-0", "blob-texts-1", …:
 * (string | null)[], TEXTS_PER_BLOB articles each, in the order of the bundle's articles
 */
export const TEXTS_PER_BLOB = 64;

export class PageSource implements Source {
  readonly live = false;
  private added: Added | null = null;
  private details: Promise<void> | null = null;
  private readonly texts = new Map<number, Promise<(string | null)[]>>();
  private readonly indexOf = new Map<Article, number>();

  constructor(private readonly model: Model) {}

  async start(): Promise<void> {
    this.added = this.model.add(await unpacked<Bundle>("graph"));
    this.added.articles.forEach((article, i) => this.indexOf.set(article, i));
  }

  load(): Promise<void> {
    this.details ??= unpacked<Details>("details").then((details) => this.model.detail(this.added!, details));
    return this.details;
  }

  loadArticle(): Promise<void> {
    return this.load();
  }

  async text(article: Article): Promise<string | null> {
    const index = this.indexOf.get(article)!;
    const blob = Math.floor(index / TEXTS_PER_BLOB);
    if (!blobOf(`texts-${blob}`)) return null;
    if (!this.texts.has(blob)) this.texts.set(blob, unpacked(`texts-${blob}`));
    return (await this.texts.get(blob)!)[index % TEXTS_PER_BLOB] ?? null;
  }
}

/** A server's API, relative to the page: api/graph, api/node?id=, api/article?id=, each a LiveBundle;
 * api/search?q=: {"matches": Offer[]}. */
export class LiveSource implements Source {
  readonly live = true;
  private readonly asked = new Map<string, Promise<void>>();
  private readonly texts = new Map<Article, string>();
  private readonly leftOut = new Map<string, number>();

  constructor(
    private readonly model: Model,
    private readonly root: string,
  ) {}

  start(): Promise<void> {
    return this.ask("graph" + location.search);
  }

  load(node: Node | string): Promise<void> {
    const id = typeof node === "string" ? node : node.id;
    return this.ask(`node?id=${encodeURIComponent(id)}`, ({ omitted = 0 }) => this.leftOut.set(id, omitted));
  }

  omitted(node: Node): number {
    return this.leftOut.get(node.id) ?? 0;
  }

  loadArticle(article: Article | string): Promise<void> {
    return this.ask(`article?id=${encodeURIComponent(typeof article === "string" ? article : article.id)}`);
  }

  async text(article: Article): Promise<string | null> {
    await this.loadArticle(article);
    return this.texts.get(article) ?? null;
  }

  async search(query: string): Promise<Offer[]> {
    const answer = await this.json<{ matches: Offer[] }>(`search?q=${encodeURIComponent(query)}`);
    return answer.matches;
  }

  private ask(what: string, told: (bundle: LiveBundle) => void = () => undefined): Promise<void> {
    let answer = this.asked.get(what);
    if (!answer) {
      answer = this.fetched(what, told).catch((error) => {
        this.asked.delete(what); // it may be asked again
        throw error;
      });
      this.asked.set(what, answer);
    }
    return answer;
  }

  private async fetched(what: string, told: (bundle: LiveBundle) => void): Promise<void> {
    const bundle = await this.json<LiveBundle>(what);
    told(bundle);
    const added = this.model.addLive(bundle);
    for (const [i, text] of bundle.texts ?? []) this.texts.set(added.articles[i]!, text);
  }

  private async json<T>(what: string): Promise<T> {
    const response = await fetch(`${this.root}api/${what}`, { headers: { accept: "application/json" } });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    return (await response.json()) as T;
  }
}

/** The script element that holds a blob. Its id begins with `blob-`, since #graph is where the graph is drawn. */
const blobOf = (id: string): HTMLElement | null => document.getElementById(`blob-${id}`);

async function unpacked<T>(id: string): Promise<T> {
  const packed = atob(blobOf(id)!.textContent!.trim());
  const bytes = new Uint8Array(packed.length);
  for (let i = 0; i < packed.length; i++) bytes[i] = packed.charCodeAt(i); // ten times as fast as Uint8Array.from
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return (await new Response(stream).json()) as T;
}
