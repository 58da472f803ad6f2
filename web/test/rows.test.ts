import assert from "node:assert/strict";
import { test } from "node:test";
import type { Model, Node } from "../src/explorer/model.ts";
import { arranged, csv, factSheet, factsSeen, harmless, nodeSheet, tsv, type Row, type Sheet } from "../src/explorer/rows.ts";
import { switched } from "../src/explorer/legend.ts";
import { START } from "../src/explorer/state.ts";
import { Words } from "../src/explorer/words.ts";
import { invented } from "./rows.model.ts";

const model: Model = invented();
const words = new Words(0);
words.terms = model.terms;

test("nodes are rows, the best connected first, with what is seen of them", () => {
  const { rows } = nodeSheet(model, START, words);
  assert.equal(rows.length, model.nodes.size);
  assert.deepEqual(rows[0]!.cells.slice(0, 5), ["星桥科技", "公司", 3, 9, 2]);
});

test("what is filtered out is in no row", () => {
  const rows = nodeSheet(model, { ...START, withoutTypes: ["Person"] }, words).rows;
  assert.ok(rows.every((row) => row.cells[1] !== "人物"));
  assert.equal(rows[0]!.cells[2], 2);
});

test("facts say who, what and whom, the newest first", () => {
  const { rows } = factSheet(factsSeen(model, START), words);
  assert.deepEqual(rows.map((row) => row.cells.slice(0, 3)), [
    ["星桥科技融资", "融资", "星桥科技"],
    ["林晓舟", "首席执行官", "星桥科技"],
    ["星桥科技", "出品", "云帆手机"],
  ]);
  assert.deepEqual(rows.map((row) => row.cells[5]), [90, 80, ""]);
});

test("a query leaves the rows that hold all its words", () => {
  const sheet = nodeSheet(model, START, words);
  assert.deepEqual(arranged(sheet, "星桥 公司", null, false).map((row) => row.cells[0]), ["星桥科技"]);
  assert.equal(arranged(sheet, "无此", null, false).length, 0);
});

test("numbers sort by size, text by pinyin, what is empty comes last either way", () => {
  const sheet: Sheet = { columns: [{ word: "a" }, { word: "b" }], rows: [["张", 10], ["", 9], ["安", 100]].map((cells) => ({ of: {} as Node, cells })) };
  const first = (column: number, descending: boolean) => arranged(sheet, "", column, descending).map((row) => row.cells[0]);
  assert.deepEqual(first(0, false), ["安", "张", ""]);
  assert.deepEqual(first(0, true), ["张", "安", ""]);
  assert.deepEqual(first(1, true), ["安", "张", ""]);
});

for (const formula of ["=1+1", "+1", "-2", "@SUM(A1)", "\tx", "\r=1"]) {
  test(`${JSON.stringify(formula)} is no formula for a spreadsheet`, () => assert.equal(harmless(formula), `'${formula}`));
}

test("plain text and numbers stay as they are", () => {
  assert.deepEqual([harmless("a=b"), harmless(-3), harmless("")], ["a=b", "-3", ""]);
});

test("cells with commas, quotes and lines are quoted; of a clipboard's cell the lines become spaces", () => {
  const rows: Row[] = [{ of: {} as Node, cells: ['他说"好", =1', "a\nb\tc", 7] }];
  assert.equal(csv(["x", "y", "z"], rows), 'x,y,z\r\n"他说""好"", =1","a\nb\tc",7\r\n');
  assert.equal(tsv(["x", "y", "z"], rows), 'x\ty\tz\n他说"好", =1\ta b c\t7');
});

test("ten thousand rows are sorted and found in a moment", () => {
  const rows = Array.from({ length: 10_000 }, (_, i): Row => ({ of: {} as Node, cells: [`星桥${(i * 7919) % 10_000}号`, i % 100] }));
  const sheet = { columns: [{ word: "a" }, { word: "b" }], rows };
  const time = (run: () => void) => {
    const start = performance.now();
    run();
    return performance.now() - start;
  };
  const [byName, byNumber, found] = [() => arranged(sheet, "", 0, false), () => arranged(sheet, "", 1, true), () => arranged(sheet, "99", null, false)].map(time);
  console.log(`by name ${byName!.toFixed(0)} ms, by number ${byNumber!.toFixed(0)} ms, found ${found!.toFixed(0)} ms`);
  assert.ok(byName! < 1500 && byNumber! < 300 && found! < 300);
});

test("a click leaves a row out and lets it in; alone it leaves all others out, and once more lets all in", () => {
  const all = ["a", "b", "c"];
  assert.deepEqual(switched([], "a", all, false), ["a"]);
  assert.deepEqual(switched(["a"], "a", all, false), []);
  assert.deepEqual(switched(["a"], "a", all, true), ["b", "c"]);
  assert.deepEqual(switched(["b", "c"], "a", all, true), []);
});
