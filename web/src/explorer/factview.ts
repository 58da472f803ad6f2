/** A fact as it is read: what it says, the words that prove it, their source, how sure it is, and who says otherwise. */

import { dateText } from "./datetext.ts";
import { el, link } from "./dom.ts";
import { passagesOf } from "./facts.ts";
import type { Passage } from "./facts.ts";
import { icon, shapeOf } from "./icons.ts";
import type { Amount, Article, Detail, Fact, Model, Node, Quote } from "./model.ts";
import { byRole, toldBy } from "./parts.ts";
import type { Told } from "./parts.ts";
import type { Source } from "./source.ts";
import type { State } from "./state.ts";
import type { Texts } from "./texts.ts";
import type { Words } from "./words.ts";

/** What every part of the panel is drawn with. */
export interface Scene {
  model: Model;
  source: Source;
  state: State;
  words: Words;
  texts: Texts;
}

type Content = globalThis.Node | string | null;

/** How a fact is shown: whose panel it is in, and what the headings around it say already. */
export interface Around {
  self?: Node | null;
  /** leave out the date, the relation or the speaker, which stands beside it already */
  without?: readonly ("date" | "relation" | "speaker" | "name" | "metric")[];
  /** show all passages at once */
  whole?: boolean;
}

/** A fact with its evidence. */
export function factView(scene: Scene, told: Told, around: Around = {}): HTMLElement {
  const { fact } = told;
  const view = el("article", { class: "fact", "data-kind": fact.kind, "data-fact": fact.id });
  view.append(...saysOf(scene, told, around), evidenceView(scene, told, around.whole ?? false), ...standing(scene, fact));
  return view;
}

// ---------------------------------------------------------------- what it says

/** A node's name as a button that selects it; within its own panel it is only a name. */
export function nodeName(scene: Scene, node: Node, self?: Node | null): HTMLElement {
  if (node === self) return el("span", { class: "self" }, node.name);
  const choose = () =>
    scene.state.set({
      node: node.id,
      fact: "",
      article: "",
      mark: "",
      mode: scene.state.now.mode === "conflicts" ? "graph" : scene.state.now.mode,
    });
  return el(
    "button",
    { type: "button", class: "name", "data-node": node.id, onclick: choose },
    shapeOf(node.type),
    el("span", {}, node.name),
  );
}

function names(scene: Scene, nodes: readonly Node[], self?: Node | null): HTMLElement {
  const comma = scene.words.language ? ", " : "、";
  return el("span", {}, ...nodes.flatMap((n, i) => [i ? comma : "", nodeName(scene, n, self)]));
}

export const chip = (text: string, tone = ""): HTMLElement => el("span", { class: tone ? `chip ${tone}` : "chip" }, text);

/** The lines that say what a fact says, without its evidence. */
export function saysOf(scene: Scene, told: Told, around: Around = {}): HTMLElement[] {
  const lines = SAYS[told.fact.kind]?.(scene, told, around) ?? [];
  return lines.filter((line) => line.childNodes.length > 0);
}

const line = (cls: string, ...parts: Content[]): HTMLElement => el("p", { class: `says ${cls}` }, ...parts);

