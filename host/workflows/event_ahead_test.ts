import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";

/** What scripts of these tests, which are in this process, call. */
const world = globalThis as unknown as { look?: (n: number) => unknown; gate?: Promise<void> };

const script = (body: string) =>
  `import { event, workflow } from "@bulkhead/workflow";
const look = (n: number) => (globalThis as any).look(n);
export default workflow({ name: "early", on: event("thing.done"), uses: ["shop"] as never }, async (context: any) => {
const { step, shop, event } = context;
${body}
});
`;

const STEP = script(`return await step("one", () => look(event.data.n));`);

const onDisk = (engine: TestEngine) => engine.db.get<{ count: number }>("SELECT count(*) AS count FROM wf_runs")!.count;
const cursor = (engine: TestEngine) =>
  engine.db.get<{ position: number }>("SELECT position FROM bus_consumers WHERE name = 'workflow:early'")!.position;

async function ended(engine: TestEngine, count: number): Promise<unknown[]> {
  await engine.until(`${count} runs ended`, async () => {
    const runs = await engine.runs({ limit: 200 });
    return runs.length >= count && runs.every(({ endedAt }) => endedAt);
  });
  const runs = (await engine.runs({ limit: 200 })).reverse();
  const details = await Promise.all(runs.map(({ id }) => engine.detail(id)));
  assert.ok(details.every(({ state }) => state === "succeeded"));
  return details.map(({ output }) => output);
}

Deno.test("an event's run is written with its first step, and the cursor moves with it", async () => {
  await using engine = await new TestEngine({ "early.ts": STEP }).start();
  world.look = () => null;
  await engine.publish("thing.done", { n: 0 });
  await ended(engine, 1);
  const before = cursor(engine);
  let commits = 0;
  let seen: unknown;
  world.look = () => seen = { commits, runs: onDisk(engine), moved: cursor(engine) - before };
  engine.committed = () => void commits++;
  await engine.publish("thing.done", { n: 1 });
  await ended(engine, 2);
  assert.deepEqual(seen, { commits: 1, runs: 1, moved: 0 }, "while its first step was done only the event was there");
  assert.equal(cursor(engine), engine.log.head());
});

Deno.test("a kill before an event's run is on disk leaves the event, which begins it again", async () => {
  await using engine = await new TestEngine({ "early.ts": STEP }).start();
  let after: TestEngine | undefined;
  world.look = (n) => n;
  await engine.publish("thing.done", { n: 0 });
  await ended(engine, 1);
  world.look = (n) => {
    after ??= engine.afterKill();
    return n;
  };
  await engine.publish("thing.done", { n: 7 });
  await ended(engine, 2);
  await using next = await after!.start();
  assert.deepEqual(await ended(next, 2), [0, 7]);
  await next.stop();
  await next.start();
  assert.deepEqual(await ended(next, 2), [0, 7], "and no third time");
});

Deno.test("whatever reaches beyond the script waits until its run is on disk", async () => {
  await using engine = await new TestEngine({ "early.ts": script("return await shop.item.buy({});") }).start();
  engine.plugins = { "shop.item.buy": () => [onDisk(engine), cursor(engine) === engine.log.head()] };
  await engine.publish("thing.done", { n: 1 });
  assert.deepEqual(await ended(engine, 1), [[1, true]]);
});

Deno.test("more events than there is room for begin one run each, in their order", async () => {
  await using engine = await new TestEngine({ "early.ts": STEP }).start();
  const begun: number[] = [];
  world.look = (n) => {
    begun.push(n);
    return n;
  };
  const all = Array.from({ length: 700 }, (_, n) => n);
  await Promise.all(all.map((n) => engine.publish("thing.done", { n })));
  await engine.until("all have begun", () => begun.length >= all.length);
  assert.deepEqual(begun, all);
  await engine.until("all are on disk", () => onDisk(engine) === all.length && cursor(engine) === engine.log.head());
  await engine.stop();
  await engine.start();
  await engine.until("it has caught up", () => cursor(engine) === engine.log.head());
  assert.deepEqual([onDisk(engine), begun.length], [all.length, all.length]);
});

Deno.test("an event whose run cannot be written begins it later", async () => {
  await using engine = await new TestEngine({ "early.ts": STEP }).start();
  world.look = (n) => n;
  engine.db.exec("CREATE TRIGGER no_room BEFORE INSERT ON wf_runs BEGIN SELECT raise(ABORT, 'the disk is full'); END");
  await engine.publish("thing.done", { n: 1 });
  await engine.until("it was tried", () => engine.logs.some((line) => line.includes("the disk is full")));
  engine.db.exec("DROP TRIGGER no_room");
  await engine.publish("thing.done", { n: 2 });
  await engine.advance("10s");
  assert.deepEqual(await ended(engine, 2), [1, 2]);
  assert.equal(cursor(engine), engine.log.head());
});

Deno.test("a stop in the moment in which an event's run begins keep it", async () => {
  await using engine = await new TestEngine({
    "early.ts": script(`await step("slow", () => (globalThis as any).gate); return event.data.n;`),
  }).start();
  await engine.publish("thing.done", { n: 0 });
  await ended(engine, 1);
  world.gate = new Promise(() => {});
  await engine.publish("thing.done", { n: 1 });
  assert.equal(onDisk(engine), 1, "it has begun, and is not on disk");
  const { db } = engine;
  const last = engine.log.head();
  engine.committed = () => {
    const { position, runs } = db.get<{ position: number; runs: number }>(
      "SELECT position, (SELECT count(*) FROM wf_runs) AS runs FROM bus_consumers WHERE name = 'workflow:early'",
    )!;
    assert.ok(position < last || runs === 2, "the cursor moved past what is not on disk");
  };
  await engine.stop();
  engine.committed = undefined;
  assert.equal((await open(engine)).runs, 2, "it is on disk");
  world.gate = Promise.resolve();
  await engine.start();
  assert.deepEqual(await ended(engine, 2), [0, 1]);
});

/** What a life that has ended left on disk. */
async function open(engine: TestEngine): Promise<{ runs: number }> {
  const { openDatabase } = await import("../storage/mod.ts");
  const db = openDatabase(`${engine.root}/host.db`, { readOnly: true });
  const runs = db.get<{ count: number }>("SELECT count(*) AS count FROM wf_runs")!.count;
  db.close();
  return { runs };
}
