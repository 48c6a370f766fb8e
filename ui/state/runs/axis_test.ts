import assert from "node:assert/strict";
import { layAxis, ticks } from "./axis.ts";

const DAY = 86_400_000;

Deno.test("to scale, time lies evenly and nothing lies outside", () => {
  const axis = layAxis(1_000, 2_000, [], "scale");
  assert.deepEqual([500, 1_000, 1_250, 2_000, 9_000].map(axis.at), [0, 0, 25, 100, 100]);
  assert.deepEqual(axis.ticks, [{ ms: 500, percent: 50 }]);
});

Deno.test("with waits shortened, milliseconds beside thirty days are still seen, in their order", () => {
  const axis = layAxis(0, 30 * DAY + 20, [5, 10, 30 * DAY + 10], "short");
  const places = [0, 5, 10, 30 * DAY + 10, 30 * DAY + 20].map(axis.at);
  for (let index = 1; index < places.length; index++) {
    assert.ok(places[index]! - places[index - 1]! > 5, `${places}`);
  }
  assert.equal(places.at(-1), 100);
  // Within a stretch it goes on evenly.
  assert.ok(Math.abs(axis.at(15 * DAY) - (places[2]! + places[3]!) / 2) < 1);
});

Deno.test("thousands of moments and a run of no time at all have finite places", () => {
  const many = Array.from({ length: 50_000 }, (_, n) => n);
  const axis = layAxis(0, 50_000, many, "short");
  assert.ok(axis.ticks.length <= 8);
  assert.ok(axis.at(25_000) > 45 && axis.at(25_000) < 55);
  for (const mode of ["scale", "short"] as const) assert.ok(Number.isFinite(layAxis(5, 5, [5], mode).at(5)));
});

Deno.test("lines stand at times that people round to, a handful of them", () => {
  assert.deepEqual(ticks(1_000), [500]);
  assert.deepEqual(ticks(60_000), [15_000, 30_000, 45_000]);
  assert.deepEqual(ticks(3_600_000), [900_000, 1_800_000, 2_700_000]);
  assert.deepEqual(ticks(30 * DAY), [10 * DAY, 20 * DAY]);
  assert.deepEqual(ticks(400 * DAY), [100 * DAY, 200 * DAY, 300 * DAY]);
});
