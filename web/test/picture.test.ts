import assert from "node:assert/strict";
import { test } from "node:test";
import { SvgSurface } from "../src/explorer/picture.ts";
import { outline } from "../src/explorer/shapes.ts";

test("what is drawn is written as paths and text, and hostile text stays text", () => {
  const on = new SvgSurface();
  on.font = '600 13px "PingFang SC", sans-serif';
  on.fillStyle = "#0072b2";
  on.beginPath();
  outline(on, "circle", 10, 20, 5);
  on.fill();
  on.beginPath();
  outline(on, "diamond", 30, 20, 5);
  on.stroke();
  on.fillText('</text><script>alert(1)</script>&"\u0000', 1, 2);
  const file = on.file(200, -10, 100, "<title>");
  assert.match(file, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="200" height="110" viewBox="0 -10 200 110"><title>&lt;title&gt;<\/title>/);
  assert.match(file, /<path d="M15 20A5 5 0 1 1 5 20A5 5 0 1 1 15 20" fill="#0072b2"\/>/);
  assert.match(file, /font-family="&quot;PingFang SC&quot;, sans-serif" font-size="13" font-weight="600"/);
  assert.ok(file.includes("&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"));
  assert.ok(!file.includes("<script") && !file.includes("\u0000"));
  assert.ok(!/url\(|href|@import/.test(file), "nothing is fetched");
});
