import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";
import { deleteRun } from "./run_removal.ts";
import { openDatabase } from "../storage/mod.ts";
import type { StepInfo } from "./wire.ts";

const COPY = `import { event, manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "copy", on: [manual(), event("shop.list.sent")], uses: ["shop"] }, async ({ input, event, step, sleep, shop }) => {
  const long = await step("long", () => "é".repeat(50_000));
  const again = await step("again", () => long);
  const got = await shop.item.list({ filter: long });
  await sleep("1h");
  return { long, again, same: long === again, got: got.length, asked: input?.text?.length ?? event?.data.text.length };
});
`;

interface Kept {
  bytes: number;
  runs: number;
}

/** What is aside, longest first, with the number of runs that have it. */
function aside(engine: TestEngine): Kept[] {
  const db = openDatabase(`${engine.root}/host.db`, { readOnly: true });
  try {
    return db.all<Kept>(
      "SELECT bytes, (SELECT count(*) FROM wf_run_values WHERE value = id) AS runs FROM wf_values ORDER BY bytes DESC",
    );
  } finally {
    db.close();
  }
}

function query<T>(engine: TestEngine, sql: string): T[] {
  const db = openDatabase(`${engine.root}/host.db`, { readOnly: true });
  try {
    return db.all<T>(sql);
  } finally {
    db.close();
  }
}

Deno.test("long values are kept aside once, whoever has them, and a replay sees them as they were", async () => {
  await using engine = new TestEngine({ "copy.ts": COPY });
  engine.plugins = { "shop.item.list": () => "i".repeat(70_000) };
  await engine.start();
  const text = "t".repeat(80_000);
  const byHand = await engine.run("copy", { text });
  await engine.publish("shop.list.sent", { text });
  await engine.state(byHand, "sleeping");
  const [byEvent] = await engine.runs({ name: "copy" });
  await engine.state(byEvent!.id, "sleeping");
  assert.equal(engine.calls.length, 2);

  await engine.stop();
  await engine.start();
  await engine.advance("1h");
  for (const id of [byHand, byEvent!.id]) {
    const run = await engine.state(id, "succeeded");
    const output = run.output as { long: string; same: boolean; got: number; asked: number };
    assert.deepEqual({ ...output, long: output.long.length, again: 0 }, {
      long: 50_000,
      again: 0,
      same: true,
      got: 70_000,
      asked: 80_000,
    });
    const outputs = run.steps.map(async ({ id: step }) => (await stepOf(engine, id, step)).output as string | null);
    assert.deepEqual((await Promise.all(outputs)).map((output) => output?.length), [
      50_000,
      50_000,
      70_000,
      undefined,
    ]);
  }
  assert.equal(engine.calls.length, 2, "nothing was done twice");

  // Of both runs: their output, the call's input, the step's text (twice each) and the call's result, each once.
  const kept = aside(engine);
  assert.equal(kept.filter(({ runs }) => runs === 2).length, 4);
  assert.equal(kept.length, 6, "and the event and the input of one run each");
  const longest = query<{ n: number }>(
    engine,
    "SELECT max(length(coalesce(output, '')) + length(input)) AS n FROM wf_steps",
  );
  assert.ok(longest[0]!.n < 65_536, "nothing long stands in the journal itself");
});

Deno.test("a fork has what it took over, and what no run has any more is gone", async () => {
  await using engine = await new TestEngine({ "copy.ts": COPY }).start();
  engine.plugins = { "shop.item.list": () => [] };
  const first = await engine.run("copy", {});
  await engine.state(first, "sleeping");
  await engine.advance("1h");
  await engine.state(first, "succeeded");
  const { runId: fork } = await engine.call<{ runId: string }>("replay", { id: first, from: "shop.item.list" });
  await engine.state(fork, "sleeping");
  const before = aside(engine).length;

  const remove = (id: string) => {
    const db = openDatabase(`${engine.root}/host.db`);
    deleteRun(db, id);
    db.close();
  };
  await engine.call("cancel", { id: fork });
  remove(first);
  assert.ok(aside(engine).length > 0 && aside(engine).length < before);
  const { id: step, output, leftOut } = (await engine.detail(fork)).steps[0]!;
  assert.deepEqual([output, leftOut?.output], [null, 100_002], "a list says how long it is");
  assert.equal(((await stepOf(engine, fork, step)).output as string).length, 50_000);
  remove(fork);
  assert.deepEqual(aside(engine), []);
});

function stepOf(engine: TestEngine, id: string, step: string): Promise<StepInfo> {
  return engine.call<StepInfo>("run.step", { id, step });
}
