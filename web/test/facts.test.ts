import assert from "node:assert/strict";
import { test } from "node:test";
import { dateText } from "../src/explorer/datetext.ts";
import { cutEnd, cutStart, locate, passagesOf, sentenceAround } from "../src/explorer/facts.ts";
import { amountText } from "../src/explorer/factview.ts";
import type { Passage } from "../src/explorer/facts.ts";
import type { Article, Quote } from "../src/explorer/model.ts";
import { partsOf } from "../src/explorer/parts.ts";
import { Words } from "../src/explorer/words.ts";
import { graph } from "./invented.ts";

const ARTICLE: Article = { id: "a", headline: "", url: "", date: "", publisher: "" };
const words = (text: string, exact: string, from = 0): Quote => {
  const start = text.indexOf(exact, from);
  assert.ok(start >= 0, `${exact} is not in the text`);
  return { article: ARTICLE, start, end: start + exact.length, exact: "", before: "", after: "" };
};
const sentence = (text: string, exact: string) => {
  const { start, end } = words(text, exact);
  return text.slice(...sentenceAround(text, start, end));
};
const told = (passage: Passage) => passage.pieces.map((p) => (p.quote ? `[${p.text}]` : p.text)).join("");

test("a Chinese sentence ends at its stop, and its closing quotation mark belongs to it", () => {
  const text = "前一句。林晓舟说：“我们很好。”后一句！最后？";
  assert.equal(sentence(text, "林晓舟"), "林晓舟说：“我们很好。”");
  assert.equal(sentence(text, "我们很好"), "林晓舟说：“我们很好。”");
  assert.equal(sentence(text, "我们很好。"), "林晓舟说：“我们很好。”");
  assert.equal(sentence(text, "后一句"), "后一句！");
  assert.equal(sentence(text, "最后"), "最后？");
});

test("a stop within brackets of a title, or before a comma, ends nothing", () => {
  assert.equal(sentence("他写了《谁赢了？》一书。完。", "一书"), "他写了《谁赢了？》一书。");
  assert.equal(sentence("“好吗？”，他问道。完。", "他问道"), "“好吗？”，他问道。");
  assert.equal(sentence("什么？！真的。", "什么"), "什么？！");
});

test("a line ends a sentence, and words may go over it", () => {
  assert.equal(sentence("标题没有句号\n　　正文第一句。", "标题"), "标题没有句号");
  assert.equal(sentence("标题没有句号\n　　正文第一句。", "正文"), "正文第一句。");
  assert.equal(sentence("甲一句。乙\n丙。丁。", "乙\n丙"), "乙\n丙。");
});

test("a Western sentence ends at a stop, not at an abbreviation, an initial, or within a number", () => {
  const text = "Early words. Starbridge Inc. said U.S. sales rose 3.5 percent. Mr. J. Lin agreed. Done";
  assert.equal(sentence(text, "sales"), "Starbridge Inc. said U.S. sales rose 3.5 percent.");
  assert.equal(sentence(text, "agreed"), "Mr. J. Lin agreed.");
  assert.equal(sentence(text, "Done"), "Done");
  assert.equal(sentence('He left. "We are fine." She stayed.', "fine"), '"We are fine."');
  assert.equal(sentence('他走了。"我们很好。"她留下。', "我们"), '"我们很好。"');
});

test("a quote is marked letter for letter in its sentence", () => {
  const text = "昨天下雨。星桥科技今年营收为5亿元，同比增长三成。明天再说。";
  const [passage] = passagesOf([words(text, "营收为5亿元")], () => text);
  assert.equal(told(passage!), "星桥科技今年[营收为5亿元]，同比增长三成。");
});

test("the parts of one statement stand in one passage, in the order of the text", () => {
  const text = "林晓舟表示，“今年会更好。明年也是。”散会。";
  const said = words(text, "今年会更好。明年也是。");
  const who = words(text, "林晓舟表示");
  const passages = passagesOf([said, who], () => text);
  assert.equal(passages.length, 1);
  assert.equal(told(passages[0]!), "[林晓舟表示]，“[今年会更好。明年也是。]”");
});

test("quotes far from each other make passages of their own, in the order of the evidence", () => {
  const text = "甲公司成立。" + "无关的话。".repeat(5) + "乙公司成立。";
  const passages = passagesOf([words(text, "乙公司"), words(text, "甲公司")], () => text);
  assert.deepEqual(passages.map(told), ["[乙公司]成立。", "[甲公司]成立。"]);
});

test("words that are in the passage already are not marked twice", () => {
  const text = "营业利润2亿元，净利润1亿元。";
  const passages = passagesOf([words(text, "净利润1亿元"), words(text, "营业利润2亿元，净利润1亿元")], () => text);
  assert.deepEqual(passages.map(told), ["营业利润2亿元，[净利润1亿元]。"]);
  assert.equal(passages[0]!.quotes.length, 2);
});

test("long sentences are cut around the words, never within them", () => {
  const before = "长".repeat(70) + "，" + "句".repeat(85);
  const exact = "要紧的话" + "很长".repeat(100);
  const text = before + exact + "，后面的" + "话".repeat(300) + "。";
  const [passage] = passagesOf([words(text, exact)], () => text);
  assert.equal(passage!.pieces[0]!.text, "…" + "句".repeat(85));
  assert.equal(passage!.pieces[1]!.text, exact);
  assert.ok(passage!.pieces[2]!.text.endsWith("…") && passage!.pieces[2]!.text.length <= 91);
  assert.equal(cutStart("😀".repeat(50), 51).codePointAt(1), 0x1f600);
  assert.ok(!/[\ud800-\udbff]…/.test(cutEnd("😀".repeat(50), 51)));
});

