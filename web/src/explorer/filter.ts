/** Which facts, edges and nodes the reader's filters leave, wherever they are in the graph. */

import { daysOf } from "./dates.ts";
import type { Edge, Fact, Model, Node } from "./model.ts";
import type { View } from "./state.ts";

/** Graphs with more nodes than this begin without their claims. */
export const CLAIMS_SHOWN_UP_TO = 300;

/** Types of nodes that are left out: the reader's choice, or, where there is none, the page's. */
export function withoutTypes(model: Model, view: Pick<View, "withoutTypes">): readonly string[] {
  if (view.withoutTypes !== null) return view.withoutTypes;
  return Math.max(model.nodes.size, model.totals.nodes) > CLAIMS_SHOWN_UP_TO ? ["Claim"] : [];
}

/** What the legend switches as one: "post", each relation by its key, "role" (any part in an event), "author", "about". */
export const familyOf = (edge: Edge): string => (edge.fact.kind === "event" ? "role" : edge.kind);

/** How sure a fact is, 0 to 100: a graph that states no doubt has none. */
export const certainty = (fact: Fact): number => (fact.confidence < 0 ? 100 : fact.confidence);

export type Choice = Pick<View, "withoutTypes" | "withoutEdges" | "withoutSources" | "confidence" | "from" | "to">;

/**
 * A fact passes that is sure enough, was published by somebody who is not left out, and has a day within the time asked
 * for (one without a date passes only where no time is asked for). An edge passes with its fact, unless its family is
 * left out. A node passes unless its type is left out, its own fact (event, claim) does not pass, or it has edges and
 * none of them passes: whatever stands at their other ends, so that leaving out events does not lose their companies.
 * What no edge holds passes unless a filter asks about facts: nothing says when or by whom it was named.
 */
export class Filter {
  readonly types: ReadonlySet<string>;
  private readonly families: ReadonlySet<string>;
  private readonly sources: ReadonlySet<string>;
  /** whether any fact might not pass */
  readonly ofFacts: boolean;

  constructor(model: Model, private readonly choice: Choice) {
    this.types = new Set(withoutTypes(model, choice));
    this.families = new Set(choice.withoutEdges);
    this.sources = new Set(choice.withoutSources);
    this.ofFacts = this.sources.size > 0 || choice.confidence > 0 || choice.from !== "" || choice.to !== "";
  }

  get passesAll(): boolean {
    return !this.ofFacts && this.types.size === 0 && this.families.size === 0;
  }

  fact(fact: Fact): boolean {
    return !this.ofFacts || (certainty(fact) >= this.choice.confidence && this.published(fact) && this.dated(fact));
  }

  /** Whether what the edge says passes, whatever its ends are. */
  says(edge: Edge): boolean {
    return (this.families.size === 0 || !this.families.has(familyOf(edge))) && this.fact(edge.fact);
  }

  edge(edge: Edge): boolean {
    return this.says(edge) && this.stands(edge.source) && this.stands(edge.target);
  }

  node(node: Node): boolean {
    return this.stands(node) && this.named(node);
  }

  /** A node that passes although its type is left out. */
  named(node: Node): boolean {
    if (!this.ofFacts && this.families.size === 0) return true;
    if (node.fact !== null && !this.fact(node.fact)) return false;
    if (node.edges.length === 0) return node.fact !== null || !this.ofFacts;
    for (const edge of node.edges) if (this.says(edge)) return true;
    return false;
  }

  /** Whether the node may be at the end of an edge. */
  stands(node: Node): boolean {
    if (this.types.size > 0 && this.types.has(node.type)) return false;
    return !this.ofFacts || node.fact === null || this.fact(node.fact);
  }

  private published(fact: Fact): boolean {
    if (this.sources.size === 0 || fact.articles.length === 0) return true;
    for (const article of fact.articles) if (!this.sources.has(article.publisher)) return true;
    return false;
  }

  private dated(fact: Fact): boolean {
    const { from, to } = this.choice;
    if (from === "" && to === "") return true;
    const days = daysOf(fact.date);
    if (days === null) return false;
    const [first, last] = days;
    return (to === "" || first <= to) && (from === "" || last === "" || last >= from);
  }
}
