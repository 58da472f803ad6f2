import assert from "node:assert/strict";
import { test } from "node:test";
import { fromHash, isStep, known, toHash, type Manner } from "../src/explorer/hash.ts";
import { Model } from "../src/explorer/model.ts";
import { START, type View } from "../src/explorer/state.ts";

const BASE = "https://w3id.org/newskg/id/";
const PLAIN: Manner = { language: null, theme: "auto" };
const FULL: View = {
  node: `${BASE}company/星桥`,
  fact: `${BASE}post/1a&b=c`,
  article: "https://example.org/文章?a=1,2#x",
  mark: `${BASE}claim/9`,
  hops: 2,
  expanded: [`${BASE}a`, `urn:x:a,b*c`],
  path: [`${BASE}a`, `${BASE}b`],
  withoutTypes: ["Claim", "Event"],
  withoutEdges: ["founderOf", "role"],
  withoutSources: ["财经·周报", "", "A & B, C=D%"],
  confidence: 85,
  from: "2024-02-29",
  to: "2026-12-31",
  pins: { [`${BASE}a`]: [12.5, -700], "urn:x:a,b*c": [0, 0.1] },
  open: [0, 17, -1],
  mode: "table",
  camera: [-120.5, 33, 0.7525],
};

test("a view that says everything comes back from its hash as it was", () => {
  const hash = toHash(FULL, { language: 1, theme: "dark" }, BASE);
  assert.deepEqual(fromHash(`#${hash}`, BASE), { view: FULL, manner: { language: 1, theme: "dark" } });
});

for (const key of Object.keys(FULL) as (keyof View)[]) {
  test(`${key} alone comes back`, () => {
    const view = { ...START, [key]: FULL[key] };
    assert.deepEqual(fromHash(toHash(view, PLAIN, BASE), BASE).view, view);
  });
}

test("the start has an empty hash, and an empty hash is the start", () => {
  assert.equal(toHash(START, PLAIN, BASE), "");
  assert.deepEqual(fromHash("", BASE), { view: START, manner: PLAIN });
  assert.deepEqual(fromHash("#", BASE).view, START);
});

test("the page's own choice of types differs from leaving out none", () => {
  const none = toHash({ ...START, withoutTypes: [] }, PLAIN, BASE);
  assert.deepEqual(fromHash(none, BASE).view.withoutTypes, []);
});

test("IRIs are short and can be read", () => {
  assert.equal(toHash({ ...START, node: `${BASE}company/ab12`, hops: 1 }, PLAIN, BASE), "node=~company/ab12&hops=1");
  assert.equal(toHash({ ...START, node: "https://example.org/a" }, PLAIN, ""), "node=https://example.org/a");
});

test("text that no URL can hold does no harm", () => {
  const hash = toHash({ ...START, withoutSources: ["a\ud800b"] }, PLAIN, BASE);
  assert.deepEqual(fromHash(hash, BASE).view.withoutSources, ["a\ufffdb"]);
});

for (const hash of [
  "#%E0%A4%A",
  "#node=%",
  "#=&&==&a",
  "#hops=7&mode=evil&sure=101&from=yesterday&to=2026-13-45",
  "#sure=-1&hops=1e0x",
  "#from=2026-02-30",
  "#at=1,2",
  "#at=1,2,0",
  "#at=NaN,1,1",
  "#at=1e300,1,1",
  "#at=,,",
  "#pins=a,a*b*c,a*1e99*0,a*1",
  "#open=-2,x,1.5",
  "#path=a",
  "#path=a,a",
  "#path=a,b,c",
  "#from=2026-02-01&to=2026-01-01",
  "#lang=xx&theme=purple",
  `#node=${"x".repeat(60_000)}`,
  "#__proto__=1&constructor=2&toString=3",
  "#just-a-heading",
]) {
  test(`a hash that is no view is the start: ${hash.slice(0, 40)}`, () => {
    assert.deepEqual(fromHash(hash, BASE), { view: START, manner: PLAIN });
  });
}

test("hostile names of pins touch no prototype", () => {
  const { view } = fromHash("#pins=__proto__*1*2", "");
  assert.deepEqual(Object.keys(view.pins), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(view.pins), Object.prototype);
  assert.deepEqual(known(view, new Model()).pins, {});
});

test("what the model does not know is left out", () => {
  const view = known(FULL, new Model());
  const { node, fact, article, mark, hops, expanded, path, pins, open } = view;
  assert.deepEqual([node, fact, article, mark, hops, expanded, path, pins, open], ["", "", "", "", 0, [], null, {}, [-1]]);
  assert.deepEqual(view.withoutTypes, FULL.withoutTypes);
});

test("the back button takes back what was chosen, not where the camera was", () => {
  assert.ok(isStep({ ...START, node: "a" }, START));
  assert.ok(isStep({ ...START, mode: "table" }, START));
  assert.ok(isStep({ ...START, expanded: ["a"] }, START));
  assert.ok(!isStep({ ...START, camera: [0, 0, 1], confidence: 3, pins: { a: [0, 0] } }, START));
  assert.ok(!isStep({ ...START, expanded: [] }, START));
});
