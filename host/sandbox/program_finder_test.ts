import assert from "node:assert/strict";
import { ProgramFinder } from "./program_finder.ts";

const never = new Promise<void>(() => {});

Deno.test("what is there late holds up nobody who came after it, and each is told once", async () => {
  const finder = new ProgramFinder();
  const told: string[] = [];
  const find = (name: string, look: () => boolean) => finder.find(look, never).then(() => void told.push(name));
  const quick = Array.from({ length: 30 }, (_, n) => `quick${n}`);
  // They are there only when all that came after them were found.
  const isLast = () => told.length >= quick.length;
  await Promise.all([
    ...["slow1", "slow2", "slow3"].map((name) => find(name, isLast)),
    ...quick.map((name) => find(name, () => true)),
  ]);
  assert.deepEqual(told.slice(0, 30), quick);
  assert.deepEqual(told.slice(30).sort(), ["slow1", "slow2", "slow3"]);
});

Deno.test("looks are few where nothing is there yet, and there are none once it has ended", async () => {
  const finder = new ProgramFinder();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let looks = 0;
  const all = Array.from({ length: 50 }, () => finder.find(() => (looks++, false), ended));
  await new Promise((done) => setTimeout(done, 100));
  // In 100 ms at most 50 rounds of two.
  assert.ok(looks > 0 && looks <= 100, `${looks} looks`);
  resolve();
  await Promise.all(all);
  const before = looks;
  await new Promise((done) => setTimeout(done, 50));
  assert.equal(looks, before);
});

Deno.test("one that has been looked for in vain for long does not make the next one wait", async () => {
  const finder = new ProgramFinder();
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let looks = 0;
  const slow = finder.find(() => (looks++, false), ended);
  // By then it is looked for every 100 ms or so.
  await new Promise((done) => setTimeout(done, 400));
  const before = looks;
  for (let n = 0; n < 5; n++) await finder.find(() => true, never);
  assert.ok(looks - before <= 2, `${looks - before} looks at the slow one while five others were found`);
  resolve();
  await slow;
});
