import assert from "node:assert/strict";
import { Deadline, Deadlines } from "./deadlines.ts";

/** A deadline that calls back. */
class Called extends Deadline {
  constructor(override readonly expire: () => void) {
    super();
  }
}

function watch(deadlines: Deadlines, ms: number, expire: () => void): Deadline {
  const deadline = new Called(expire);
  deadlines.watch(deadline, ms, performance.now());
  return deadline;
}

Deno.test("what is not settled expires, in the order in which it began", async () => {
  const deadlines = new Deadlines();
  const expired: string[] = [];
  const all = Promise.withResolvers<void>();
  const settled = watch(deadlines, 10, () => expired.push("settled one"));
  watch(deadlines, 10, () => expired.push("first"));
  watch(deadlines, 10, () => expired.push("second"));
  watch(deadlines, 25, () => {
    expired.push("longer");
    all.resolve();
  });
  settled.settle();
  settled.settle();
  await all.promise;
  assert.deepEqual(expired, ["first", "second", "longer"]);
});

Deno.test("no timer is left when everything is settled", () => {
  // The sanitizers of the test runner fail this test when one is.
  const deadlines = new Deadlines();
  const open = Array.from({ length: 1_000 }, () => watch(deadlines, 60_000, () => assert.fail("expired")));
  for (const deadline of open.reverse()) deadline.settle();
});

Deno.test("one slow call does not keep the calls behind it in memory", () => {
  const deadlines = new Deadlines();
  const slow = watch(deadlines, 60_000, () => {});
  for (let index = 0; index < 100_000; index++) watch(deadlines, 60_000, () => {}).settle();
  assert.ok(deadlines.size < 1_000, `${deadlines.size} entries are kept`);
  slow.settle();
  assert.equal(deadlines.size, 0);
});

Deno.test("deadlines of many lengths all expire or settle", async () => {
  const deadlines = new Deadlines();
  let expired = 0;
  const last = Promise.withResolvers<void>();
  for (let ms = 1; ms <= 300; ms++) {
    const deadline = watch(deadlines, ms / 10, () => {
      if (++expired === 150) last.resolve();
    });
    if (ms % 2 === 0) deadline.settle();
  }
  await last.promise;
  assert.equal(deadlines.size, 0);
});

Deno.test("a deadline that begins while others expire gets its full time", async () => {
  const deadlines = new Deadlines();
  const done = Promise.withResolvers<number>();
  const begunAt = performance.now();
  watch(deadlines, 15, () => {
    watch(deadlines, 15, () => done.resolve(performance.now() - begunAt));
  });
  assert.ok(await done.promise >= 28);
});
