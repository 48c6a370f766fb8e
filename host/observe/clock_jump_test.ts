import assert from "node:assert/strict";
import { AgeGuard } from "./age_guard.ts";
import { manualClock } from "./clock.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

Deno.test("a clock that is set shows another time, and no timer comes sooner or later", async () => {
  const clock = manualClock(0);
  let rang: number | undefined;
  clock.timer(HOUR_MS, () => rang = clock.elapsed!());
  clock.jump(3 * DAY_MS);
  await clock.advance(HOUR_MS - 1);
  assert.equal(rang, undefined);
  clock.jump(-6 * DAY_MS);
  await clock.advance(1);
  assert.equal(rang, HOUR_MS);
  assert.equal(clock.now(), HOUR_MS - 3 * DAY_MS);
});

Deno.test("ages do not count by a clock that was set ahead and mended, and do after a day", async () => {
  const clock = manualClock(0);
  const guard = new AgeGuard(clock);
  await clock.advance(DAY_MS);
  assert.equal(guard.now(), DAY_MS);
  clock.jump(300 * DAY_MS);
  assert.equal(guard.now(), DAY_MS);
  await clock.advance(HOUR_MS);
  assert.equal(guard.now(), DAY_MS + HOUR_MS);
  clock.jump(-300 * DAY_MS);
  assert.equal(guard.now(), DAY_MS + HOUR_MS);
  clock.jump(30 * DAY_MS);
  assert.equal(guard.now(), DAY_MS + HOUR_MS);
  await clock.advance(DAY_MS);
  assert.equal(guard.now(), 32 * DAY_MS + HOUR_MS, "a clock that stays is right");
  clock.jump(-2 * DAY_MS);
  assert.equal(guard.now(), 30 * DAY_MS + HOUR_MS, "back is believed at once: nothing is removed by it");
});
