import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";

const script = (options: string, body = "({ event }) => event?.data.n") => `
import { event, manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: [event<any>("n.made"), manual()], ${options} }, ${body});
`;

async function outputs(engine: TestEngine): Promise<unknown[]> {
  // Those that began in the same millisecond stand in the order of their creation.
  const runs = (await engine.runs({ state: "succeeded", limit: 200 })).reverse();
  runs.sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  return await Promise.all(runs.map(async ({ id }) => (await engine.detail(id)).output));
}

async function ended(engine: TestEngine, count: number): Promise<unknown[]> {
  await engine.until(`${count} runs`, async () => (await engine.runs({ state: "succeeded" })).length === count);
  return await outputs(engine);
}

async function make(engine: TestEngine, ...events: object[]): Promise<void> {
  for (const event of events) await engine.publish("n.made", event);
}

Deno.test("throttle lets so many begin in its period, for each key, in their order, also across a restart", async () => {
  const text = script('throttle: { limit: 2, period: "1m", key: "data.room" }');
  await using engine = await new TestEngine({ "slow.ts": text }).start();
  await make(engine, ...[1, 2, 3, 4, 5].map((n) => ({ n, room: "a" })), { n: 10, room: "b" });
  assert.deepEqual((await ended(engine, 3)).sort(), [1, 10, 2]);
  await engine.stop();
  await engine.start();
  await engine.advance("59s");
  assert.equal((await engine.runs({ state: "queued" })).length, 3);
  await engine.advance("1s");
  await ended(engine, 5);
  await engine.advance("1m");
  assert.deepEqual((await ended(engine, 6)).filter((n) => n !== 10), [1, 2, 3, 4, 5]);
});

Deno.test("debounce begins when it has been quiet, with what came last, and at its longest wait", async () => {
  const text = script('debounce: { period: "10s", max: "25s", key: ({ event }) => event.data.room }');
  await using engine = await new TestEngine({ "quiet.ts": text }).start();
  for (const n of [1, 2, 3]) {
    await make(engine, { n, room: "a" });
    await engine.until("one waits", async () => {
      const queued = await engine.runs({ state: "queued" });
      return queued.length === 1 &&
        ((await engine.detail(queued[0]!.id)).event as { data: { n: number } }).data.n === n;
    });
    await engine.advance("9s");
  }
  // 27 s have passed: it began after 25.
  assert.deepEqual(await ended(engine, 1), [3]);
  await make(engine, { n: 4, room: "a" }, { n: 5, room: "b" });
  await engine.until("both wait", async () => (await engine.runs({ state: "queued" })).length === 2);
  await engine.advance("10s");
  assert.deepEqual((await ended(engine, 3)).sort(), [3, 4, 5]);
});

Deno.test("batch puts events together until it is full or its time has come, and a restart loses none", async () => {
  const text = script(
    'batch: { size: 3, timeout: "1m", key: "data.room" }',
    "({ events, event }) => [events.map((one) => one.data.n), event!.data.n]",
  );
  await using engine = await new TestEngine({ "lot.ts": text }).start();
  await make(engine, ...[1, 2, 3, 4].map((n) => ({ n, room: "a" })), { n: 10, room: "b" });
  assert.deepEqual(await ended(engine, 1), [[[1, 2, 3], 3]]);
  await engine.stop();
  await engine.start();
  await make(engine, { n: 5, room: "a" });
  await engine.advance("1m");
  assert.deepEqual((await ended(engine, 3)).slice(1).map(String).sort(), ["10,10", "4,5,5"]);
});

Deno.test("a singleton leaves further runs out, or lets them begin in its place", async () => {
  const body = "async ({ event, sleep }) => { await sleep('1h'); return event!.data.n; }";
  await using engine = await new TestEngine({
    "skip.ts": script('singleton: "skip"', body),
    "swap.ts": script('singleton: { mode: "cancel", key: "data.room" }', body),
  }).start();
  await make(engine, { n: 1, room: "a" });
  await engine.until("asleep", async () => (await engine.runs({ state: "sleeping" })).length === 2);
  await make(engine, { n: 2, room: "a" }, { n: 3, room: "b" });
  await engine.until("the first was replaced", async () => (await engine.runs({ state: "cancelled" })).length === 1);
  await engine.until("three sleep", async () => (await engine.runs({ state: "sleeping" })).length === 3);
  const id = await engine.run("skip");
  const left = await engine.detail(id);
  assert.deepEqual([left.state, left.reason], ["cancelled", "left out: another run has not ended"]);
  await engine.advance("1h");
  assert.deepEqual((await ended(engine, 3)).sort(), [1, 2, 3]);
});

