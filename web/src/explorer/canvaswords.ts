/** Words of the canvas, and what its edges are called. */

import type { Label } from "./bundle.ts";
import type { Edge, Model } from "./model.ts";
import type { Hit } from "./picking.ts";
import type { Dot, Strand } from "./scene.ts";
import type { Words } from "./words.ts";

export const CANVAS_WORDS: Record<string, Label> = {
  "canvas.title": ["新闻知识图谱", "News knowledge graph"],
  "canvas.period": ["时间：{when}", "Time: {when}"],
  "canvas.hidden": ["未显示：{what}", "Left out: {what}"],
  "canvas.sure": ["置信度不低于 {n}%", "confidence at least {n}%"],
  "canvas.author": ["说", "says"],
  "canvas.about": ["谈及", "about"],
  "canvas.post": ["任职", "post"],
  "canvas.former": ["曾：{what}", "former {what}"],
  "canvas.more": ["{what} ×{n}", "{what} ×{n}"],
  "canvas.edges": ["{n} 条", "{n} edges"],
  "canvas.others": ["其余", "others"],
  "canvas.moreLinks": ["{name}（另有 {n} 条联系）", "{name} ({n} more links)"],
  "canvas.letGo": ["松开（不再固定）", "let go (unpin)"],
  "canvas.close": ["收起“{name}”", "close “{name}”"],
  "canvas.open": ["{name}：{n} 个节点，点击展开", "{name}: {n} nodes, click to open"],
};

/** What an edge says. */
export function saidBy(edge: Edge, words: Words): string {
  if (edge.fact.kind === "event") return words.term("roles", edge.kind);
  const what = edge.kind === "post" ? edge.title || words.say("canvas.post") : ["author", "about"].includes(edge.kind) ? words.say(`canvas.${edge.kind}`) : words.term("relations", edge.kind);
  return edge.fact.detail?.former ? words.say("canvas.former", { what }) : what;
}

/** What a strand says: what its edges say, and how many they are. */
export function saidAlong(strand: Strand, words: Words): string {
  const n = strand.edges.length;
  if (n > 1 && (strand.from.shares || strand.to.shares)) return words.say("canvas.edges", { n });
  const what = saidBy(strand.edges[0]!, words);
  return n === 1 ? what : words.say("canvas.more", { what, n });
}

/** What is under the pointer, in words. */
export function tipOf(hit: Hit, model: Model, words: Words): string {
  if (hit.dot?.shares) return words.say("canvas.open", { name: nameOf(hit.dot, words), n: hit.dot.weight });
  if (hit.dot) return whole(hit.dot, words);
  if ("pin" in hit && hit.pin) return words.say("canvas.letGo");
  if ("close" in hit && hit.close !== undefined) return words.say("canvas.close", { name: model.communities[hit.close]?.name ?? words.say("canvas.others") });
  if (!("strand" in hit) || !hit.strand) return "";
  return `${nameOf(hit.strand.from, words)} — ${saidAlong(hit.strand, words)} → ${nameOf(hit.strand.to, words)}`;
}

/** A node's name, and how much of what it is linked to is not here: a server has it. */
function whole({ name, node }: Dot, words: Words): string {
  const missing = node ? node.links - node.edges.length : 0;
  return missing > 0 ? words.say("canvas.moreLinks", { name, n: missing }) : name;
}

export const nameOf = (dot: Dot, words: Words): string => (dot.shares && dot.name === "" ? words.say("canvas.others") : dot.name);
