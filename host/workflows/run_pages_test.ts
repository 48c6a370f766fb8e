import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { TestEngine } from "./_test_host.ts";
import type { RunDetail, RunInfo, StepInfo } from "./wire.ts";

const SCRIPT = `
import { event, manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: [manual(), event("n.made")], retry: { max: 3, backoff: "1s", jitter: false } as never },
  async ({ input, event, step, sleep, all }: any) => {
    const much = input ?? event.data;
    if (much.sleep) await sleep("30d");
    if (much.fail) await step("breaks", () => { throw new RangeError("no " + much.fail); });
    await all(Array.from({ length: much.steps ?? 1 }, (_, n) => step("item " + n, () => "x".repeat(much.size ?? 1))));
    return much;
  });
`;

interface Page {
  items: RunInfo[];
  nextCursor?: string;
}

/** Every statement that the database is asked for while `work` runs. */
async function statements(work: () => Promise<unknown>): Promise<string[]> {
  const found = new Set<string>();
  const original = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    found.add(sql);
    return original.call(this, sql, ...rest);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.prepare = original;
  }
  return [...found];
}

const DONE = ["succeeded", "failed", "sleeping"];

async function end(engine: TestEngine, input: object): Promise<string> {
  const id = await engine.run("work", input);
  await settle(engine, id);
  return id;
}

/** Lets time go on until the run has nothing to do. */
async function settle(engine: TestEngine, id: string): Promise<void> {
  await engine.until("the run has nothing to do", async () => {
    await engine.advance("1s");
    return DONE.includes((await engine.runs({ text: id }))[0]?.state ?? "");
  });
}

Deno.test("runs are found by state, trigger, time, the beginning of an id and words of their error", async () => {
  await using engine = await new TestEngine({ "work.ts": SCRIPT, "other.ts": SCRIPT }).start();
  const good = await end(engine, {});
  const bad = await end(engine, { fail: "Milk" });
  const asleep = await end(engine, { sleep: true });
  await engine.advance("1m");
  const later = new Date(engine.clock.now()).toISOString();
  await engine.publish("n.made", {});
  await engine.until("both runs of the event", async () => (await engine.runs({ trigger: ["event"] })).length === 2);
  const ids = async (params: object) => (await engine.runs(params)).map(({ id }) => id);
  assert.deepEqual(await ids({ state: "failed" }), [bad]);
  assert.deepEqual(await ids({ state: ["failed", "sleeping"], name: "work" }), [asleep, bad]);
  assert.deepEqual(await ids({ name: "work", trigger: ["manual"] }), [asleep, bad, good]);
  assert.deepEqual(await ids({ name: "work", until: later }), [asleep, bad, good]);
  assert.equal((await ids({ since: later })).length, 2);
  assert.deepEqual(await ids({ text: "no milk" }), [bad]);
  assert.deepEqual(await ids({ text: bad }), [bad]);
  assert.deepEqual(await ids({ text: bad.slice(0, 20) }), [bad]);
  assert.deepEqual(await ids({ text: "run_zzzzzzzzz" }), []);
  assert.deepEqual(await ids({ text: "nothing like it" }), []);
  const again = (await engine.call<{ runId: string }>("replay", { id: good })).runId;
  await engine.until("all are on disk", async () => (await engine.runs({ state: "succeeded" })).length === 4);
  assert.deepEqual(await ids({ trigger: ["replay"] }), [again]);
  assert.deepEqual((await engine.detail(good)).replays?.map(({ id }) => id), [again]);

  const first = await engine.call<Page>("runs", { limit: 4 });
  const second = await engine.call<Page>("runs", { limit: 4, cursor: first.nextCursor });
  assert.deepEqual([...first.items, ...second.items].map(({ id }) => id), await ids({}));
  assert.equal(second.nextCursor, undefined);
  await assert.rejects(engine.call("runs", { cursor: "?" }), /Bad cursor/);

  const counts = async (params: object) => {
    const { items } = await engine.call<{ items: { state: string; count: number }[] }>("runs.count", params);
    return Object.fromEntries(items.map(({ state, count }) => [state, count]));
  };
  assert.deepEqual(await counts({}), { succeeded: 4, failed: 1, sleeping: 1 });
  assert.deepEqual(await counts({ name: "other" }), { succeeded: 1 });
  assert.deepEqual(await counts({ trigger: ["manual"] }), { succeeded: 1, failed: 1, sleeping: 1 });
});

