import assert from "node:assert/strict";
import { test } from "node:test";
import { kindsOf, paragraphsOf, spansOf } from "../src/explorer/marks.ts";
import type { Span } from "../src/explorer/marks.ts";
import type { Fact } from "../src/explorer/model.ts";
import { graph, TEXTS } from "./invented.ts";

const fact = (id: string, kind = "post") => ({ id, kind }) as Fact;
const span = (start: number, end: number, id: string, kind?: string): Span => ({ start, end, fact: fact(id, kind) });
const shown = (text: string, spans: Span[]) =>
  paragraphsOf(text, spans).map((p) =>
    p.stretches
      .map((s) => text.slice(s.start, s.end) + (s.spans.length ? `<${s.spans.map((x) => x.fact.id).join("")}>` : ""))
      .join("|"),
  );

test("marks that overlap are split where one begins or ends, the shortest first", () => {
  assert.deepEqual(shown("甲乙丙丁戊己", [span(1, 4, "a"), span(3, 5, "b"), span(0, 6, "c")]), [
    "甲<c>|乙丙<ac>|丁<bac>|戊<bc>|己<c>",
  ]);
  assert.deepEqual(shown("甲乙丙", [span(0, 3, "a"), span(0, 3, "b")]), ["甲乙丙<ab>"]);
});

test("marks go over the ends of paragraphs, and blank lines make none", () => {
  assert.deepEqual(shown("甲乙\n\n　　丙丁 \n戊", [span(1, 7, "a"), span(7, 9, "b")]), ["甲|乙<a>", "丙<a>|丁<b>", "戊"]);
});

test("paragraphs together have all of the text but blanks at their ends", () => {
  const text = "一\n二三\n\n　四 五\n";
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) {
      const of = paragraphsOf(text, [span(start, end, "a"), span(0, 3, "b")]);
      assert.equal(of.map((p) => p.stretches.map((s) => text.slice(s.start, s.end)).join("")).join("\n"), "一\n二三\n四 五");
      const marked = of
        .flatMap((p) => p.stretches.filter((s) => s.spans.some((x) => x.fact.id === "a")))
        .map((s) => text.slice(s.start, s.end));
      assert.equal(marked.join("").replace(/\s/g, ""), text.slice(start, end).replace(/\s/g, ""));
    }
  }
});

test("every fact of an article is found in it, in the order of the text", () => {
  const { model } = graph();
  const [first, second] = [...model.articles.values()];
  const spans = spansOf(TEXTS[0]!, first!, model.facts.values());
  assert.deepEqual(
    spans.map((s) => s.fact.kind),
    ["event", "post", "claim", "relation", "relation", "relation"],
  );
  assert.ok(spans.every((s, i) => i === 0 || spans[i - 1]!.start <= s.start));
  assert.deepEqual(kindsOf(spans), ["event", "post", "claim", "relation"]);
  assert.equal(spansOf(TEXTS[1]!, second!, model.facts.values()).length, 6);
});

test("a long article with many marks is cut in a moment", () => {
  const text = ("字".repeat(99) + "\n").repeat(200);
  const spans = Array.from({ length: 400 }, (_, i) => span(i * 49, i * 49 + 70, `f${i}`));
  const start = performance.now();
  paragraphsOf(text, spans);
  assert.ok(performance.now() - start < 100);
});
