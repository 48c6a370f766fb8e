import assert from "node:assert/strict";
import type { Compartment } from "../../../host/sandbox/mod.ts";
import { openRoom, until } from "./escape_room.ts";

/** Calls a neighbour again and again while `flood` runs; answers the longest wait. */
async function longestWait(neighbour: Compartment, flood: Promise<unknown>): Promise<number> {
  let flooding = true;
  flood.finally(() => flooding = false).catch(() => {});
  let longest = 0;
  while (flooding) {
    const startedAt = performance.now();
    await neighbour.request("attempt", { name: "echo", args: {} });
    longest = Math.max(longest, performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return longest;
}

Deno.test("a flood of log lines is cut to its limit and counted, and the neighbour is served meanwhile", async () => {
  await using room = await openRoom({ limits: { logsPerMinute: 500 } });
  const neighbour = await room.another();
  const flood = room.attempt("flood/logs", { count: 50_000 });
  assert.ok(await longestWait(neighbour, flood) < 2_000);
  assert.equal((await flood).value, "logged");
  await until(() => room.logs.some(({ record }) => /log lines were dropped/.test(record.message)), "nothing was told");
  assert.ok(room.logs.length >= 500 && room.logs.length < 700, `${room.logs.length} lines came through`);
});

Deno.test("a flood of events is refused above the limit, by name", async () => {
  await using room = await openRoom({ limits: { eventsPerSecond: 50 } });
  const startedAt = performance.now();
  const outcome = await room.attempt("flood/events", { count: 2_000 });
  // A busy machine takes longer for the flood, in which as many more may pass.
  const seconds = (performance.now() - startedAt) / 1_000;
  const { accepted, refused } = outcome.value as { accepted: number; refused: string };
  assert.ok(accepted >= 50 && accepted <= 60 + 50 * seconds, `${accepted} were accepted in ${seconds} s`);
  assert.equal(refused, "rate_limited");
});

Deno.test("a flood of calls out of a compartment runs at most so many at once, the rest is refused by name", async () => {
  let running = 0;
  let most = 0;
  const onRequest = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running--;
    return 1;
  };
  await using room = await openRoom({ limits: { maxConcurrent: 16 }, onRequest });
  const neighbour = await room.another({ limits: {} });
  const flood = room.attempt("flood/calls", { count: 20_000 });
  assert.ok(await longestWait(neighbour, flood) < 2_000);
  const outcomes = (await flood).value as Record<string, number>;
  assert.equal(most, 16);
  assert.ok(outcomes.answered! >= 16, JSON.stringify(outcomes));
  assert.ok(outcomes.too_many_calls! > 10_000, JSON.stringify(outcomes));
});

Deno.test("a flood of volatile messages reaches the host at its rate only", async () => {
  await using room = await openRoom({ limits: { eventsPerSecond: 100 } });
  const neighbour = await room.another();
  const flood = room.attempt("flood/messages", { ms: 1_500 });
  assert.ok(await longestWait(neighbour, flood) < 2_000);
  assert.ok(room.notifications.length <= 500, `${room.notifications.length} came through`);
  assert.ok(room.notifications.length >= 100);
});

Deno.test("a flood on stderr is bounded in the record and in the log", async () => {
  await using room = await openRoom({ limits: { logsPerMinute: 100 } });
  const neighbour = await room.another();
  const flood = room.attempt("flood/stderr", { kb: 30_000 });
  assert.ok(await longestWait(neighbour, flood) < 2_000);
  assert.equal((await flood).value, "written");
  const end = await room.compartment.stop();
  assert.ok(end.stderr.length > 1_000 && end.stderr.length <= 10_000);
  assert.ok(room.logs.length <= 110, `${room.logs.length} lines came through`);
});

Deno.test("calls whose replies are never read end the compartment, not the host", async () => {
  const liveness = { unresponsiveMs: 1_000, hangMs: 3_000, idleMs: 500 };
  await using room = await openRoom({ onRequest: () => "x".repeat(10_000), sandbox: { liveness } });
  const end = await room.end("flood/calls that are never read", { count: 20_000 });
  assert.ok(["protocol", "hang"].includes(end.reason), `${end.reason}: ${end.message}`);
});
