/** A small invented graph, as a bundle makes it. */

import type { Bundle, FactDetail } from "../src/explorer/bundle.ts";
import { Model } from "../src/explorer/model.ts";
import type { Node } from "../src/explorer/model.ts";

const NODES: [name: string, type: string][] = [
  ["星桥科技", "Company"], ["林晓舟", "Person"], ["云帆半导体", "Company"], ["北辰资本", "Company"], ["星桥科技融资", "Event"],
  ["星桥大会", "Event"], ["芯片会更便宜", "Claim"], ["澄海智能", "Company"], ["星桥在烧钱", "Claim"],
];
const TYPES = ["Company", "Person", "Event", "Claim"];
const KINDS = ["post", "relation", "event", "claim", "figure"];

export const TEXTS = [
  "星桥科技完成B轮融资\n星桥科技首席执行官林晓舟说：“芯片会更便宜。”北辰资本投资了星桥科技。云帆半导体、澄海智能是其对手。",
  "星桥大会\n林晓舟是星桥科技首席执行官，此前任总裁。星桥科技2024年营收约3亿元，2025年营收超过5亿元。有人说星桥在烧钱。",
];

interface Row {
  kind: string;
  date: string;
  confidence: number;
  detail: FactDetail;
}

const at = (article: number, exact: string): FactDetail["evidence"] => {
  const start = TEXTS[article]!.indexOf(exact);
  return [[article, start, start + exact.length]];
};

export const ROWS: Row[] = [
  { kind: "post", date: "2026-03-01", confidence: 91, detail: { evidence: at(0, "星桥科技首席执行官林晓舟"), person: 1, organization: 0, title: "首席执行官" } },
  { kind: "post", date: "2026-03-02", confidence: 95, detail: { evidence: at(1, "林晓舟是星桥科技首席执行官"), person: 1, organization: 0, title: "首席执行官" } },
  { kind: "post", date: "2026-03-09", confidence: 80, detail: { evidence: at(1, "此前任总裁"), person: 1, organization: 0, title: "总裁", former: true } },
  { kind: "event", date: "2026-03", confidence: 93, detail: { evidence: at(0, "完成B轮融资"), type: "FundingRound", node: 4, when: "2026-03", round: "B轮", participants: [["company", 0], ["investor", 3]] } },
  { kind: "event", date: "2025", confidence: 93, detail: { evidence: at(1, "星桥大会"), type: "Conference", node: 5, when: "2025", modality: "Planned", participants: [["organizer", 0]] } },
  { kind: "claim", date: "2026-03-01", confidence: 88, detail: { evidence: at(0, "芯片会更便宜。"), speaker: 1, node: 6, text: "芯片会更便宜。", attribution: "DirectQuote", verb: "说", about: [0] } },
  { kind: "claim", date: "2026-03-02", confidence: 50, detail: { evidence: at(1, "星桥在烧钱"), node: 8, text: "星桥在烧钱", attribution: "Unattributed", speaker: 0 } },
  { kind: "figure", date: "2024", confidence: 70, detail: { evidence: at(1, "2024年营收约3亿元"), subject: 0, metric: "营收", concept: "revenue", when: "2024", amount: { zh: "约 3亿元", en: "≈ 300m CNY", value: 3e8, unit: "CNY", bound: "About" } } },
  { kind: "figure", date: "2025", confidence: 70, detail: { evidence: at(1, "2025年营收超过5亿元"), subject: 0, metric: "总营收", concept: "revenue", when: "2025", amount: { zh: "> 5亿元", en: "> 500m CNY", value: 5e8, unit: "CNY", bound: "MoreThan" } } },
  { kind: "relation", date: "2026-03-01", confidence: 85, detail: { evidence: at(0, "北辰资本投资了星桥科技"), type: "investorIn", subject: 3, object: 0 } },
  { kind: "relation", date: "2026-03-01", confidence: 60, detail: { evidence: at(0, "云帆半导体、澄海智能是其对手"), type: "competitorOf", subject: 0, object: 2 } },
  { kind: "relation", date: "2026-03-01", confidence: 60, detail: { evidence: at(0, "云帆半导体、澄海智能是其对手"), type: "competitorOf", subject: 0, object: 7 } },
];

export function bundle(rows: Row[] = ROWS): Bundle {
  const none = NODES.map(() => 0);
  return {
    version: 2,
    base: "https://example.org/",
    title: "",
    nodeTypes: TYPES,
    factKinds: KINDS,
    edgeKinds: ["post", "investorIn", "competitorOf", "author"],
    nodes: {
      id: NODES.map((_, i) => `~n${i}`), type: NODES.map(([, type]) => TYPES.indexOf(type)), name: NODES.map(([name]) => name),
      sound: NODES.map(() => ""), aliases: [[0, ["星桥"]]], articles: NODES.map(() => 1), links: none, x: none, y: none,
      community: none.map(() => -1), fact: rows.flatMap((r, i) => (r.detail.node === undefined ? [] : [[r.detail.node, i] as const])),
    },
    facts: {
      id: rows.map((_, i) => `~f${i}`), kind: rows.map((r) => KINDS.indexOf(r.kind)), date: rows.map((r) => r.date),
      confidence: rows.map((r) => r.confidence), articles: rows.map((r) => [r.detail.evidence[0]![0]]),
    },
    edges: { source: [1], target: [0], kind: [0], fact: [0], title: [[0, "首席执行官"]] },
    articles: {
      id: ["~a0", "~a1"], headline: ["星桥科技完成B轮融资", "星桥大会"], url: ["https://example.org/1", ""], date: ["2026-03-01", "2026-03-02"],
      publisher: ["例报", "例网"],
    },
    communities: [],
    contradicts: [],
    corroborates: [],
    terms: { types: {}, kinds: {}, relations: {}, roles: {}, events: {}, modalities: {}, attributions: {}, bounds: {} },
    totals: { nodes: NODES.length, edges: 1, facts: rows.length, articles: 2 },
  };
}

/** The graph in memory, details included. */
export function graph(rows: Row[] = ROWS): { model: Model; node: (name: string) => Node } {
  const model = new Model();
  model.detail(model.add(bundle(rows)), rows.map((r) => r.detail));
  return { model, node: (name) => [...model.nodes.values()].find((n) => n.name === name)! };
}
