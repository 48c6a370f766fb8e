/** Somebody sets the machine's clock while services crash. */
import assert from "node:assert/strict";
import type { Context } from "@bulkhead/plugin";
import { Spec } from "../domain/spec.ts";
import { Unit, type UnitHost } from "./unit.ts";
import { fromWallTimes, toWallTimes } from "./unit_clock.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A service that cannot be launched, on a clock that is set by `jumpMs` at each try; each takes a minute of real time. */
async function crashes(jumpMs: number, restart: Record<string, unknown>) {
  let [passed, set, tries] = [0, Date.parse("2026-03-01T12:00:00Z"), 0];
  const services = {
    launch: () => {
      tries++;
      passed += 60_000;
      set += 60_000 + jumpMs;
      return Promise.reject(new Error("it is not there"));
    },
  };
  const { promise, resolve } = Promise.withResolvers<string>();
  const host: UnitHost = {
    ctx: { process: { services } } as unknown as Context,
    clock: { now: () => set, elapsed: () => passed },
    changed() {},
    awaitDependencies: (_unit, signal) => Promise.resolve(!signal.aborted && tries < 12),
    noted() {},
    ended() {},
    keep() {},
    failed: (unit) => resolve(unit.reason!),
  };
  const spec = Spec.parse({ service: { name: "a", exec: ["a"], restart: { delay: 0, jitter: 0, ...restart } } });
  const unit = new Unit(spec, host);
  unit.start();
  return { unit, reason: await promise, tries };
}

for (const [how, jumpMs] of [["ahead by days", 2 * DAY_MS], ["back by days", -2 * DAY_MS], ["not", 0]] as const) {
  Deno.test(`a service that crashes is given up after restart.max tries, the clock set ${how}`, async () => {
    const { reason, tries } = await crashes(jumpMs, { max: 3, window: "1h" });
    assert.equal(tries, 4);
    assert.match(reason, /restarted 3 times in 3 min, which is restart\.max/);
  });
}

Deno.test("times of crashes outlive the process, and none is in the future of a clock that was set back meanwhile", () => {
  const before = { now: () => 100 * DAY_MS, elapsed: () => 5 * HOUR_MS };
  const kept = toWallTimes([HOUR_MS, 4 * HOUR_MS], before);
  assert.deepEqual(kept, [100 * DAY_MS - 4 * HOUR_MS, 100 * DAY_MS - HOUR_MS]);
  const later = { now: () => 100 * DAY_MS + HOUR_MS, elapsed: () => 10 };
  assert.deepEqual(fromWallTimes(kept, later), [10 - 5 * HOUR_MS, 10 - 2 * HOUR_MS]);
  const back = { now: () => 90 * DAY_MS, elapsed: () => 10 };
  assert.deepEqual(fromWallTimes(kept, back), [10, 10]);
});
