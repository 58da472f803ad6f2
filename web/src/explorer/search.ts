/** Finding nodes by their names: characters as written, pinyin, initials, and mixtures of these ("kuais", "kshou", "快s"). */

import type { Article, Model, Node } from "./model.ts";

/** How well a name answers, the best first. */
export const EXACT = 0;
export const PREFIX = 1;
export const WORD = 2;
export const WITHIN = 3;
export const MIXED = 4;

export interface Found {
  node: Node;
  /** the alias that matched, "" where the name or its sound did */
  alias: string;
  /** EXACT … MIXED */
  rank: number;
}

interface Entry {
  node: Node;
  name: string;
  aliases: string[];
  /** name and aliases; a query of one part that is not in there is in none of them */
  all: string;
  sounds: Sound[];
}

interface Sound {
  full: string;
  initials: string;
  /** the letters of `full` as bits, to see quickly that a query cannot be in it */
  letters: number;
  /** made when first asked for */
  syllables: Syllable[] | null;
}

const PINYIN =
  /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:a|o|e|ai|ei|ao|ou|an|en|ang|eng|er|ong|i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ua|uo|uai|ui|uan|un|uang|ue|v|ve)$/;
const HAN = /\p{Script=Han}/u;
const LONGEST_SYLLABLE = 6;
const LONGEST_QUERY = 60;

/** The names of a model, ready to be searched; nodes that the model gains are added by `grow`. */
export class Names {
  private readonly entries: Entry[] = [];
  private last: { text: string; entries: Entry[] } | null = null;

  /** how many entries have their syllables */
  private spelt = 0;

  constructor(private readonly model: Model) {}

  /** Takes in what the model has gained, and makes ready what a first query would wait for; false where time ran out before. */
  grow(hasTime: () => boolean = () => true): boolean {
    if (this.entries.length < this.model.nodes.size) {
      this.last = null;
      const nodes = [...this.model.nodes.values()];
      while (this.entries.length < nodes.length && hasTime()) this.entries.push(entryOf(nodes[this.entries.length]!));
    }
    for (; this.spelt < this.entries.length && hasTime(); this.spelt++) {
      const { name, sounds } = this.entries[this.spelt]!;
      for (const sound of sounds) sound.syllables ??= syllablesOf(name, sound.full, sound.initials);
    }
    return this.entries.length === this.model.nodes.size && this.spelt === this.entries.length;
  }

  /** Without syllables: these are made when they are asked for. */
  private complete(): void {
    this.grow(() => this.entries.length < this.model.nodes.size);
  }

  /** The best answers to a query, the best first; "" finds nothing. */
  find(query: string, most: number): Found[] {
    const text = fold(query).slice(0, LONGEST_QUERY).trim();
    if (text === "") return [];
    this.complete();
    const asked = askedOf(text);
    const parts = text.includes(" ") ? text.split(" ").map(askedOf) : [];
    const found: Found[] = [];
    // whoever answers a query answers its beginning too: while somebody types on, only what was found is looked at
    const among = this.last && text.startsWith(this.last.text) ? this.last.entries : this.entries;
    const entries: Entry[] = [];
    for (const entry of among) {
      const match = matched(entry, asked) ?? (parts.length > 0 ? matchedInParts(entry, parts) : null);
      if (!match) continue;
      entries.push(entry);
      found.push(match);
    }
    this.last = { text, entries };
    return best(found, most);
  }

  /** The nodes that have the most links: what to show before anything is asked for. */
  most(count: number): Node[] {
    this.complete();
    return best(this.entries.filter((e) => e.node.fact === null).map(({ node }) => ({ node, alias: "", rank: EXACT })), count).map((f) => f.node);
  }
}

/** The articles whose headline holds the query, the newest first. */
export function headlines(model: Model, query: string, most: number): Article[] {
  const asked = fold(query).trim();
  if (asked === "") return [];
  const found = [...model.articles.values()].filter((article) => fold(article.headline).includes(asked));
  return found.sort((a, b) => (a.date === b.date ? (a.id < b.id ? -1 : 1) : a.date < b.date ? 1 : -1)).slice(0, most);
}

/** Text as it is compared: compatibility forms as their plain ones, small letters, one space between words. */
export function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[\s'’·・]+/g, " ");
}

function entryOf(node: Node): Entry {
  const name = fold(node.name);
  const aliases = node.aliases.map(fold);
  return { node, name, aliases, all: [name, ...aliases].join("\n"), sounds: soundsOf(node.sound) };
}

function soundsOf(sound: string): Sound[] {
  const words = sound === "" ? [] : sound.toLowerCase().split(" ");
  const sounds: Sound[] = [];
  for (let i = 0; i + 1 < words.length; i += 2) {
    sounds.push({ full: words[i]!, initials: words[i + 1]!, letters: lettersOf(words[i]!), syllables: null });
  }
  return sounds;
}

interface Asked {
  text: string;
  /** without its spaces */
  packed: string;
  /** whether there are letters or digits in it, and whether there is nothing else */
  latin: boolean;
  plain: boolean;
  letters: number;
}

function askedOf(text: string): Asked {
  const packed = text.replaceAll(" ", "");
  return { text, packed, latin: /[a-z0-9]/.test(packed), plain: /^[a-z0-9]+$/.test(packed), letters: lettersOf(packed) };
}

const NO = Number.POSITIVE_INFINITY;