const SAYS: Record<string, (scene: Scene, told: Told, around: Around) => HTMLElement[]> = {
  post: (scene, { detail, fact }, { self }) => {
    const { words } = scene;
    const title = el("b", { class: "value" }, detail.title ?? "");
    const person = detail.person ? nodeName(scene, detail.person, self) : null;
    const organization = detail.organization ? nodeName(scene, detail.organization, self) : null;
    const at = el("span", { class: "at" }, "·");
    const parts =
      detail.person === self
        ? [title, at, organization]
        : detail.organization === self
          ? [person, at, title]
          : [person, at, title, at.cloneNode(true), organization];
    return [
      line(
        "",
        ...parts,
        detail.former ? chip(words.say("fact.former"), "over") : null,
        detail.valid ? dateView(scene, detail.valid) : null,
        ...marksOf(scene, fact),
      ),
    ];
  },
  relation: (scene, { detail, fact }, { self, without = [] }) => {
    const { words } = scene;
    const over = detail.former ? chip(words.say("fact.over"), "over") : null;
    const [subject, object] = [detail.subject, detail.object].map((n) => (n ? nodeName(scene, n, self) : null));
    if (without.includes("relation"))
      return [line("", detail.subject === self ? object! : subject!, over, ...marksOf(scene, fact))];
    const between = el("span", { class: "at" }, words.term("relations", detail.type ?? ""));
    return [line("", subject!, between, object!, over, ...marksOf(scene, fact))];
  },
  event: (scene, { detail, fact }, { self, without = [] }) => {
    const { words } = scene;
    const tags = [chip(words.term("events", detail.type ?? "")), detail.round ? chip(detail.round) : null, modality(scene, detail)];
    const name = detail.node && detail.node !== self && !without.includes("name") ? eventName(scene, detail.node) : null;
    const when = without.includes("date") ? null : dateView(scene, detail.when ?? "", detail.written);
    const money = detail.amount ? line("", ...amountView(scene, detail.amount)) : null;
    return [
      name ? line("title", name) : null,
      line("", ...tags, when, ...marksOf(scene, fact)),
      money,
      rolesView(scene, detail, self),
    ].filter((l) => l !== null);
  },
  claim: (scene, { detail, fact }, { self, without = [] }) => {
    const { words } = scene;
    const speaker = detail.speaker
      ? nodeName(scene, detail.speaker, self)
      : el("span", { class: "nobody" }, words.say("fact.nobody"));
    const kind = detail.attribution ? chip(words.term("attributions", detail.attribution), `said-${detail.attribution}`) : null;
    const verb = detail.verb ? el("span", { class: "at" }, detail.verb) : null;
    const day = detail.when ? dateView(scene, detail.when) : null;
    const about = (detail.about ?? []).filter((n) => n !== self);
    return [
      line("", without.includes("speaker") ? null : speaker, verb, kind, modality(scene, detail), day, ...marksOf(scene, fact)),
      about.length > 0
        ? line("roles", el("span", { class: "role" }, words.say("fact.about")), names(scene, about, self))
        : line(""),
    ];
  },
  figure: (scene, { detail, fact }, { self, without = [] }) => {
    const subject = detail.subject && detail.subject !== self ? nodeName(scene, detail.subject, self) : null;
    const metric = without.includes("metric") ? null : el("span", { class: "metric" }, detail.metric ?? "");
    const compared = detail.comparedWith
      ? el(
          "span",
          { class: "soft" },
          scene.words.say("fact.compared", { words: dateText(detail.comparedWith, scene.words.language) }),
        )
      : null;
    const when = dateView(scene, detail.when ?? "");
    return [
      line(
        "",
        subject,
        metric,
        ...(detail.amount ? amountView(scene, detail.amount) : []),
        when,
        compared,
        ...marksOf(scene, fact),
      ),
    ];
  },
};

function eventName(scene: Scene, node: Node): HTMLElement {
  const button = nodeName(scene, node);
  button.classList.add("strong");
  return button;
}

function modality(scene: Scene, detail: Detail): HTMLElement | null {
  const { modality: how } = detail;
  return how && how !== "Happened" ? chip(scene.words.term("modalities", how), `how-${how}`) : null;
}

function rolesView(scene: Scene, detail: Detail, self?: Node | null): HTMLElement | null {
  const rows = byRole([...(detail.participants ?? []), ...(detail.place ? ([["location", detail.place]] as const) : [])]);
  const others = rows.filter(([, nodes]) => nodes.length > 1 || nodes[0] !== self);
  if (others.length === 0 && rows.length <= 1 && self) return null;
  return el(
    "dl",
    { class: "roles" },
    ...rows.map(([role, nodes]) =>
      el("div", {}, el("dt", {}, scene.words.term("roles", role)), el("dd", {}, names(scene, nodes, self))),
    ),
  );
}

/** The sign of a bound before an amount, where Python wrote one: words say it better. */
const SIGN = /^[><≥≤≈]\s*/;
/** Before a number as written: 超, 近, 约, 不到. */
const COMPARATOR = /^[^\d\s零〇一二两三四五六七八九十百千万亿$¥€£+-]{1,4}(?=\s*[\d零一二两三四五六七八九十百千万亿])/;
/** Blanks between a number and its unit, which Chinese does without. */
const GAP = /(?<=[\d万亿兆])\s+(?=\p{Script=Han})/gu;

