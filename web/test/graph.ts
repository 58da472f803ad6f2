// A small graph written down by hand, handed to the model as Python hands it over.
import type { Bundle } from "../src/explorer/bundle.ts";
import { Model } from "../src/explorer/model.ts";

export interface Said {
  /** fact's IRI; the edge's own number if left out */
  fact?: string;
  kind?: "post" | "relation" | "event" | "claim";
  date?: string;
  confidence?: number;
  /** publishers of the articles that say it */
  by?: string[];
  title?: string;
}

export type Drawn = [source: string, edge: string, target: string, said?: Said];

/** nodes: IRI → type; `own`: the fact of an event or claim */
export function bundleOf(nodes: Record<string, string>, edges: Drawn[], own: Record<string, Said> = {}): Bundle {
  const ids = Object.keys(nodes);
  const types = [...new Set(Object.values(nodes))];
  const edgeKinds = [...new Set(edges.map(([, kind]) => kind))];
  const factKinds = ["post", "relation", "event", "claim"];
  const facts = new Map<string, Said>();
  edges.forEach(([, kind, , said = {}], i) => {
    const id = said.fact ?? `fact-${i}`;
    if (!facts.has(id)) facts.set(id, { kind: kind === "post" ? "post" : "relation", ...own[id], ...said });
  });
  for (const [id, said] of Object.entries(own)) if (!facts.has(id)) facts.set(id, said);
  const publishers = [...new Set([...facts.values()].flatMap((f) => f.by ?? ["星桥日报"]))];
  const factIds = [...facts.keys()];
  const degree = (id: string) => edges.filter(([s, , t]) => s === id || t === id).length;
  return {
    version: 2,
    base: "https://example.org/",
    title: "试",
    nodeTypes: types,
    factKinds,
    edgeKinds,
    nodes: {
      id: ids,
      type: ids.map((id) => types.indexOf(nodes[id]!)),
      name: ids,
      sound: ids.map(() => ""),
      aliases: [],
      articles: ids.map(() => 1),
      links: ids.map(degree),
      x: ids.map((_, i) => 50 * (i % 10)),
      y: ids.map((_, i) => 50 * Math.floor(i / 10)),
      community: ids.map(() => 0),
      fact: ids.flatMap((id, i) => (id in own ? [[i, factIds.indexOf(id)] as const] : [])),
    },
    facts: {
      id: factIds,
      kind: factIds.map((id) => factKinds.indexOf(facts.get(id)!.kind ?? "event")),
      date: factIds.map((id) => facts.get(id)!.date ?? ""),
      confidence: factIds.map((id) => facts.get(id)!.confidence ?? -1),
      articles: factIds.map((id) => (facts.get(id)!.by ?? ["星桥日报"]).map((p) => publishers.indexOf(p))),
    },
    edges: {
      source: edges.map(([s]) => ids.indexOf(s)),
      target: edges.map(([, , t]) => ids.indexOf(t)),
      kind: edges.map(([, kind]) => edgeKinds.indexOf(kind)),
      fact: edges.map(([, , , said], i) => factIds.indexOf(said?.fact ?? `fact-${i}`)),
      title: edges.flatMap(([, , , said], i) => (said?.title ? [[i, said.title] as const] : [])),
    },
    articles: {
      id: publishers.map((p) => `article-${p}`),
      headline: publishers.map((p) => `${p}的报道`),
      url: publishers.map(() => ""),
      date: publishers.map(() => ""),
      publisher: publishers,
    },
    communities: [{ name: "星桥", size: ids.length, x: 0, y: 0, radius: 100 }],
    contradicts: [],
    corroborates: [],
    terms: {},
    totals: { nodes: ids.length, edges: edges.length, facts: factIds.length, articles: publishers.length },
  };
}

export function graphOf(...args: Parameters<typeof bundleOf>): Model {
  const model = new Model();
  model.add(bundleOf(...args));
  return model;
}
