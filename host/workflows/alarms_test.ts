import assert from "node:assert/strict";
import { TestClock } from "../sdk/workflow/test_clock.ts";
import { Alarms } from "./alarms.ts";

Deno.test("alarms ring in order of time, each once, however they were set", async () => {
  const clock = new TestClock(0);
  const alarms = new Alarms(clock);
  const rung: number[] = [];
  for (const at of [500, 100, 300, 200, 400, 100]) alarms.at(at, () => rung.push(at));
  const cancelled = alarms.at(150, () => rung.push(150));
  cancelled();
  await clock.advance(350);
  assert.deepEqual(rung, [100, 100, 200, 300]);
  await clock.advance(1_000);
  assert.deepEqual(rung, [100, 100, 200, 300, 400, 500]);
});

Deno.test("an alarm that is set or taken back while another rings is neither lost nor rung", async () => {
  const clock = new TestClock(0);
  const alarms = new Alarms(clock);
  const rung: string[] = [];
  const late = alarms.at(3_600, () => rung.push("late"));
  alarms.at(10, () => {
    late();
    alarms.at(3_600, () => rung.push("new"));
    alarms.at(70, () => rung.push("soon"));
  });
  await clock.advance(20);
  await clock.advance(40);
  await clock.advance(7_200);
  assert.deepEqual(rung, ["soon", "new"]);
});

Deno.test("an alarm in the past rings in a later turn, and none after close", async () => {
  const clock = new TestClock(1_000);
  const alarms = new Alarms(clock);
  let rung = 0;
  alarms.at(5, () => rung++);
  assert.equal(rung, 0);
  await Promise.resolve();
  assert.equal(rung, 1);
  alarms.at(2_000, () => rung++);
  alarms.close();
  await clock.advance(5_000);
  assert.equal(rung, 1);
});

Deno.test("an alarm in years never sets a timer that the runtime would take for none, and rings on its day", async () => {
  const clock = new TestClock(0);
  const delays: number[] = [];
  const alarms = new Alarms({
    now: () => clock.now(),
    timer: (delayMs: number, callback: () => void) => {
      delays.push(delayMs);
      return clock.timer(delayMs, callback);
    },
  });
  const at = 3 * 365 * 86_400_000;
  const rung: number[] = [];
  alarms.at(at, () => rung.push(clock.now()));
  await clock.advance(at - 1);
  assert.deepEqual(rung, []);
  await clock.advance(1);
  assert.deepEqual(rung, [at]);
  assert.ok(delays.length > 80 && delays.every((delayMs) => delayMs < 2 ** 31));
});
