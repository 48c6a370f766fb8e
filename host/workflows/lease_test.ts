import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import { createWriter, migrate, openDatabase } from "../storage/mod.ts";
import { TestEngine } from "./_test_host.ts";
import { Journal } from "./journal.ts";
import { FencedError, insertRun, readSteps, selectRuns } from "./run_store.ts";
import type { RunDetail } from "./wire.ts";

const STEP = {
  name: "one",
  occurrence: 1,
  position: 1,
  kind: "step" as const,
  hash: "h",
  state: "succeeded" as const,
  attempts: 1,
  input: { kind: "step" as const },
  startedAt: 1,
};

Deno.test("what an earlier generation of a run wants to write is refused, and the rest of its commit is not", async () => {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  const journal = new Journal(writer);
  migrate(db, "workflows", new URL("./migrations/", import.meta.url));
  db.run("INSERT INTO wf_versions VALUES ('h', 'w', x'00', '{}', '', 0, NULL)");
  const insert = (id: string) =>
    insertRun(db, {
      id,
      name: "w",
      hash: "h",
      admitted: true,
      triggerKind: "manual",
      candidates: [0],
      since: 0,
      seed: "s",
      createdAt: 0,
      key: "",
    })!.ord;
  const [taken, other] = [insert("taken"), insert("other")];
  await journal.run(taken, { generation: 2, state: "running" }, { fence: 1 });

  const zombie = journal.step(taken, 1, { ...STEP, output: "of the zombie" });
  const ended = journal.run(taken, { state: "succeeded" }, { fence: 1 });
  const fine = journal.step(other, 1, { ...STEP, output: "fine" });
  await assert.rejects(zombie, FencedError);
  assert.equal(await ended, false);
  await fine;
  await journal.step(taken, 2, { ...STEP, name: "two", output: "of its heir" });
  assert.deepEqual(readSteps(db, taken).map(({ output }) => output), ["of its heir"]);
  assert.deepEqual(readSteps(db, other).map(({ output }) => output), ["fine"]);
  assert.deepEqual(selectRuns(db, "1 ORDER BY ord").map(({ state }) => state), ["running", "queued"]);
  journal.close();
  await writer.close();
  db.close();
});

Deno.test("a run that begins, is retried, or whose compartment is starting, is cancelled", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "each", on: manual(), uses: ["shop"] as never, retry: { max: 9, delayMs: 60_000 } },
  async ({ shop }: any) => await shop.item.take({}));
`;
  await using engine = await new TestEngine({ "each.ts": script }).start();
  let refused = 0;
  engine.plugins = {
    "shop.item.take": () => {
      refused++;
      throw new Error("not today");
    },
  };
  const early = await engine.run("each");
  assert.equal((await engine.call<{ state: string }>("cancel", { id: early })).state, "cancelled");
  const retried = await engine.run("each");
  await engine.until("it is retried", async () => (await engine.detail(retried)).steps[0]?.state === "retrying");
  assert.equal((await engine.call<{ state: string }>("cancel", { id: retried })).state, "cancelled");
  const before = refused;
  await engine.advance("1h");
  await engine.stop();
  await engine.start();
  await engine.advance("1h");
  assert.equal(refused, before, "nothing is tried for them any more");
  for (const id of [early, retried]) assert.equal((await engine.detail(id)).state, "cancelled");
});

const SPIN = `import { manual, workflow } from "@bulkhead/workflow";
import { z } from "zod";

export default workflow({
  name: "spin",
  on: manual({ input: z.object({ spin: z.boolean() }) }),
}, async ({ input, step, sleep }) => {
  const spin = async () => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (;;);
  };
  if (input.spin) await step("spin", spin, { retry: { max: 1, delayMs: 0 } });
  await sleep("1s");
  return "it went on";
});
`;

Deno.test("a script that hangs is noticed by the host, and the runs beside it go on", async () => {
  await using host = await testHost({ workflows: { "spin.ts": SPIN } });
  const run = async (spin: boolean) =>
    (await host.call<{ runId: string }>("host.workflow.run", { name: "spin", input: { spin } })).runId;
  const detail = (id: string) => host.call<RunDetail>("host.workflow.run.get", { id });
  const beside = await run(false);
  await until(async () => (await detail(beside)).state === "sleeping", { what: "it sleeps", timeoutMs: 30_000 });
  const hung = await run(true);
  const ended = async (id: string) => (await detail(id)).endedAt !== undefined;
  await until(async () => await ended(hung) && await ended(beside), { what: "both ended", timeoutMs: 60_000 });
  assert.equal((await detail(beside)).output, "it went on");
  const { state, error } = await detail(hung);
  assert.equal(state, "failed");
  assert.match(error!.message, /Step "spin" was interrupted: the process ended while it ran/);
});
