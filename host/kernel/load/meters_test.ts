import assert from "node:assert/strict";
import { manualClock } from "../../observe/mod.ts";
import { CallCounters } from "../../rpc/mod.ts";
import type { ProcessUse } from "./meter.ts";
import { Meters } from "./meters.ts";

const MINUTE_MS = 60_000;

function setUp() {
  const clock = manualClock(1_700_000_040_000);
  assert.equal(clock.now() % MINUTE_MS, 0, "begins with a minute");
  const counters = new CallCounters();
  const uses = new Map<string, ProcessUse | undefined>([["polls", undefined], ["quiet", undefined]]);
  const owners = new Map([["polls", "polls"], ["chat", "polls"]]);
  const pushed: { items: { id: string; callsPerSecond: number; minute?: { calls: number } }[] }[] = [];
  const state = { looked: false, subscribed: () => {} };
  const meters = new Meters({
    clock,
    loads: counters.loads,
    ownerOf: (prefix) => owners.get(prefix),
    plugins: () => uses,
    pusher: {
      push: (_type, data, to) => {
        assert.deepEqual(to, { roles: ["owner", "admin"] });
        pushed.push(data as typeof pushed[number]);
      },
      wanted: () => state.looked,
      onSubscribe: (listener) => state.subscribed = listener,
    },
  });
  const call = (method: string, times: number, outcome = "ok") => {
    for (let n = 0; n < times; n++) counters.record(method, outcome, 4);
  };
  meters.start();
  return { clock, call, uses, owners, meters, pushed, state };
}

Deno.test("figures of the present are those of the last minute; the hour keeps one a minute", async () => {
  const t = setUp();
  t.call("polls.vote", 60);
  t.call("polls.vote", 6, "internal");
  t.call("polls.vote", 6, "invalid_params");
  assert.equal(t.meters.metrics("polls")!.callsPerSecond, 72);
  await t.clock.advance(MINUTE_MS);
  const first = t.meters.metrics("polls")!;
  assert.deepEqual(first.history, [{ at: "2023-11-14T22:14:00.000Z", calls: 72, errors: 6, p95Ms: 4.875 }]);
  await t.clock.advance(MINUTE_MS / 2);
  t.call("polls.vote", 45);
  const { callsPerSecond, errorsPerMinute, p95Ms } = t.meters.metrics("polls")!;
  assert.deepEqual([callsPerSecond, errorsPerMinute, p95Ms], [1.3, 4, 4.875]);
  await t.clock.advance(3 * MINUTE_MS);
  const now = t.meters.metrics("polls")!;
  assert.deepEqual([now.callsPerSecond, now.errorsPerMinute, "p95Ms" in now], [0, 0, false]);
  assert.deepEqual(now.history.map(({ calls }) => calls), [72, 45, 0, 0]);
  await t.clock.advance(100 * MINUTE_MS);
  assert.equal(t.meters.metrics("polls")!.history.length, 60);
  assert.equal(t.meters.metrics("nobody"), undefined);
});

Deno.test("memory and processor follow the process, over a restart as well", async () => {
  const t = setUp();
  assert.equal("memoryBytes" in t.meters.metrics("polls")!, false);
  t.uses.set("polls", { pid: 1, memoryBytes: 50, cpuMs: 6_000 });
  await t.clock.advance(MINUTE_MS);
  t.uses.set("polls", { pid: 1, memoryBytes: 60, cpuMs: 36_000 });
  await t.clock.advance(MINUTE_MS);
  t.uses.set("polls", { pid: 2, memoryBytes: 40, cpuMs: 12_000 });
  await t.clock.advance(MINUTE_MS);
  const { history, cpu, memoryBytes } = t.meters.metrics("polls")!;
  assert.deepEqual(history.map(({ cpu, memoryBytes }) => [cpu, memoryBytes]), [[0.1, 50], [0.5, 60], [0.2, 40]]);
  assert.deepEqual([cpu, memoryBytes], [0.2, 40]);
  assert.equal(t.meters.totals().find(([id]) => id === "polls")![1].cpuMs, 48_000);
});

Deno.test("calls under an interface count for the plugin that provides it at the time", async () => {
  const t = setUp();
  t.call("chat.message.send", 3);
  await t.clock.advance(MINUTE_MS);
  t.owners.set("chat", "quiet");
  t.call("chat.message.send", 5);
  const calls = Object.fromEntries(t.meters.totals().map(([id, { calls }]) => [id, calls]));
  assert.deepEqual(calls, { polls: 3, quiet: 5 });
});

Deno.test("figures are pushed every five seconds while somebody looks, and never otherwise", async () => {
  const t = setUp();
  await t.clock.advance(10 * MINUTE_MS);
  assert.equal(t.pushed.length, 0);
  assert.equal(t.clock.waiting, 1);
  t.state.looked = true;
  t.call("polls.vote", 12);
  t.state.subscribed();
  assert.equal(t.pushed.length, 1);
  assert.deepEqual(t.pushed[0]!.items.map(({ id, callsPerSecond }) => [id, callsPerSecond]), [
    ["polls", 0.2],
    ["quiet", 0],
  ]);
  t.state.subscribed();
  await t.clock.advance(MINUTE_MS);
  assert.equal(t.pushed.length, 13);
  assert.equal(t.pushed.at(-1)!.items[0]!.minute?.calls, 12);
  assert.equal(t.pushed.at(-2)!.items[0]!.minute, undefined);
  t.state.looked = false;
  await t.clock.advance(10 * MINUTE_MS);
  assert.equal(t.pushed.length, 13);
  assert.equal(t.clock.waiting, 1);
  t.meters.close();
  assert.equal(t.clock.waiting, 0);
});
