import assert from "node:assert/strict";
import type { CallRequest } from "../rpc/ports.ts";
import { TestEngine } from "./_test_host.ts";

/** What scripts of these tests, which are in this process, call. */
const world = globalThis as unknown as { look?: (where: string) => unknown; gate?: Promise<void> };

const script = (body: string) =>
  `import { call, workflow } from "@bulkhead/workflow";
const { look } = globalThis as any;
export default workflow({ name: "early", on: call(), uses: ["shop"] as never }, async (context: any) => {
const { step, shop } = context;
${body}
});
`;

function begin(engine: TestEngine): Promise<unknown> {
  const caller = { kind: "user" as const, id: "u1", name: "alice", role: "member" as const };
  const request: CallRequest = { method: "workflow.early", params: {}, caller, transport: "http" };
  return engine.provider!.deliver(request, engine.provider!.methods()[0]!);
}

const onDisk = (engine: TestEngine) => engine.db.get<{ count: number }>("SELECT count(*) AS count FROM wf_runs")!.count;

Deno.test("a call's run is written with its first step: one commit less, and nothing of it is lost", async () => {
  world.look = () => onDisk(engine);
  await using engine = await new TestEngine({
    "early.ts": script(`return await step("one", () => look("one"));`),
  }).start();
  await begin(engine);
  let commits = 0;
  engine.committed = () => void commits++;
  assert.equal(await begin(engine), 1, "while its first step was done only the run before was there");
  engine.committed = undefined;
  assert.equal(commits, 1);
  assert.deepEqual((await engine.runs()).map(({ state }) => state), ["succeeded", "succeeded"]);
  assert.equal(engine.db.all("SELECT 1 FROM wf_steps WHERE state = 'succeeded'").length, 2);
});

Deno.test("whatever reaches beyond the script waits until its run is on disk", async () => {
  await using engine = await new TestEngine({
    "early.ts": script(`
      const [bought] = await Promise.all([shop.item.buy({}), step("beside", () => 1)]);
      return bought;`),
  }).start();
  engine.plugins = { "shop.item.buy": () => onDisk(engine) };
  assert.equal(await begin(engine), 1);
  assert.equal(await begin(engine), 2);
});

Deno.test("a run whose first step takes its time is on disk long before, can be found, and goes on after a restart", async () => {
  await using engine = await new TestEngine({
    "early.ts": script(`await step("slow", () => (globalThis as any).gate); return "done";`),
  }).start();
  world.gate = new Promise(() => {});
  begin(engine).catch(() => {});
  const [run] = await engine.until("it is listed", async () => {
    const runs = await engine.runs();
    return runs.length > 0 ? runs : undefined;
  });
  await engine.stop();
  world.gate = Promise.resolve();
  await engine.start();
  assert.equal((await engine.state(run!.id, "succeeded")).output, "done");
});

Deno.test("a stop in the moment in which a run begins keeps it", async () => {
  await using engine = await new TestEngine({ "early.ts": script(`return await step("one", () => 1);`) }).start();
  await begin(engine);
  world.gate = new Promise(() => {});
  begin(engine).catch(() => {});
  await engine.stop();
  await engine.start();
  await engine.until("both are there", async () => {
    const states = (await engine.runs()).map(({ state }) => state);
    return states.length === 2 && states.every((state) => state === "succeeded");
  });
});

Deno.test("a run that cannot be written is told to its caller, and the next one begins", async () => {
  await using engine = await new TestEngine({ "early.ts": script(`return await step("one", () => 1);`) }).start();
  engine.db.exec("CREATE TRIGGER no_room BEFORE INSERT ON wf_runs BEGIN SELECT raise(ABORT, 'the disk is full'); END");
  await assert.rejects(begin(engine), /the disk is full/);
  engine.db.exec("DROP TRIGGER no_room");
  assert.equal(await begin(engine), 1);
  await engine.advance("10s");
  assert.equal(await begin(engine), 1);
  assert.equal(onDisk(engine), 2);
});
