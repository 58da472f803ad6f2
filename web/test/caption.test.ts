import assert from "node:assert/strict";
import { test } from "node:test";
import { CANVAS_WORDS } from "../src/explorer/canvaswords.ts";
import { filtersOf } from "../src/explorer/caption.ts";
import { SHELL_WORDS } from "../src/explorer/shellwords.ts";
import { START } from "../src/explorer/state.ts";
import { Words } from "../src/explorer/words.ts";

const words = new Words(1);
words.add(CANVAS_WORDS);
words.add(SHELL_WORDS);
words.terms = { types: { Claim: ["言论", "Claim"] } };

test("a picture tells what the reader has left out", () => {
  assert.equal(filtersOf(START, words), "");
  assert.equal(filtersOf({ ...START, withoutTypes: ["Claim"], withoutSources: [""], confidence: 60 }, words), "Left out: Claim, No source named · confidence at least 60%");
  assert.match(filtersOf({ ...START, from: "2026-01-02" }, words), /^Time: since .*2026/);
  assert.match(filtersOf({ ...START, from: "2026-01-02", to: "2026-03-04" }, words), /^Time: .*2026/);
});
