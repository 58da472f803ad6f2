import assert from "node:assert/strict";
import { test } from "node:test";
import type { Fact, Node, Quote } from "../src/explorer/model.ts";
import type { Sheet } from "../src/explorer/rows.ts";
import { wholeFacts, wholeNodes } from "../src/explorer/sheets.ts";

const article = { id: "a", headline: "星桥科技的一年", url: "https://example.org/1", date: "2026-01-02", publisher: "晨报" };
const quote = (exact: string): Quote => ({ article, start: -1, end: -1, exact, before: "", after: "" });
const WORDS = "公司今年会把一半以上的研发经费用在新一代云帆手机的芯片和软件上";
const speaker = { name: "林晓舟" } as Node;
const claim = { id: "c", kind: "claim", articles: [article], detail: { evidence: [quote(WORDS), quote("林晓舟表示")], verb: "表示", speaker } } as unknown as Fact;
const wordsOf = (q: Quote) => q.exact;

test("a file tells a claim in its whole words, with its evidence and where it was published", () => {
  const sheet: Sheet = { columns: [{ word: "table.subject" }, { word: "table.object" }], rows: [{ of: claim, cells: ["林晓舟", `${WORDS.slice(0, 25)}…`] }] };
  const { columns, rows } = wholeFacts(sheet, wordsOf);
  assert.deepEqual(rows[0]!.cells, ["林晓舟", WORDS, `${WORDS} | 林晓舟表示`, "星桥科技的一年", "https://example.org/1", "2026-01-02", "晨报"]);
  assert.equal(columns.length, rows[0]!.cells.length);
});

test("words that a claim keeps itself come before its evidence", () => {
  const kept = { ...claim, detail: { ...claim.detail, text: "其他的话" } } as Fact;
  const { rows } = wholeFacts({ columns: [{ word: "table.object" }], rows: [{ of: kept, cells: ["其…"] }] }, wordsOf);
  assert.equal(rows[0]!.cells[0], "其他的话");
});

test("words that hold the verb and are all the evidence are not taken for who says them", () => {
  const alone = { ...claim, detail: { ...claim.detail, evidence: [quote("他表示同意")] } } as Fact;
  const { rows } = wholeFacts({ columns: [{ word: "table.object" }], rows: [{ of: alone, cells: ["他…"] }] }, wordsOf);
  assert.equal(rows[0]!.cells[0], "他表示同意");
});

test("a claim without its details keeps what the screen shows", () => {
  const bare = { ...claim, detail: null } as Fact;
  const { rows } = wholeFacts({ columns: [{ word: "table.object" }], rows: [{ of: bare, cells: ["公司…"] }] }, wordsOf);
  assert.equal(rows[0]!.cells[0], "公司…");
});

test("nodes of claims tell their speaker and publisher, others neither", () => {
  const rows = [
    { of: { fact: claim, edges: [] } as unknown as Node, cells: ["公司…", "说法"] },
    { of: { fact: null, edges: [] } as unknown as Node, cells: ["星桥科技", "公司"] },
  ];
  assert.deepEqual(
    wholeNodes({ columns: [{ word: "table.name" }, { word: "table.type" }], rows }, wordsOf).rows.map((row) => row.cells),
    [[WORDS, "说法", "林晓舟", "晨报"], ["星桥科技", "公司", "", ""]],
  );
});
