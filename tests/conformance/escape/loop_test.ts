import assert from "node:assert/strict";
import { openRoom } from "./escape_room.ts";

const QUICK = { unresponsiveMs: 600, hangMs: 1_500, idleMs: 300 };

for (const loop of ["an infinite loop", "infinite microtasks", "sleeping the thread for ever"]) {
  Deno.test(`${loop}: told as unresponsive, then ended as a hang, while its neighbour answers`, async () => {
    await using room = await openRoom({ sandbox: { liveness: QUICK }, limits: { callMs: 60_000 } });
    const neighbour = await room.another();
    const ending = room.end(`bomb/${loop}`);
    const startedAt = performance.now();
    assert.deepEqual(await neighbour.request("attempt", { name: "echo", args: { up: 1 } }), { value: { up: 1 } });
    assert.ok(performance.now() - startedAt < 1_000);
    const end = await ending;
    assert.equal(end.reason, "hang");
    assert.deepEqual(room.responsive, [false]);
  });
}

Deno.test("by default a loop is ended after ten seconds of silence", async () => {
  await using room = await openRoom({ limits: { callMs: 60_000 } });
  const startedAt = performance.now();
  const end = await room.end("bomb/an infinite loop");
  const ms = performance.now() - startedAt;
  assert.equal(end.reason, "hang");
  assert.ok(ms > 9_000 && ms < 14_000, `it took ${Math.round(ms)} ms`);
});

Deno.test("a call that takes long, but acknowledges, is left alone", async () => {
  await using room = await openRoom({ sandbox: { liveness: QUICK }, limits: { callMs: 60_000 } });
  await room.attempt("flood/messages", { ms: 2_500 });
  assert.deepEqual(room.responsive, []);
});

Deno.test("a loop in a nested Worker is ended for its use of the processor, the plugin answering meanwhile", async () => {
  await using room = await openRoom({ limits: { workers: 1, cpu: 0.2 }, sandbox: { cpuWindowMs: 2_000 } });
  assert.equal((await room.attempt("bomb/an infinite loop in a nested Worker that is kept")).value, "looping");
  const echo = await room.attempt("echo", { up: 1 });
  assert.deepEqual(echo.value, { up: 1 });
  const end = await room.compartment.ended;
  assert.equal(end.reason, "cpu", end.message);
  // Where others want the processor too, it may fall below the limit and be warned again.
  assert.deepEqual([...new Set(room.pressures)], ["cpu"]);
});

Deno.test("a compartment whose nested Worker loops still stops when asked", async () => {
  await using room = await openRoom({ limits: { workers: 1 } });
  await room.attempt("bomb/an infinite loop in a nested Worker that is kept");
  const end = await room.compartment.stop({ graceMs: 1_000 });
  assert.equal(end.reason, "stop");
});

Deno.test("a compartment that loops is stopped by force", async () => {
  await using room = await openRoom();
  const call = room.compartment.request("attempt", { name: "bomb/an infinite loop", args: {} }).catch(() => {});
  const end = await room.compartment.stop({ graceMs: 300 });
  assert.equal(end.reason, "stop");
  await call;
});
