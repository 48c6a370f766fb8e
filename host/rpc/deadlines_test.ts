import assert from "node:assert/strict";
import { Deadlines } from "./deadlines.ts";

Deno.test("what is not settled expires, in the order in which it began", async () => {
  const deadlines = new Deadlines();
  const expired: string[] = [];
  const all = Promise.withResolvers<void>();
  const settle = deadlines.watch(10, () => expired.push("settled one"));
  deadlines.watch(10, () => expired.push("first"));
  deadlines.watch(10, () => expired.push("second"));
  deadlines.watch(25, () => {
    expired.push("longer");
    all.resolve();
  });
  settle();
  settle();
  await all.promise;
  assert.deepEqual(expired, ["first", "second", "longer"]);
});

Deno.test("no timer is left when everything is settled", () => {
  // The sanitizers of the test runner fail this test when one is.
  const deadlines = new Deadlines();
  const settles = Array.from({ length: 1_000 }, () => deadlines.watch(60_000, () => assert.fail("expired")));
  for (const settle of settles.reverse()) settle();
});

Deno.test("one slow call does not keep the calls behind it in memory", () => {
  const deadlines = new Deadlines();
  const slow = deadlines.watch(60_000, () => {});
  for (let index = 0; index < 100_000; index++) deadlines.watch(60_000, () => {})();
  assert.ok(deadlines.size < 1_000, `${deadlines.size} entries are kept`);
  slow();
  assert.equal(deadlines.size, 0);
});

Deno.test("a deadline that begins while others expire gets its full time", async () => {
  const deadlines = new Deadlines();
  const done = Promise.withResolvers<number>();
  const begunAt = performance.now();
  deadlines.watch(15, () => {
    deadlines.watch(15, () => done.resolve(performance.now() - begunAt));
  });
  assert.ok(await done.promise >= 28);
});