test("every mark equals its words, wherever they are cut from", () => {
  const text = '“甲。”乙说，丙😀。\n\n丁！“戊？”己……庚。A. B said "C." D 3.5 E.';
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) {
      const quote: Quote = { article: ARTICLE, start, end, exact: "", before: "", after: "" };
      const pieces = passagesOf([quote], () => text)[0]!.pieces;
      assert.equal(
        pieces
          .filter((p) => p.quote)
          .map((p) => p.text)
          .join(),
        text.slice(start, end),
      );
      assert.ok(text.includes(pieces.map((p) => p.text).join("")));
    }
  }
});

test("evidence without a text shows what it keeps, trimmed to the sentence", () => {
  const quote: Quote = {
    article: ARTICLE,
    start: -1,
    end: -1,
    exact: "净利润1亿元",
    before: "前一句。公司",
    after: "，好于预期。后",
  };
  assert.equal(told(passagesOf([quote], () => null)[0]!), "公司[净利润1亿元]，好于预期。");
  const cut = { ...quote, before: "很长的话".repeat(8), after: "又是很长的话".repeat(6) };
  assert.equal(told(passagesOf([cut], () => null)[0]!), `…${cut.before}[净利润1亿元]${cut.after}…`);
});

test("evidence that keeps its words is found in a text by them and what stands around them", () => {
  const text = "甲说好。乙说好。丙说好。";
  const quote: Quote = { article: ARTICLE, start: -1, end: -1, exact: "说好", before: "乙", after: "。丙" };
  assert.deepEqual(locate(text, quote), [5, 7]);
  assert.deepEqual(locate(text, { ...quote, before: "别处" }), [1, 3]);
  assert.equal(locate(text, { ...quote, exact: "没有" }), null);
  assert.equal(locate("短", { ...quote, start: 0, end: 9 }), null);
});

test("dates are told as precisely as they are known", () => {
  const cases: [string, string, string][] = [
    ["2026", "2026年", "2026"],
    ["2026-03", "2026年3月", "Mar 2026"],
    ["2026-03-05", "2026年3月5日", "5 Mar 2026"],
    ["2025-Q4", "2025年四季度", "Q4 2025"],
    ["2026-H1", "2026年上半年", "H1 2026"],
    ["2026-01-26/2026-01-30", "2026年1月26日–30日", "26–30 Jan 2026"],
    ["2026-01-26/2026-02-03", "2026年1月26日–2月3日", "26 Jan – 3 Feb 2026"],
    ["2024/2026", "2024年 – 2026年", "2024 – 2026"],
    ["2020/..", "2020年起", "since 2020"],
    ["../2023-05", "至2023年5月", "until May 2023"],
    ["2026-13", "2026-13", "2026-13"],
    ["someday", "someday", "someday"],
  ];
  for (const [iso, zh, en] of cases) assert.deepEqual([dateText(iso, 0), dateText(iso, 1)], [zh, en]);
});

test("a node's facts stand where they are looked for", () => {
  const { model, node } = graph();
  const parts = partsOf(node("星桥科技"));
  assert.deepEqual(
    parts.posts.map((t) => [t.detail.title, t.detail.former ?? false, t.facts.length]),
    [
      ["首席执行官", false, 2],
      ["总裁", true, 1],
    ],
  );
  assert.deepEqual(
    parts.events.map((t) => t.fact.date),
    ["2026-03", "2025"],
  );
  assert.equal(parts.said.length, 1);
  assert.equal(parts.about.length, 1);
  assert.deepEqual(
    parts.relations.map((r) => [r.type, r.outward, r.told.length]),
    [
      ["competitorOf", true, 2],
      ["investorIn", false, 1],
    ],
  );
  assert.equal(partsOf(node("林晓舟")).said.length, 1);
  assert.equal(parts.own, null);
  const event = [...model.nodes.values()].find((n) => n.type === "Event" && n.fact)!;
  assert.equal(partsOf(event).own!.fact, event.fact);
  assert.equal(partsOf(event).events.length, 0);
  assert.equal(partsOf(node("星桥科技"), (f) => f.kind !== "post").posts.length, 0);
});

test("an amount is told with the article's own word for its bound", () => {
  const words = new Words(0);
  words.terms = { bounds: { LessThan: ["不足", "less than"], MoreThan: ["超过", "more than"] } };
  const near = { zh: "< 5000万 元", en: "< 50m CNY", written: "近 5000 万元", bound: "LessThan" };
  assert.equal(amountText(words, near), "近5000万元");
  assert.equal(amountText(words, { ...near, written: "不到五千万元" }), "不到5000万元");
  assert.equal(amountText(words, { zh: "> 400 人", en: "> 400 人", written: "400多人", bound: "MoreThan" }), "超过400人");
  assert.equal(amountText(words, { zh: "-5%", en: "-5%", written: "-5%" }), "-5%");
  words.switch(1);
  assert.equal(amountText(words, near), "less than 50m CNY");
});