/** What an amount's bound is called; in Chinese by the article's own word, where it has one before the number. */
export function boundText(words: Words, amount: Amount): string {
  const { bound, written = "" } = amount;
  if (!bound || bound === "Exactly" || !words.terms["bounds"]?.[bound]) return "";
  return (words.language === 0 && COMPARATOR.exec(written)?.[0]) || words.term("bounds", bound);
}

/** An amount in words: 超5亿元, more than 500m CNY. */
export function amountText(words: Words, amount: Amount): string {
  const plain = words.language ? amount.en : amount.zh.replace(GAP, "");
  const bound = boundText(words, amount);
  return bound ? bound + (words.language ? " " : "") + plain.replace(SIGN, "") : plain;
}

function amountView(scene: Scene, amount: Amount): Content[] {
  const text = amountText(scene.words, amount);
  const bare = (s: string) =>
    s
      .replace(/[\s,，]/g, "")
      .replace(COMPARATOR, "")
      .replace(SIGN, "");
  const { written = "" } = amount;
  const same = [text, amount.zh].some((t) => bare(t) === bare(written));
  return [
    el("b", { class: "value" }, text || written),
    written && !same ? el("span", { class: "soft" }, scene.words.say("fact.written", { words: written })) : null,
  ];
}

/** A date as precise as it is; the words of the text as a hint. */
export function dateView(scene: Scene, iso: string, written = ""): HTMLElement | null {
  if (!iso) return null;
  return el(
    "span",
    { class: "date", title: written ? scene.words.say("fact.written", { words: written }) : null },
    dateText(iso, scene.words.language),
  );
}

// ---------------------------------------------------------------- who says otherwise

/** Chips that tell that others say the same or otherwise. */
function marksOf(scene: Scene, fact: Fact): Content[] {
  const agrees = fact.corroborates.length;
  return agrees > 0 ? [el("span", { class: "chip agrees" }, icon("agree"), scene.words.say("fact.agrees", { n: agrees }))] : [];
}

/** What contradicts the fact, folded below it. */
function standing(scene: Scene, fact: Fact): HTMLElement[] {
  const { words, state } = scene;
  if (fact.contradicts.length === 0) return [];
  const folded = el(
    "details",
    { class: "against" },
    el("summary", {}, icon("warn"), words.say("fact.conflict", { n: fact.contradicts.length })),
  );
  const open = async () => {
    if (folded.childElementCount > 1) return;
    for (const other of fact.contradicts) {
      if (!other.detail && other.articles[0]) await scene.source.loadArticle(other.articles[0]).catch(() => undefined);
      if (!other.detail) continue;
      const told = toldBy([other]);
      folded.append(
        el("div", { class: "fact", "data-kind": other.kind }, ...saysOf(scene, told), evidenceView(scene, told, false)),
      );
    }
    folded.append(
      el(
        "button",
        { type: "button", class: "more", onclick: () => state.set({ mode: "conflicts" }) },
        words.say("fact.inConflicts"),
      ),
    );
  };
  folded.addEventListener("toggle", () => void open());
  return [folded];
}

// ---------------------------------------------------------------- evidence

/** The passages of a fact: the first, and the others folded. Until the texts are here, a place of about their height. */
export function evidenceView(scene: Scene, told: Told, whole: boolean): HTMLElement {
  const box = el("div", { class: "evidence" });
  const draw = () => {
    box.replaceChildren(...passageViews(scene, told, whole));
    box.removeAttribute("aria-busy");
  };
  if (scene.texts.missing(told.quotes).length === 0) draw();
  else {
    box.setAttribute("aria-busy", "true");
    box.append(waiting(told.quotes));
    const ask = () => scene.texts.all(told.quotes).then(draw, () => box.replaceChildren(unread(scene, () => void ask())));
    void ask();
  }
  return box;
}

function waiting(quotes: readonly Quote[]): HTMLElement {
  const lines = Math.min(6, Math.ceil((quotes[0]!.end - quotes[0]!.start + 50) / 24));
  return el("blockquote", { class: "waiting" }, ...Array.from({ length: lines }, () => el("span", {})));
}

