import assert from "node:assert/strict";
import { Liveness } from "./liveness.ts";

/** Looks every 100 ms from `from` to `to`; answers what changed and when. */
function watch(liveness: Liveness, channel: { lastSentId: number; acknowledgedId: number }, from: number, to: number) {
  const changes: [number, string][] = [];
  for (let now = from; now <= to; now += 100) {
    const change = liveness.check(channel, now);
    if (change) changes.push([now, change]);
  }
  return changes;
}

Deno.test("silence of 3 s is unresponsive, of 10 s hung", () => {
  const changes = watch(new Liveness(0), { lastSentId: 1, acknowledgedId: 0 }, 0, 10_000);
  assert.deepEqual(changes, [[3_000, "unresponsive"], [10_000, "hung"]]);
});

Deno.test("an acknowledgement that comes late makes it responsive again", () => {
  const liveness = new Liveness(0);
  watch(liveness, { lastSentId: 1, acknowledgedId: 0 }, 0, 5_000);
  assert.equal(liveness.check({ lastSentId: 1, acknowledgedId: 1 }, 5_100), "responsive");
});

Deno.test("who acknowledges each request in time is never told off, however many are open", () => {
  const liveness = new Liveness(0);
  for (let n = 1; n < 600; n++) {
    assert.equal(liveness.check({ lastSentId: n * 10, acknowledgedId: n * 10 - 9 }, n * 100), undefined);
  }
});

Deno.test("a ping is due only when nothing was sent for five seconds", () => {
  const liveness = new Liveness(0);
  const idle = { lastSentId: 3, acknowledgedId: 3 };
  assert.deepEqual(watch(liveness, idle, 100, 5_000), []);
  assert.equal(liveness.check(idle, 5_100), "ping");
  assert.equal(liveness.check({ lastSentId: 4, acknowledgedId: 4 }, 5_200), undefined);
  assert.deepEqual(watch(liveness, { lastSentId: 4, acknowledgedId: 4 }, 5_300, 10_100), []);
});

Deno.test("time in which the host itself stood still counts for nobody", () => {
  const liveness = new Liveness(0);
  const silent = { lastSentId: 1, acknowledgedId: 0 };
  watch(liveness, silent, 0, 1_000);
  assert.equal(liveness.check(silent, 61_000), undefined);
  assert.equal(watch(liveness, silent, 61_100, 64_000)[0]?.[1], "unresponsive");
});
