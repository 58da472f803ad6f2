/** The view in the URL's hash: `#node=~Company/x&hops=2&hide=Claim&from=2026-01-01`. What equals the start is left out.
 *
 * An IRI that begins with the graph's base is written `~` and the rest. Several values stand side by side with commas.
 * A hash comes from anywhere: whatever is no view is read as if it were not there.
 */

import type { Model } from "./model.ts";
import { START, type View } from "./state.ts";
import type { Language } from "./words.ts";

export type Theme = "auto" | "light" | "dark";

/** What is no part of the view, but travels with it. */
export interface Manner {
  /** null: the browser's */
  language: Language | null;
  theme: Theme;
}

export const LONGEST_HASH = 50_000;
const LONGEST_LIST = 1000;
const FARTHEST = 1e7;
const LANGUAGES = ["zh", "en"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WRITTEN_AS_THEY_ARE = /%(?:3A|2F|3F|40|3B|24)/g;

/** The hash of a view, without `#`; "" for the start. */
export function toHash(view: View, manner: Manner, base: string): string {
  const short = (iri: string) => escaped(base && iri.startsWith(base) ? `~${iri.slice(base.length)}` : iri);
  const list = (values: readonly string[]) => values.map(short).join(",");
  const pins = Object.entries(view.pins).map(([id, [x, y]]) => `${short(id)}*${tenth(x)}*${tenth(y)}`);
  const fields: [string, string | number | null][] = [
    ["node", short(view.node)],
    ["fact", short(view.fact)],
    ["path", view.path && list(view.path)],
    ["hops", view.hops || ""],
    ["add", list(view.expanded)],
    ["mode", view.mode === START.mode ? "" : view.mode],
    ["article", short(view.article)],
    ["mark", short(view.mark)],
    ["hide", view.withoutTypes && (view.withoutTypes.map(escaped).join(",") || "-")],
    ["without", view.withoutEdges.map(escaped).join(",")],
    ["sources", sources(view.withoutSources)],
    ["sure", view.confidence || ""],
    ["from", view.from],
    ["to", view.to],
    ["pins", pins.join(",")],
    ["open", view.open.join(",")],
    ["at", view.camera && `${tenth(view.camera[0])},${tenth(view.camera[1])},${Number(view.camera[2].toPrecision(4))}`],
    ["lang", manner.language === null ? "" : LANGUAGES[manner.language]],
    ["theme", manner.theme === "auto" ? "" : manner.theme],
  ];
  return fields.flatMap(([key, value]) => (value === null || value === "" ? [] : [`${key}=${value}`])).join("&");
}

/** The view that a hash tells, with or without `#`. */
export function fromHash(hash: string, base: string): { view: View; manner: Manner } {
  const fields = fieldsOf(hash);
  const long = (text: string) => (text.startsWith("~") ? base + text.slice(1) : text);
  const one = (key: string) => long(text(fields.get(key) ?? ""));
  const list = (key: string) => listed(fields.get(key)).map(long);
  const number = (key: string) => Number(fields.get(key) ?? 0);
  const path = list("path");
  const mode = fields.get("mode");
  const hide = fields.get("hide");
  const view: View = {
    node: one("node"),
    fact: one("fact"),
    article: one("article"),
    mark: one("mark"),
    hops: number("hops") === 1 ? 1 : number("hops") === 2 ? 2 : 0,
    expanded: list("add"),
    path: path.length === 2 && path[0] !== path[1] ? [path[0]!, path[1]!] : null,
    withoutTypes: hide === undefined ? null : hide === "-" ? [] : listed(hide),
    withoutEdges: listed(fields.get("without")),
    withoutSources: listed(fields.get("sources")).map((name) => (name === NOBODY ? "" : name)),
    confidence: [...Array(101).keys()].includes(number("sure")) ? number("sure") : 0,
    from: day(fields.get("from")),
    to: day(fields.get("to")),
    pins: pinsOf((fields.get("pins") ?? "").split(",").slice(0, LONGEST_LIST), long),
    open: listed(fields.get("open")).map(Number).filter((n) => Number.isSafeInteger(n) && n >= -1),
    mode: mode === "table" || mode === "conflicts" ? mode : "graph",
    camera: cameraOf((fields.get("at") ?? "").split(",")),
  };
  const language = LANGUAGES.indexOf(fields.get("lang") as "zh");
  const theme = fields.get("theme");
  return {
    view: view.from && view.to && view.from > view.to ? { ...view, from: "", to: "" } : view,
    manner: { language: language < 0 ? null : (language as Language), theme: theme === "light" || theme === "dark" ? theme : "auto" },
  };
}

/** A view without what the model does not know. */
export function known(view: View, model: Model): View {
  const node = (id: string) => model.nodes.has(id);
  return {
    ...view,
    node: node(view.node) ? view.node : "",
    fact: model.facts.has(view.fact) ? view.fact : "",
    article: model.articles.has(view.article) ? view.article : "",
    mark: model.facts.has(view.mark) && model.articles.has(view.article) ? view.mark : "",
    hops: node(view.node) ? view.hops : 0,
    expanded: view.expanded.filter(node),
    path: view.path?.every(node) ? view.path : null,
    pins: Object.fromEntries(Object.entries(view.pins).filter(([id]) => node(id))),
    open: view.open.filter((c) => c < model.communities.length),
  };
}

/** Whether going from one view to another is a step that the back button takes back. */
export function isStep(now: View, before: View): boolean {
  const steps = ["node", "fact", "article", "hops", "expanded", "path", "mode", "open"] as const;
  return steps.some((key) => now[key] !== before[key] && String(now[key]) !== String(before[key]));
}

/** Stands for a publisher without a name. */
const NOBODY = "-";

const sources = (names: readonly string[]): string => names.map((name) => escaped(name || NOBODY)).join(",");
const tenth = (n: number): number => Math.round(n * 10) / 10;

/** Percent-encoded where it has to be: a lone surrogate, which no URL holds, becomes U+FFFD. */
function escaped(text: string): string {
  const whole = text.replace(/[\uD800-\uDFFF]/gu, "\uFFFD");
  return encodeURIComponent(whole).replace(/\*/g, "%2A").replace(WRITTEN_AS_THEY_ARE, decodeURIComponent);
}

function fieldsOf(hash: string): Map<string, string> {
  const fields = new Map<string, string>();
  const plain = hash.replace(/^#/, "");
  if (plain.length > LONGEST_HASH) return fields;
  for (const field of plain.split("&")) {
    const [, key, value] = /^([a-z]+)=(.+)$/s.exec(field) ?? [];
    if (key && value && !fields.has(key)) fields.set(key, value);
  }
  return fields;
}

/** The text that was escaped; "" where it is not well formed. */
function text(escapedText: string): string {
  try {
    return decodeURIComponent(escapedText);
  } catch {
    return "";
  }
}

function listed(values: string | undefined): string[] {
  const all = (values ?? "").split(",").slice(0, LONGEST_LIST).map(text);
  return [...new Set(all.filter((value) => value !== ""))];
}

function day(value: string | undefined): string {
  if (!value || !DAY.test(value)) return "";
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value) ? value : "";
}

function pinsOf(values: string[], long: (text: string) => string): View["pins"] {
  const pins = values.map((value) => value.split("*")).filter((parts) => parts.length === 3);
  const placed = pins.map(([id, x, y]) => [long(text(id!)), [place(x!), place(y!)]] as const);
  return Object.fromEntries(placed.filter(([, at]) => at.every(Number.isFinite)).map(([id, [x, y]]) => [id, [x, y]]));
}

function cameraOf(parts: string[]): View["camera"] {
  const [x = Number.NaN, y = Number.NaN, zoom = Number.NaN] = parts.map(place);
  return parts.length === 3 && [x, y, zoom].every(Number.isFinite) && zoom > 0 && zoom < 1000 ? [x, y, zoom] : null;
}

function place(written: string): number {
  const n = written.trim() === "" ? Number.NaN : Number(written);
  return Math.abs(n) <= FARTHEST ? n : Number.NaN;
}