function matched(entry: Entry, asked: Asked): Found | null {
  let rank = NO;
  let alias = "";
  if (entry.all.includes(asked.text)) {
    rank = rankIn(entry.name, asked.text);
    for (let i = 0; i < entry.aliases.length; i++) {
      const its = rankIn(entry.aliases[i]!, asked.text);
      if (its < rank) [rank, alias] = [its, entry.node.aliases[i]!];
    }
  }
  if (rank > PREFIX && asked.latin) {
    for (const sound of entry.sounds) {
      const its = rankOfSound(entry, sound, asked);
      if (its < rank) [rank, alias] = [its, ""];
    }
  }
  return rank === NO ? null : { node: entry.node, alias, rank };
}

function matchedInParts(entry: Entry, parts: Asked[]): Found | null {
  const all = [];
  for (const part of parts) {
    const match = matched(entry, part);
    if (!match) return null;
    all.push(match);
  }
  return { node: entry.node, alias: all.find((match) => match.alias !== "")?.alias ?? "", rank: WITHIN };
}

function rankIn(name: string, asked: string): number {
  const at = name.indexOf(asked);
  if (at < 0) return NO;
  if (at === 0) return name.length === asked.length ? EXACT : PREFIX;
  return beginsWord(name, asked) ? WORD : WITHIN;
}

/** Whether the query stands where a word of letters begins, as in "New Alpha" but not in "betaalpha". */
function beginsWord(name: string, asked: string): boolean {
  for (let at = name.indexOf(asked); at > 0; at = name.indexOf(asked, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(name[at - 1]!) || (/[a-z0-9]/.test(asked[0]!) && !/[a-z0-9]/.test(name[at - 1]!))) return true;
  }
  return false;
}

function rankOfSound(entry: Entry, sound: Sound, { packed, plain, letters }: Asked): number {
  if (plain && (letters & ~sound.letters) !== 0) return NO;
  if (packed === sound.full || packed === sound.initials) return EXACT;
  if (sound.full.startsWith(packed) || sound.initials.startsWith(packed)) return PREFIX;
  if (plain && packed.length === 1) return NO;
  if (plain && sound.initials.includes(packed)) return WITHIN;
  return mixed(entry, sound, packed);
}

/** Whether the query is a row of syllables, each whole, shortened, or as its character: from the first on, or from a later one. */
function mixed(entry: Entry, sound: Sound, packed: string): number {
  const start = packed[0]!;
  const { initials } = sound;
  if (!initials.includes(start) && !entry.name.includes(start)) return NO;
  sound.syllables ??= syllablesOf(entry.name, sound.full, initials);
  for (let first = 0; first < sound.syllables.length; first++) {
    const { written, sound: said } = sound.syllables[first]!;
    if (said[0] !== start && written[0] !== start) continue;
    if (spells(sound.syllables, first, packed, new Set())) return first === 0 ? WITHIN : MIXED;
  }
  return NO;
}

/** @param dead what was tried in vain, so that time stays within syllables × letters */
function spells(syllables: Syllable[], i: number, asked: string, dead: Set<number>): boolean {
  if (asked === "") return true;
  const key = i * (LONGEST_QUERY + 1) + asked.length;
  if (i === syllables.length || dead.has(key)) return false;
  const { written, sound } = syllables[i]!;
  if (asked.startsWith(written) && spells(syllables, i + 1, asked.slice(written.length), dead)) return true;
  let same = 0;
  while (same < sound.length && sound[same] === asked[same]) same++;
  for (; same > 0; same--) if (spells(syllables, i + 1, asked.slice(same), dead)) return true;
  dead.add(key);
  return false;
}

/** A Chinese character and how it sounds, or a run of letters and digits, which sounds as it is written. */
export interface Syllable {
  written: string;
  sound: string;
}

/** What sounds how in a folded name: "上海x1", "shanghaix1", "shx" → 上 shang, 海 hai, x1 x1. All in one where they do not fit. */
export function syllablesOf(name: string, full: string, initials: string): Syllable[] {
  const parts = name.match(/\p{Script=Han}|\P{Script=Han}+/gu) ?? [];
  const runs = parts.map((part) => (HAN.test(part) ? part : part.replace(/[^a-z0-9]+/g, ""))).filter((run) => run !== "");
  const dead = new Set<number>();
  const split = (at: number, i: number): Syllable[] | null => {
    if (i === runs.length) return at === full.length ? [] : null;
    const key = at * (runs.length + 1) + i;
    if (dead.has(key) || full[at] !== initials[i]) return null;
    const written = runs[i]!;
    const latin = !HAN.test(written);
    for (let end = latin ? at + written.length : Math.min(full.length, at + LONGEST_SYLLABLE); end > at; end--) {
      const sound = full.slice(at, end);
      const rest = (latin ? sound === written : PINYIN.test(sound)) ? split(end, i + 1) : null;
      if (rest) return [{ written, sound }, ...rest];
      if (latin) break;
    }
    dead.add(key);
    return null;
  };
  return split(0, 0) ?? [{ written: name, sound: full }];
}

function lettersOf(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i) - 97;
    bits |= letter >= 0 && letter < 26 ? 1 << letter : 1 << 26;
  }
  return bits;
}

/** The first of what was found, sorted by rank, entities before events and claims where only sound or a part matched, links, length, IRI. */
function best(found: Found[], most: number): Found[] {
  const order = (a: Found, b: Found) =>
    a.rank - b.rank ||
    Number(a.node.type === "Claim") - Number(b.node.type === "Claim") ||
    b.node.links - a.node.links ||
    a.node.name.length - b.node.name.length ||
    (a.node.id < b.node.id ? -1 : 1);
  const kept: Found[] = [];
  for (const one of found) {
    if (kept.length === most && order(one, kept[most - 1]!) >= 0) continue;
    let at = kept.length;
    while (at > 0 && order(one, kept[at - 1]!) < 0) at--;
    kept.splice(at, 0, one);
    kept.length = Math.min(kept.length, most);
  }
  return kept;
}
