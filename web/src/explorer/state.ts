/** What the reader has chosen: all of it stands in the URL's hash, so that a view can be sent. */

export interface View {
  /** IRI of the node whose panel is open */
  node: string;
  /** IRI of the fact (an edge) whose panel is open */
  fact: string;
  /** IRI of the article that is being read */
  article: string;
  /** IRI of the fact that stands out in the article that is read; "" none */
  mark: string;
  /** hops around the node that are drawn; 0: all */
  hops: 0 | 1 | 2;
  /** nodes whose neighbours were added to what is drawn */
  expanded: string[];
  /** shortest path between two nodes */
  path: [from: string, to: string] | null;
  /** types of nodes, kinds of edges and publishers that are left out; null: the page's own choice */
  withoutTypes: string[] | null;
  withoutEdges: string[];
  withoutSources: string[];
  /** least confidence, 0 to 100 */
  confidence: number;
  /** first and last day, inclusive; "" open */
  from: string;
  to: string;
  /** nodes that the reader put somewhere: IRI → place */
  pins: Record<string, [x: number, y: number]>;
  /** communities that are open although the graph is drawn as communities; -1: the nodes of none */
  open: number[];
  /** graph | table | conflicts */
  mode: "graph" | "table" | "conflicts";
  /** x, y, zoom; null: all that is drawn fits */
  camera: [number, number, number] | null;
}

export const START: View = {
  node: "",
  fact: "",
  article: "",
  mark: "",
  hops: 0,
  expanded: [],
  path: null,
  withoutTypes: null,
  withoutEdges: [],
  withoutSources: [],
  confidence: 0,
  from: "",
  to: "",
  pins: {},
  open: [],
  mode: "graph",
  camera: null,
};

/** What lets everything in that the page lets in by itself. */
export const NO_FILTERS = {
  withoutTypes: START.withoutTypes,
  withoutEdges: START.withoutEdges,
  withoutSources: START.withoutSources,
  confidence: START.confidence,
  from: START.from,
  to: START.to,
} satisfies Partial<View>;

/** What the reader is asked to choose a node for: the other end of a path, or whose neighbours are added. It is not sent with the view. */
export interface Question {
  what: "path" | "expand";
  /** IRI of the node that is there already */
  from: string;
}

type Listener = (now: View, before: View) => void;

/** The one place where the view changes. Listeners are told once for each change, in the order they came. */
export class State {
  private view: View = START;
  private readonly listeners: Listener[] = [];
  private asked: Question | null = null;

  /** The question that is open; null: none. */
  get question(): Question | null {
    return this.asked;
  }

  /** Asks, or (null) asks no longer. Listeners are told; the focus bar says the question and takes the answer. */
  ask(question: Question | null): void {
    this.asked = question;
    for (const listener of this.listeners) listener(this.view, this.view);
  }

  get now(): View {
    return this.view;
  }

  /** Changes part of the view. */
  set(change: Partial<View>): void {
    const before = this.view;
    this.view = { ...before, ...change };
    for (const listener of this.listeners) listener(this.view, before);
  }

  /** Starts from the beginning, with a change. */
  reset(change: Partial<View> = {}): void {
    this.set({ ...START, ...change });
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }
}