Deno.test("a cancel of many says how many of them still clean up, and the list marks those", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ input, signal, sleep }) => {
  try { await signal("never"); } finally { if (input.tidy) await sleep("1h"); }
});
`;
  await using engine = await new TestEngine({ "tidy.ts": script }).start();
  const ids = await Promise.all([true, true, false].map((tidy) => engine.run("tidy", { tidy })));
  for (const id of ids) await engine.state(id, "waiting");
  const cancelled = await engine.call("runs.cancel", { name: "tidy" });
  assert.deepEqual(cancelled, { done: 3, failed: 0, cleaningUp: 2, more: false });
  const marked = (await engine.runs({ name: "tidy" })).filter(({ cleaningUpSince }) => cleaningUpSince);
  assert.deepEqual(marked.map(({ id }) => id).sort(), ids.slice(0, 2).sort());
});

Deno.test("all runs that a filter shows are cancelled, or go on at the step that failed", async () => {
  await using engine = await new TestEngine({ "work.ts": SCRIPT }).start();
  const asleep = [await end(engine, { sleep: true }), await end(engine, { sleep: true })];
  const good = await end(engine, {});
  const bad = await end(engine, { fail: "milk" });
  assert.deepEqual(await engine.call("runs.cancel", { name: "work", limit: 1 }), { done: 1, failed: 0, more: true });
  const listed = async () => (await engine.runs({ name: "work", state: "cancelled" })).length;
  await engine.until("the first is listed as cancelled", async () => await listed() === 1);
  assert.deepEqual(await engine.call("runs.cancel", { name: "work" }), { done: 1, failed: 0, more: false });
  assert.deepEqual(await engine.call("runs.cancel", { state: "succeeded" }), { done: 0, failed: 0, more: false });
  for (const id of asleep) await engine.state(id, "cancelled");
  assert.equal((await engine.detail(good)).state, "succeeded");
  assert.deepEqual(await engine.call("runs.resume", { text: "milk" }), { done: 1, failed: 0, more: false });
  assert.notEqual((await engine.detail(bad)).state, "failed");
});

Deno.test("each attempt that failed is kept with its error, also when the run goes on", async () => {
  await using engine = await new TestEngine({ "work.ts": SCRIPT }).start();
  const id = await end(engine, { fail: "milk" });
  const step = await engine.call<StepInfo>("run.step", { id, step: "breaks" });
  assert.deepEqual(step.failures?.map(({ attempt, error }) => [attempt, error.message]), [
    [1, "no milk"],
    [2, "no milk"],
    [3, "no milk"],
  ]);
  const times = step.failures!.map(({ endedAt }) => Date.parse(endedAt));
  assert.ok(times[0]! < times[1]! && times[1]! < times[2]!, String(times));
  await engine.call("resume", { id });
  await settle(engine, id);
  const again = await engine.detail(id);
  assert.deepEqual(again.steps[0]!.failures?.map(({ attempt }) => attempt), [1, 2, 3, 1, 2, 3]);
  await assert.rejects(engine.call("run.step", { id, step: "gone" }), /has no step "gone"/);
});

Deno.test("a long history is answered in pages, and long values step by step", async () => {
  await using engine = await new TestEngine({ "work.ts": SCRIPT }).start();
  const long = await end(engine, { steps: 1_234 });
  const run = await engine.detail(long);
  assert.deepEqual([run.steps.length, run.stepCount], [500, 1_234]);
  const names = run.steps.map(({ name }) => name);
  let cursor = run.nextSteps;
  while (cursor) {
    const page = await engine.call<{ items: StepInfo[]; nextCursor?: string }>("run.steps", {
      id: long,
      cursor,
      limit: 300,
    });
    names.push(...page.items.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  assert.deepEqual(names, Array.from({ length: 1_234 }, (_, n) => `item ${n}`));
  const around = await engine.call<{ items: StepInfo[] }>("run.steps", { id: long, around: "item 900", limit: 10 });
  assert.equal(around.items.some(({ id }) => id === "item 900"), true);
  assert.equal(around.items.length, 10);
  const after = await engine.call<{ items: StepInfo[] }>("run.steps", { id: long, after: 1_000, limit: 2 });
  assert.deepEqual(after.items.map(({ position }) => position), [1_001, 1_002]);
  await assert.rejects(engine.call("run.steps", { id: long, cursor: "e30" }), /Bad cursor/);

  const big = await end(engine, { steps: 2, size: 20_000 });
  const [first] = (await engine.detail(big)).steps;
  assert.equal(first!.output, null);
  assert.ok(first!.leftOut!.output! > 20_000);
  assert.equal((await engine.call<StepInfo>("run.step", { id: big, step: first!.id })).output, "x".repeat(20_000));
});

Deno.test("no query of the runs' pages walks a table that grows, or sorts one", async () => {
  await using engine = await new TestEngine({ "work.ts": SCRIPT }).start();
  const id = await end(engine, { fail: "milk" });
  await engine.stop();
  await engine.start();
  const sqls = await statements(async () => {
    const filters = [{}, { name: "work" }, { state: "failed" }, { name: "work", state: ["failed", "running"] }];
    const rests = [{}, { text: "milk", trigger: ["manual"] }, { text: id.slice(0, 9) }, {
      since: "2020-01-01T00:00:00Z",
    }];
    for (const filter of filters) {
      for (const rest of rests) {
        await engine.call("runs", { ...filter, ...rest });
        const { state: _, ...counted } = { state: undefined, ...filter, ...rest };
        await engine.call("runs.count", counted);
      }
    }
    await engine.call<RunDetail>("run.get", { id });
    for (const params of [{}, { after: 1 }, { around: "breaks" }]) await engine.call("run.steps", { id, ...params });
    await engine.call("run.step", { id, step: "breaks" });
  });
  const own = sqls.filter((sql) => /^SELECT/.test(sql) && /wf_(runs|steps|attempts)/.test(sql));
  assert.ok(own.length > 20, `only ${own.length} statements were seen`);
  using db = new DatabaseSync(`${engine.root}/host.db`, { readOnly: true });
  for (const sql of own) {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all().map((row) => String(row.detail));
    // A walk along the primary key, newest first and with a limit, is what a list is; a subquery is limited itself.
    const bad = plan.filter((step) =>
      (/^SCAN /.test(step) && !/\(subquery/.test(step) && !/USING (COVERING )?INDEX/.test(step)) ||
      (/TEMP B-TREE/.test(step) && !/FROM \(SELECT/.test(sql) && !/FROM wf_steps s /.test(sql))
    );
    assert.deepEqual(bad, [], `${sql}\n${plan.join("\n")}`);
  }
});
