/** The buttons of the panel: what is drawn around a node, paths from it, its place, and the link to this view. */

import { el } from "./dom.ts";
import type { Scene } from "./factview.ts";
import { icon } from "./icons.ts";
import type { Node } from "./model.ts";
import { copied } from "./page.ts";
import type { State, View } from "./state.ts";
import type { Words } from "./words.ts";

/** A button of the panel; `data-key` keeps its focus when the panel is drawn again. */
export function button(label: string, attributes: Parameters<typeof el>[1], sign?: SVGSVGElement): HTMLElement {
  return el("button", { type: "button", class: "action", ...attributes }, sign, el("span", {}, label));
}

const pressed = (key: string, is: boolean, onclick: () => void) => ({ "data-key": key, "aria-pressed": String(is), onclick });

/** All buttons of a node. */
export function nodeButtons({ state, words }: Scene, node: Node): HTMLElement {
  const { hops, expanded, pins } = state.now;
  const hop = (n: View["hops"]) =>
    button(
      words.say(`panel.hop${n}`),
      pressed(`hop${n}`, hops === n, () => state.set({ hops: n })),
    );
  const open = expanded.includes(node.id);
  const pinned = Object.hasOwn(pins, node.id);
  const asks = state.question?.what === "path" && state.question.from === node.id;
  const expand = () => state.set({ expanded: open ? expanded.filter((id) => id !== node.id) : [...expanded, node.id] });
  const path = () => state.ask(asks ? null : { what: "path", from: node.id });
  return el(
    "div",
    { class: "actions" },
    el("div", { class: "segments", role: "group", "aria-label": words.say("panel.hops") }, hop(1), hop(2), hop(0)),
    button(words.say(open ? "panel.expanded" : "panel.expand"), pressed("expand", open, expand), icon("expand")),
    button(words.say("panel.path"), pressed("path", asks, path), icon("path")),
    Number.isFinite(node.x)
      ? button(
          words.say(pinned ? "panel.pinned" : "panel.pin"),
          pressed("pin", pinned, () => pin(state, node)),
          icon("pin"),
        )
      : null,
    copyButton(words),
  );
}

function pin(state: State, node: Node): void {
  const { [node.id]: place, ...others } = state.now.pins;
  state.set({ pins: place ? others : { ...others, [node.id]: [node.x, node.y] } });
}

/** Copies the address, which holds the whole view. */
export function copyButton(words: Words): HTMLElement {
  const label = el("span", { "aria-live": "polite" }, words.say("panel.copy"));
  const copy = async () => {
    const done = await copied(location.href);
    label.textContent = words.say(done ? "panel.copied" : "panel.notCopied");
    setTimeout(() => (label.textContent = words.say("panel.copy")), 2500);
  };
  return el("button", { type: "button", class: "action", "data-key": "copy", onclick: () => void copy() }, icon("link"), label);
}
