import assert from "node:assert/strict";
import { Pace } from "./pace.ts";

Deno.test("few go at once and again; after a round to many the next one waits, and takes along what came meanwhile", async () => {
  const rounds: { at: number; size: number }[] = [];
  const round = Promise.withResolvers<void>();
  const pace = new Pace<number>((members) => {
    rounds.push({ at: performance.now(), size: members.length });
    if (rounds.length === 3) round.resolve();
  });
  pace.add(1);
  await new Promise((resolve) => setTimeout(resolve, 2));
  for (let n = 0; n < 400; n++) pace.add(n);
  await new Promise((resolve) => setTimeout(resolve, 2));
  pace.add(1);
  pace.add(2);
  await round.promise;
  assert.deepEqual(rounds.map(({ size }) => size), [1, 400, 2]);
  const [, many, next] = rounds;
  assert.ok(next!.at - many!.at >= 14, `the next round came after ${next!.at - many!.at} ms`);
});

Deno.test("there is no round after the end", async () => {
  let rounds = 0;
  const pace = new Pace<number>(() => rounds++);
  pace.add(1);
  pace.close();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(rounds, 0);
});
