import assert from "node:assert/strict";
import { rowWindow, scrollTopFor } from "./row_window.ts";

Deno.test("of few rows all are drawn, of many those in sight and some around them", () => {
  const few = rowWindow({ count: 5, rowPx: 36, viewPx: 720 }, 0);
  assert.deepEqual([few.first, few.last, few.heightPx, few.topOf(4)], [0, 5, 180, 144]);
  const many = rowWindow({ count: 10_000, rowPx: 36, viewPx: 720 }, 36_000);
  assert.deepEqual([many.first, many.last, many.heightPx, many.topOf(1_000)], [988, 1_032, 360_000, 36_000]);
});

Deno.test("of a million rows each can be reached, and none stands where a browser cannot draw", () => {
  const space = { count: 1_000_000, rowPx: 36, viewPx: 700 };
  for (const index of [0, 1, 499_999, 999_998, 999_999]) {
    const scrollTop = scrollTopFor(space, index, 4_000_000);
    const { first, last, heightPx, topOf } = rowWindow(space, scrollTop, 0);
    assert.ok(index >= first && index < last, `row ${index} is not among ${first} to ${last}`);
    assert.ok(topOf(index) >= scrollTop - 1e-3 && topOf(index) + 36 <= scrollTop + 700 + 1e-3, `row ${index}`);
    assert.ok(scrollTop >= 0 && scrollTop <= heightPx - 700 && heightPx <= 8_000_000);
  }
  const end = rowWindow(space, 8_000_000);
  assert.equal(end.last, 1_000_000);
  assert.equal(Math.round(end.topOf(1_000_000)), 8_000_000);
});

Deno.test("a row that is in sight is not scrolled to", () => {
  const space = { count: 10_000, rowPx: 36, viewPx: 720 };
  assert.equal(scrollTopFor(space, 1_005, 36_000), 36_000);
  assert.equal(scrollTopFor(space, 999, 36_000), 999 * 36);
  assert.equal(scrollTopFor(space, 1_020, 36_000), 1_021 * 36 - 720);
});
