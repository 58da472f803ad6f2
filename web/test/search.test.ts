import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bundle } from "../src/explorer/bundle.ts";
import { Model } from "../src/explorer/model.ts";
import { EXACT, headlines, MIXED, Names, PREFIX, syllablesOf, WITHIN, WORD } from "../src/explorer/search.ts";

type Row = [name: string, sound: string, aliases?: string[] | undefined, links?: number, type?: number];

function modelOf(rows: Row[], headlinesOf: string[] = []): Model {
  const column = <T>(pick: (row: Row, i: number) => T) => rows.map(pick);
  const bundle: Bundle = {
    version: 2,
    base: "https://example.org/",
    title: "",
    nodeTypes: ["Company", "Person", "Claim"],
    factKinds: [],
    edgeKinds: [],
    nodes: {
      id: column((_, i) => `~${i}`),
      type: column((r) => r[4] ?? 0),
      name: column((r) => r[0]),
      sound: column((r) => r[1]),
      aliases: rows.flatMap((r, i) => (r[2] ? [[i, r[2]] as const] : [])),
      articles: column(() => 1),
      links: column((r) => r[3] ?? 1),
      x: null,
      y: null,
      community: column(() => -1),
      fact: [],
    },
    facts: { id: [], kind: [], date: [], confidence: [], articles: [] },
    edges: { source: [], target: [], kind: [], fact: [], title: [] },
    articles: {
      id: headlinesOf.map((_, i) => `~a${i}`),
      headline: headlinesOf,
      url: headlinesOf.map(() => ""),
      date: headlinesOf.map((_, i) => `2026-01-0${i + 1}`),
      publisher: headlinesOf.map(() => ""),
    },
    communities: [],
    contradicts: [],
    corroborates: [],
    terms: {},
    totals: { nodes: rows.length, edges: 0, facts: 0, articles: 0 },
  };
  const model = new Model();
  model.add(bundle);
  return model;
}

const MODEL = modelOf([
  ["星桥科技", "xingqiaokeji xqkj", ["XingQiao", "星橋科技"], 9],
  ["林晓舟", "linxiaozhou lxz", undefined, 4, 1],
  ["上海云帆", "shanghaiyunfan shyf", undefined, 3],
  ["云帆", "yunfan yf", undefined, 2],
  ["Nova Alpha", "", ["诺娃"], 1],
  ["Betaalpha", "", undefined, 1],
  ["TCP芯片", "tcpxinpian txp", undefined, 1],
  ["星桥科技称营收增长", "xingqiaokejichengyingshouzengzhang xqkjcyszz", undefined, 20, 2],
]);
const names = new Names(MODEL);
const found = (query: string) => names.find(query, 10).map((f) => f.node.name);
const first = (query: string) => names.find(query, 10)[0];

for (const [query, name, rank] of [
  ["星桥科技", "星桥科技", EXACT],
  ["星桥", "星桥科技", PREFIX],
  ["xingqiaokeji", "星桥科技", EXACT],
  ["xing qiao ke ji", "星桥科技", EXACT],
  ["xingq", "星桥科技", PREFIX],
  ["xqkj", "星桥科技", EXACT],
  ["xq", "星桥科技", PREFIX],
  ["xingqkj", "星桥科技", WITHIN],
  ["xqiaokeji", "星桥科技", WITHIN],
  ["星q", "星桥科技", WITHIN],
  ["xing桥", "星桥科技", WITHIN],
  ["科技", "星桥科技", WITHIN],
  ["keji", "星桥科技", MIXED],
  ["qkj", "星桥科技", WITHIN],
  ["yunfan", "云帆", EXACT],
  ["LXZ", "林晓舟", EXACT],
  ["ｘｉｎｇ", "星桥科技", PREFIX],
  ["alpha", "Nova Alpha", WORD],
  ["tcpx", "TCP芯片", PREFIX],
  ["tcp芯", "TCP芯片", PREFIX],
  ["tcpxp", "TCP芯片", WITHIN],
] as const) {
  test(`${query} finds ${name}`, () => {
    assert.deepEqual([first(query)?.node.name, first(query)?.rank], [name, rank]);
  });
}

test("an alias tells that it was the alias: a traditional spelling, a Latin one", () => {
  assert.deepEqual([first("星橋")?.node.name, first("星橋")?.alias], ["星桥科技", "星橋科技"]);
  assert.equal(first("诺娃")?.alias, "诺娃");
  assert.equal(first("星桥")?.alias, "");
});