Deno.test("priority decides which of those that wait begins next", async () => {
  const text = script(
    'priority: "data.rank", concurrency: { limit: 1 }',
    "async ({ event, sleep }) => { await sleep('1m'); return event!.data.n; }",
  );
  await using engine = await new TestEngine({ "rank.ts": text }).start();
  await make(engine, { n: 1, rank: 0 });
  await engine.until("one sleeps", async () => (await engine.runs({ state: "sleeping" })).length === 1);
  await make(engine, { n: 2, rank: 1 }, { n: 3, rank: 5 }, { n: 4, rank: 5 }, { n: 5 });
  await engine.until("four wait", async () => (await engine.runs({ state: "queued" })).length === 4);
  for (let count = 1; count <= 5; count++) {
    await engine.until(`run ${count} sleeps`, async () => (await engine.runs({ state: "sleeping" })).length === 1);
    await engine.advance("1m");
    await ended(engine, count);
  }
  assert.deepEqual(await outputs(engine), [1, 3, 4, 2, 5]);
});

Deno.test("of runs with the same idempotency key there is one, whoever decides the key", async () => {
  for (const key of ['"data.order"', "({ event }) => event.data.order"]) {
    await using engine = await new TestEngine({ "once.ts": script(`idempotencyKey: ${key}`) }).start();
    await make(engine, { n: 1, order: "a" }, { n: 2, order: "a" }, { n: 3, order: "b" });
    assert.deepEqual(await ended(engine, 2), [1, 3]);
    await engine.stop();
    await engine.start();
    await make(engine, { n: 4, order: "a" }, { n: 5, order: "c" });
    assert.deepEqual(await ended(engine, 3), [1, 3, 5]);
  }
});

Deno.test("a kill after any commit neither loses nor doubles an event that is collected or throttled", async () => {
  const text = script(
    'batch: { size: 2, timeout: "1m" }, throttle: { limit: 1, period: "1m" }',
    "({ events, step }) => step('n', () => events.map((one) => one.data.n))",
  );
  const finish = (engine: TestEngine, what: string, stop = () => false) =>
    engine.until(what, async () => {
      if (stop()) return true;
      await engine.advance("20s");
      return (await engine.runs({ state: "succeeded" })).length === 3;
    });
  let commits = 0;
  for (let at = 0; at <= commits; at++) {
    await using engine = await new TestEngine({ "lot.ts": text }).start();
    await make(engine, ...[1, 2, 3, 4, 5].map((n) => ({ n })));
    let left: TestEngine | undefined;
    let count = 0;
    engine.committed = () => {
      if (at === 0) commits++;
      else if (++count === at) left = engine.afterKill();
    };
    await finish(engine, `commit ${at}`, () => left !== undefined);
    if (at > 0 && !left) continue;
    await using second = left ? await left.start() : undefined;
    if (second) await finish(second, `after a kill at ${at}`);
    assert.deepEqual((await outputs(second ?? engine)).flat(), [1, 2, 3, 4, 5], `kill after commit ${at}`);
  }
  assert.ok(commits >= 4, `only ${commits} commits`);
});

Deno.test("options that make no sense are faults by name", async () => {
  await using engine = await new TestEngine({
    "a.ts": script('throttle: { limit: 0, period: "1m" }'),
    "b.ts": script('debounce: { period: "1s" }, batch: { size: 2, timeout: "1s" }'),
    "c.ts": script('singleton: "maybe" as never'),
  }).start();
  const faults = await Promise.all(["a", "b", "c"].map(async (name) => (await engine.workflow(name)).diagnostics[0]!));
  assert.match(faults[0]!.message, /throttle\.limit is 0: it must be a whole number from 1/);
  assert.match(faults[1]!.message, /debounce and batch exclude each other/);
  assert.match(faults[2]!.message, /Bad singleton "maybe"/);
});
