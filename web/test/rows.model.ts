/** A small invented graph: a firm, who leads it, what it makes, and one event. */

import type { Bundle } from "../src/explorer/bundle.ts";
import { Model } from "../src/explorer/model.ts";

const BUNDLE: Bundle = {
  version: 2,
  base: "https://example.org/",
  title: "invented",
  nodeTypes: ["Company", "Person", "Product", "Event"],
  factKinds: ["post", "relation", "event"],
  edgeKinds: ["post", "produces", "company"],
  nodes: {
    id: ["~a", "~b", "~c", "~d"],
    type: [0, 1, 2, 3],
    name: ["星桥科技", "林晓舟", "云帆手机", "星桥科技融资"],
    sound: ["xingqiaokeji xqkj", "linxiaozhou lxz", "yunfanshouji yfsj", "xingqiaokejirongzi xqkjrz"],
    aliases: [],
    articles: [2, 1, 1, 1],
    links: [9, 1, 1, 1],
    x: [0, 1, 2, 3],
    y: [0, 1, 2, 3],
    community: [0, 0, -1, 0],
    fact: [[3, 2]],
  },
  facts: { id: ["~p", "~r", "~e"], kind: [0, 1, 2], date: ["2026-01-02", "", "2026-03"], confidence: [80, -1, 90], articles: [[0], [0], [1]] },
  edges: { source: [1, 0, 0], target: [0, 2, 3], kind: [0, 1, 2], fact: [0, 1, 2], title: [[0, "首席执行官"]] },
  articles: { id: ["~x", "~y"], headline: ["一", "二"], url: ["", ""], date: ["2026-01-02", "2026-03-04"], publisher: ["财经周报", ""] },
  communities: [{ name: "星桥科技", size: 3, x: 0, y: 0, radius: 5 }],
  contradicts: [],
  corroborates: [],
  terms: {
    types: { Company: ["公司", "Company"], Person: ["人物", "Person"], Product: ["产品", "Product"], Event: ["事件", "Event"] },
    kinds: { post: ["任职", "Posts"], relation: ["关系", "Relations"], event: ["事件", "Events"] },
    relations: { produces: ["出品", "produces"] },
    events: { FundingRound: ["融资", "Funding round"], Event: ["事件", "Event"] },
    roles: { author: ["发言", "says"] },
  },
  totals: { nodes: 4, edges: 3, facts: 3, articles: 2 },
};

export function invented(): Model {
  const model = new Model();
  const added = model.add(BUNDLE);
  model.detail(added, [null, null, { evidence: [], type: "FundingRound", node: 3 }]);
  return model;
}
