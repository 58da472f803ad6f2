import assert from "node:assert/strict";
import { test } from "node:test";
import { AROUND, cut, place, Room, Widths, type Placed, type Wanted } from "../src/explorer/labels.ts";

const label = (text: string, x: number, y: number, more: Partial<Wanted> = {}): Wanted => ({ text, x, y, radius: 4, size: 12, bold: false, sides: AROUND, must: false, ...more });
const widthOf = (l: Wanted) => l.text.length * 12;

/** A sequence of numbers from 0 to 1 that is the same each time. */
function* numbers(): Generator<number, never> {
  for (let n = 7; ; n = (n * 48271) % 2147483647) yield n / 2147483647;
}

function crowd(count: number, shift = 0): Wanted[] {
  const next = numbers();
  return Array.from({ length: count }, (_, i) => label(`名称${i}`, 900 * next.next().value + shift, 600 * next.next().value));
}

const overlap = (a: Placed, b: Placed) => a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < 12;

test("no label lies on another, and the first come first", () => {
  const placed = place(crowd(800), new Room(-300, -300, 1600, 1200), widthOf);
  assert.ok(placed.length > 80 && placed.length < 800);
  for (const [i, a] of placed.entries()) for (const b of placed.slice(i + 1)) assert.ok(!overlap(a, b), `${a.of.text} ${b.of.text}`);
  assert.equal(placed[0]!.of.text, "名称0");
});

test("moving the picture changes none of what is placed", () => {
  const placed = place(crowd(800), new Room(-300, -300, 1600, 1200), widthOf);
  for (const shift of [1, 2, 3, 17.3]) {
    const moved = place(crowd(800), new Room(-300 + shift, -300 - shift, 1600, 1200), widthOf);
    assert.deepEqual(moved.map((p) => [p.of.text, p.x, p.y]), placed.map((p) => [p.of.text, p.x, p.y]));
  }
});

test("a label takes another side where the first is taken, and its place even where none is free if it must", () => {
  const room = new Room(0, 0, 400, 200);
  room.take(110, 90, 200, 110);
  const [left] = place([label("左", 100, 100)], room, widthOf);
  assert.ok(left!.x + left!.width < 100);
  room.take(0, 0, 400, 200);
  assert.deepEqual(place([label("无", 100, 100)], room, widthOf), []);
  assert.equal(place([label("必", 100, 100, { must: true })], room, widthOf).length, 1);
});

test("a label is rather put where it is seen whole", () => {
  const at = (ends?: [number, number]) => place([label("很长的名称", 180, 50)], new Room(-100, 0, 500, 200), widthOf, undefined, ends)[0]!.x;
  assert.ok(at() > 180);
  assert.ok(at([0, 200]) < 180);
});

test("no more than asked for", () => assert.equal(place(crowd(800), new Room(-300, -300, 1600, 1200), widthOf, 10).length, 10));

test("long names are cut where they are wide", () => {
  assert.equal(cut("星桥科技", 8), "星桥科技");
  assert.equal(cut("星桥科技集团", 8), "星桥科技…");
  assert.equal(cut("Starbridge Technology", 10), "Starbridge…");
  assert.equal(cut("𠮷野家", 2), "𠮷…", "a character of two units is not torn apart");
});

test("a text is measured once for each font", () => {
  let measured = 0;
  const widths = new Widths((text) => ((measured += 1), text.length));
  for (const font of ["a", "b", "a"]) assert.equal(widths.of("星桥", font), 2);
  assert.equal(measured, 2);
});
