import assert from "node:assert/strict";
import type { RpcError } from "../sdk/errors.ts";
import { Admission } from "./admission.ts";

const kindOf = (promise: Promise<unknown>) => promise.then(() => "entered", (error: RpcError) => error.kind);

Deno.test("who waits enters in order, one for each that leaves", async () => {
  const admission = new Admission(2);
  assert.ok(admission.tryEnter() && admission.tryEnter() && !admission.tryEnter());
  const order: number[] = [];
  const waiting = [1, 2, 3].map((n) => admission.enter({ timeoutMs: 0 }).then(() => order.push(n)));
  assert.equal(admission.waiting, 3);
  for (let n = 0; n < 3; n++) admission.leave();
  await Promise.all(waiting);
  assert.deepEqual(order, [1, 2, 3]);
  assert.equal(admission.running, 2);
});

Deno.test("the queue is bounded: more are refused by name", async () => {
  const admission = new Admission(1);
  admission.tryEnter();
  const waiting = Array.from({ length: 4 }, () => admission.enter({ timeoutMs: 0 }));
  assert.equal(await kindOf(admission.enter({ timeoutMs: 0 })), "rate_limited");
  for (let n = 0; n < 4; n++) admission.leave();
  await Promise.all(waiting);
});

Deno.test("who waits too long or is taken back gives up the place", async () => {
  const admission = new Admission(1);
  admission.tryEnter();
  const abort = new AbortController();
  const late = kindOf(admission.enter({ timeoutMs: 5 }));
  const taken = kindOf(admission.enter({ timeoutMs: 0, signal: abort.signal }));
  abort.abort();
  assert.deepEqual(await Promise.all([late, taken]), ["deadline_exceeded", "cancelled"]);
  assert.equal(admission.waiting, 0);
  admission.leave();
  assert.equal(admission.running, 0);
});