/** A text that could not be had, told quietly: many facts may say so at once. */
function unread(scene: Scene, retry: () => void): HTMLElement {
  return el(
    "p",
    { class: "note" },
    scene.words.say("fact.noText"),
    " ",
    el("button", { type: "button", class: "more", onclick: retry }, scene.words.say("panel.retry")),
  );
}

/** Plain words that something went wrong, and a button to try again. */
export function failed(scene: Scene, message: string, retry: () => void): HTMLElement {
  return el(
    "div",
    { class: "failed", role: "alert" },
    el("p", {}, scene.words.say(message)),
    el("button", { type: "button", onclick: retry }, scene.words.say("panel.retry")),
  );
}

function passageViews(scene: Scene, told: Told, whole: boolean): HTMLElement[] {
  const { words } = scene;
  const passages = passagesOf(told.quotes, scene.texts.now);
  const said = told.detail.text ?? "";
  const text = said && !shows(passages, said) ? [el("p", { class: "said" }, said)] : [];
  const views = passages.map((p, i) => passageView(scene, told, p, i === 0));
  if (whole || views.length <= 1) return [...text, ...views];
  const n = views.length - 1;
  const label = n === 1 ? words.say("fact.passage") : words.say("fact.passages", { n });
  return [...text, views[0]!, el("details", { class: "others" }, el("summary", {}, label), ...views.slice(1))];
}

/** Whether the marks of passages show nearly all of what was said, in one piece or in several. */
function shows(passages: readonly Passage[], said: string): boolean {
  const marks = passages.flatMap((p) => p.pieces).filter((piece) => piece.quote !== null);
  const parts = new Set(marks.map((m) => m.text).filter((text) => said.includes(text)));
  const length = [...parts].reduce((sum, part) => sum + part.length, 0);
  return length >= 0.9 * said.length || marks.some((m) => m.text.includes(said));
}

/** Words of evidence in their sentence, with their source. A click on them opens the article there. */
export function passageView(scene: Scene, told: Told, passage: Passage, first: boolean): HTMLElement {
  const { words } = scene;
  const fact = told.facts.find((f) => f.detail?.evidence.includes(passage.quotes[0]!)) ?? told.fact;
  const read = () => scene.state.set({ article: passage.article.id, mark: fact.id });
  const clicked = () => {
    if (getSelection()?.isCollapsed ?? true) read(); // words that were just marked to be copied are left alone
  };
  return el(
    "figure",
    { class: "passage" },
    el(
      "blockquote",
      { title: words.say("fact.readHint"), onclick: clicked },
      ...passage.pieces.map((p) => (p.quote ? el("mark", {}, p.text) : p.text)),
    ),
    el(
      "figcaption",
      {},
      ...sourceView(scene, passage.article),
      first ? confidenceView(scene, fact) : null,
      el(
        "button",
        { type: "button", class: "read", onclick: read, "aria-label": `${words.say("fact.read")}: ${passage.article.headline}` },
        words.say("fact.read"),
      ),
    ),
  );
}

/** Headline, publisher and day of an article. */
export function sourceView(scene: Scene, article: Article): HTMLElement[] {
  const { words } = scene;
  const headline = article.headline || article.url || words.say("fact.untitled");
  const name = link(article.url, headline);
  name.classList.add("headline");
  name.title = headline;
  const day = article.date ? dateText(article.date, words.language) : "";
  return [name, el("span", { class: "origin" }, [article.publisher, day].filter(Boolean).join(" · "))];
}

const SURE = [85, 70, 50] as const;

/** How sure a fact is, in percent; what that means, as a hint. Nothing where the graph states none. */
export function confidenceView(scene: Scene, fact: Fact): HTMLElement | null {
  if (fact.confidence < 0) return null;
  const { words } = scene;
  const rank = 3 - SURE.findIndex((least) => fact.confidence >= least);
  const word = words.say(`fact.sure${rank > 3 ? 0 : rank}`);
  const hint = words.say("fact.confidence", { n: fact.confidence, word });
  return el(
    "span",
    { class: `sure sure-${rank > 3 ? 0 : rank}`, title: hint, role: "img", "aria-label": hint },
    `${fact.confidence}%`,
  );
}
