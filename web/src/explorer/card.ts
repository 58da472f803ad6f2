/** The small card that tells what the marked words of an article say. */

import { el } from "./dom.ts";
import { confidenceView, saysOf } from "./factview.ts";
import type { Scene } from "./factview.ts";
import { icon } from "./icons.ts";
import type { Fact } from "./model.ts";
import { toldBy } from "./parts.ts";

/** A card of facts that share words. */
export function cardOf(scene: Scene, facts: readonly Fact[], close: () => void): HTMLElement {
  const { words } = scene;
  const label = words.say("reader.here", { n: facts.length });
  const cross = el("button", { type: "button", class: "close", "aria-label": words.say("reader.closeCard"), onclick: close }, icon("close"));
  return el("div", { class: "card", role: "group", "aria-label": label, tabindex: -1 }, cross, ...facts.map((fact) => told(scene, fact)));
}

function told(scene: Scene, fact: Fact): HTMLElement {
  const sample = el("span", { class: `sample line0-${fact.kind}`, "aria-hidden": "true" });
  const kind = el("p", { class: "kind" }, sample, scene.words.term("kinds", fact.kind), confidenceView(scene, fact));
  return el("div", { class: "fact", "data-kind": fact.kind }, kind, ...saysOf(scene, toldBy([fact])));
}

/** Puts a card below the marked words, or above them where there is no room; both lie in a body that scrolls. */
export function placeCard(card: HTMLElement, mark: HTMLElement, body: HTMLElement): void {
  const box = body.getBoundingClientRect();
  const rects = mark.getClientRects();
  const [first, last] = [rects[0]!, rects[rects.length - 1]!];
  const left = Math.max(8, Math.min(last.left - box.left, box.width - card.offsetWidth - 16));
  const below = last.bottom - box.top + 6;
  const above = first.top - box.top - card.offsetHeight - 6;
  const top = below + card.offsetHeight > box.height && above > 0 ? above : below;
  card.style.left = `${left}px`;
  card.style.top = `${top + body.scrollTop}px`;
  card.scrollIntoView({ block: "nearest" });
}
