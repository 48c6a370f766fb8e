import assert from "node:assert/strict";
import { manual, workflow } from "../workflow.ts";
import { crashAtEveryCommit } from "./crash_at_every_commit.ts";
import { TestClock } from "./test_clock.ts";
import { testWorkflow } from "./testing.ts";

Deno.test("every combinator of promises comes out the same wherever the process ends", async () => {
  const script = workflow({ on: manual() }, async ({ step, sleep, all }) => {
    const after = async (seconds: number, what: string) => {
      await sleep(seconds * 1_000);
      if (what === "bad") throw new Error(`bad after ${seconds}`);
      return what;
    };
    const order: string[] = [];
    const noting = async (seconds: number, what: string) => void order.push(await after(seconds, what));
    const settled = await Promise.allSettled([after(2, "slow"), after(1, "bad")]);
    const any = await Promise.any([after(1, "bad"), after(3, "third"), after(2, "second")]);
    const race = await Promise.race([after(2, "two"), after(1, "one")]);
    const failed = await Promise.all([after(9, "never"), after(1, "bad")]).catch((error: Error) => error.message);
    await Promise.all([noting(3, "c"), noting(1, "a"), noting(2, "b")]);
    const lanes = await all([3, 2, 1].map((n) => () => step("lane", () => n)), { limit: 2 });
    return [settled.map(({ status }) => status), any, race, failed, order, lanes];
  });
  const seen = new Set<string>();
  await crashAtEveryCommit(script, async (test) => {
    const run = await test.run();
    await test.advance("1m");
    seen.add(JSON.stringify(await run.result()));
  });
  assert.deepEqual([...seen], [
    JSON.stringify([["fulfilled", "rejected"], "second", "one", "bad after 1", ["a", "b", "c"], [3, 2, 1]]),
  ]);
});

Deno.test("steps of one name in a loop are told apart, and a race that was lost goes on to nobody", async () => {
  const script = workflow({ on: manual() }, async ({ step, sleep, signal }) => {
    const found: number[] = [];
    for (let page = 0; page < 3; page++) {
      found.push(await step("page", () => page * 10));
      await Promise.race([sleep("1d"), signal("next")]);
    }
    return found;
  });
  using test = testWorkflow(script);
  const run = await test.run();
  // The first comes before it is waited for.
  await run.signal("next");
  await run.crash();
  await run.signal("next");
  await run.signal("next");
  assert.deepEqual(await run.result(), [0, 10, 20]);
  const labels = run.steps.map(({ name, occurrence }) => `${name}#${occurrence}`);
  assert.deepEqual(labels.filter((label) => label.startsWith("page")), ["page#1", "page#2", "page#3"]);
});

Deno.test("a sleep until a date in years wakes on that day, across crashes", async () => {
  const script = workflow({ on: manual() }, async ({ sleepUntil, now }) => {
    await sleepUntil("2029-02-28T12:00:00Z");
    return new Date(now()).toISOString();
  });
  using test = testWorkflow(script, { clock: new TestClock(Date.UTC(2026, 0, 1)) });
  const run = await test.run();
  await test.advance("1000d");
  await run.crash();
  assert.equal(run.state, "sleeping");
  await test.advance("200d");
  assert.equal(await run.result(), "2029-02-28T12:00:00.000Z");
});
