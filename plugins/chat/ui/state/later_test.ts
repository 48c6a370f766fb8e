import assert from "node:assert/strict";
import { laterTimes, timeWords } from "./later.ts";

Deno.test("offered times lie ahead, in order, each once", () => {
  for (let day = 1; day <= 7; day++) {
    for (const hour of [0, 8, 17, 23]) {
      const now = new Date(2026, 10, day, hour, 30);
      const times = laterTimes(now).map((time) => time.getTime());
      assert.ok(times.every((time) => time > now.getTime()));
      assert.equal(new Set(times).size, times.length);
      assert.deepEqual([...times].sort((left, right) => left - right), times, String(now));
    }
  }
});

Deno.test("a time is named by its day", () => {
  const now = new Date(2026, 10, 4, 12);
  assert.match(timeWords(new Date(2026, 10, 4, 18), now), /^today at /);
  assert.match(timeWords(new Date(2026, 10, 5, 9), now), /^tomorrow at /);
  assert.doesNotMatch(timeWords(new Date(2026, 10, 9, 9), now), /today|tomorrow/);
});