test("exact before the beginning before a word before the middle; then links", () => {
  assert.deepEqual(found("云帆"), ["云帆", "上海云帆"]);
  assert.deepEqual(found("alpha"), ["Nova Alpha", "Betaalpha"]);
  assert.deepEqual(found("星桥"), ["星桥科技", "星桥科技称营收增长"]);
});

test("words in any order, each somewhere", () => {
  assert.deepEqual(found("alpha nova"), ["Nova Alpha"]);
  assert.deepEqual(found("科技 增长"), ["星桥科技称营收增长"]);
});

for (const query of ["", "  ", "zzz", "快手", "((", "[", "\\", "\u0000", "xqkjx"]) {
  test(`${JSON.stringify(query)} finds nothing`, () => assert.deepEqual(found(query), []));
}

test("a name without Chinese has no sound", () => {
  assert.deepEqual(found("nalpha"), []);
});

test("what the model gains is found", () => {
  const model = modelOf([["云帆", "yunfan yf"]]);
  const grown = new Names(model);
  assert.equal(grown.find("云帆", 5).length, 1);
  model.nodes.set("x", { ...model.nodes.get("https://example.org/0")!, id: "x", name: "远山", sound: "yuanshan ys" });
  assert.equal(grown.find("远山", 5).length, 1);
  assert.equal(grown.find("ys", 5).length, 1);
});

test("before anything is asked for, the best linked entities", () => {
  assert.deepEqual(names.most(2).length, 2);
});

test("headlines, the newest first", () => {
  const model = modelOf([], ["星桥融资", "无关", "星桥上市"]);
  assert.deepEqual(headlines(model, "星桥", 5).map((a) => a.headline), ["星桥上市", "星桥融资"]);
});

for (const [name, full, initials, syllables] of [
  ["上海", "shanghai", "sh", "shang hai"],
  ["西安", "xian", "xa", "xi an"],
  ["先", "xian", "x", "xian"],
  ["方案", "fangan", "fa", "fang an"],
  ["反感", "fangan", "fg", "fan gan"],
  ["tcp芯片2号", "tcpxinpian2hao", "txp2h", "tcp xin pian 2 hao"],
  ["ab c·d芯", "abcdxin", "ax", "abcd xin"],
  ["不合", "different", "d", "different"],
] as const) {
  test(`${full} of ${name} is ${syllables}`, () => {
    assert.equal(syllablesOf(name, full, initials).map((s) => s.sound).join(" "), syllables);
  });
}

test("ten thousand names take less than 5 ms a key, hostile ones too", () => {
  const given = "星桥云帆远山青石长河明月东篱南浦北辰西岭".match(/../g)!;
  const said = "xingqiao yunfan yuanshan qingshi changhe mingyue dongli nanpu beichen xiling".split(" ");
  const rows = Array.from({ length: 10_000 }, (_, i): Row => {
    const [a, b, c] = [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100) % 10];
    const initials = [a, b, c].map((k) => said[k]!.match(/^./)![0] + "a").join("");
    return [`${given[a]}${given[b]}${given[c]}${i}`, `${said[a]}${said[b]}${said[c]}${i} ${initials}`, i % 3 ? undefined : [`别名${i}`], i % 50];
  });
  const many = new Names(modelOf(rows));
  let portions = 1;
  for (let left = 500; !many.grow(() => left-- > 0); portions++) left = 500;
  assert.ok(portions > 20);
  const typed = ["x", "xi", "xin", "xing", "xingq", "xingqy", "星", "星桥", "星桥y", "nnnnnnnnnnnnnnnn", "anananananananananan", "别名", "9999"];
  for (const query of typed) many.find(query, 12); // warm
  const times = typed.map((query) => {
    const runs = Array.from({ length: 5 }, () => {
      many.find("-", 1); // so that nothing was typed before
      const start = performance.now();
      many.find(query, 12);
      return performance.now() - start;
    });
    return Math.min(...runs);
  });
  console.log(typed.map((query, i) => `${query} ${times[i]!.toFixed(1)} ms`).join(", "));
  assert.ok(Math.max(...times) < 15, `slowest: ${Math.max(...times)} ms`); // three times the promise: others work here too
});
