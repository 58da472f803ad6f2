/** A path, read from one end to the other: its nodes, and for each step the words that prove it. */

import { el } from "./dom.ts";
import { evidenceView, nodeName, saysOf } from "./factview.ts";
import type { Scene } from "./factview.ts";
import type { Edge, Fact, Node } from "./model.ts";
import { toldBy } from "./parts.ts";
import type { Path } from "./path.ts";

/**
 * The steps of a path.
 *
 * @param load sees that facts have their details
 */
export function pathSteps(scene: Scene, path: Path, load: (facts: Fact[]) => Promise<void>): HTMLElement {
  const steps = path.nodes.map((node, i) => step(scene, node, path.steps[i] ?? [], path.edges[i - 1]?.fact ?? null, load));
  return el("ol", { class: "path" }, ...steps);
}

/** A node of a path, and what leads to the next one. */
function step(scene: Scene, node: Node, edges: Edge[], before: Fact | null, load: (facts: Fact[]) => Promise<void>): HTMLElement {
  const [first, ...others] = [...new Map(edges.map((e) => [e.fact, e])).values()];
  return el(
    "li",
    {},
    el("h3", {}, nodeName(scene, node)),
    first ? edgeView(scene, first, node, before) : null,
    others.length > 0 ? folded(scene, others, node, load) : null,
  );
}

/** What else joins the two nodes of a step. */
function folded(scene: Scene, edges: Edge[], node: Node, load: (facts: Fact[]) => Promise<void>): HTMLElement {
  const box = el("details", { class: "others" }, el("summary", {}, scene.words.say("path.others", { n: edges.length })));
  const open = async () => {
    await load(edges.map((e) => e.fact)).catch(() => undefined);
    if (box.childElementCount === 1) box.append(...edges.map((e) => edgeView(scene, e, node, null)));
  };
  box.addEventListener("toggle", () => void open());
  return box;
}

function edgeView(scene: Scene, edge: Edge, from: Node, before: Fact | null): HTMLElement {
  const { words } = scene;
  const { fact } = edge;
  const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, edge.source === from ? "↓" : "↑");
  const same = fact === before ? el("span", { class: "soft" }, words.say("path.same")) : null;
  const box = el("div", { class: "step" }, el("p", { class: "link" }, arrow, labelOf(scene, edge), same));
  if (!fact.detail || same) return box;
  const told = toldBy([fact]);
  const says = fact.kind === "event" || fact.kind === "claim" ? saysOf(scene, told, { without: ["name"] }) : [];
  box.append(el("div", { class: "fact", "data-kind": fact.kind, "data-fact": fact.id }, ...says, evidenceView(scene, told, false)));
  return box;
}

function labelOf({ words }: Scene, edge: Edge): string {
  const own = `path.${edge.kind}`; // author and about are no terms of the vocabulary
  if (edge.title) return edge.title;
  return words.has(own) ? words.say(own) : words.term(edge.fact.kind === "relation" ? "relations" : "roles", edge.kind);
}
