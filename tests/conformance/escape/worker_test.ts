import assert from "node:assert/strict";
import { isRefused, openRoom } from "./escape_room.ts";

Deno.test("without limits.workers a nested Worker is refused by name", async () => {
  await using room = await openRoom();
  const outcome = await room.attempt("bomb/one Worker");
  assert.ok(isRefused(outcome), JSON.stringify(outcome));
  assert.match(outcome.error!, /limits\.workers in plugin\.json is 0/);
});

Deno.test("as many Workers as allowed run, and not one more", async () => {
  await using room = await openRoom({ limits: { workers: 2 } });
  const enough = await room.attempt("bomb/more Workers than allowed", { count: 2 });
  const more = await room.attempt("bomb/one Worker");
  assert.equal(enough.value, "all up");
  assert.ok(isRefused(more), JSON.stringify(more));
});

for (const bomb of ["Workers that start Workers", "Node worker threads without end"]) {
  Deno.test(`fork bomb by ${bomb}: the compartment ends, its neighbour answers`, async () => {
    await using room = await openRoom({ limits: { workers: 1, memoryMb: 64, callMs: 60_000 } });
    const neighbour = await room.another({ limits: {} });
    const end = await room.end(`bomb/${bomb}`);
    assert.ok(["memory", "crash", "cpu"].includes(end.reason), `${end.reason}: ${end.message}`);
    assert.deepEqual(await neighbour.request("attempt", { name: "echo", args: { up: 1 } }), { value: { up: 1 } });
  });
}
