import assert from "node:assert/strict";
import type { WorkflowGraph } from "./graph_methods.ts";
import { TestEngine } from "./_test_host.ts";

const SCRIPT = `
import { event, manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: [event("n.made"), manual()], retry: { max: 1 } }, async ({ input, step, sleep, approve }: any) => {
  await step("first", () => 1);
  if (input?.fail) await step(\`fails \${input.fail}\`, () => { throw new Error("no"); });
  await sleep("1s");
  if (await approve("Sure?")) await sleep("1h");
  else await sleep("2h");
});
`;

const graph = async (engine: TestEngine) => {
  const { nodes, ...rest } = await engine.call<WorkflowGraph>("graph", { name: "work" });
  return { ...rest, nodes, at: (label: string) => nodes.find((node) => node.label === label)! };
};

Deno.test("the picture of a script counts its runs, also those that wait for longer than it looks back", async () => {
  await using engine = await new TestEngine({ "work.ts": SCRIPT }).start();
  const waits = await engine.run("work");
  await engine.state(waits, "sleeping");
  await engine.advance("1s");
  await engine.state(waits, "waiting");
  await engine.advance("30h");
  const fails = await engine.run("work", { fail: "much" });
  await engine.until("failed on disk", async () => (await engine.runs({ state: "failed" })).length === 1);
  const drawn = await engine.until("all of it on disk", async () => {
    const now = await graph(engine);
    return now.at("approve: Sure?").active === 1 && now.at("fails …").failed === 1 ? now : undefined;
  });
  assert.equal(drawn.runs, 2);
  const numbers = (label: string) => {
    const { runs, failed, active } = drawn.at(label);
    return [runs, failed, active];
  };
  assert.deepEqual(numbers("by hand"), [2, 0, 0]);
  assert.deepEqual(numbers("on n.made"), [0, 0, 0]);
  assert.deepEqual(numbers("first"), [2, 0, 0]);
  assert.deepEqual(numbers("fails …"), [1, 1, 0]);
  assert.deepEqual(drawn.at("fails …").here, [{ run: fails, step: "fails much", state: "failed" }]);
  assert.deepEqual(numbers("sleep 1s"), [1, 0, 0]);
  assert.equal(drawn.at("sleep 1s").p50Ms, 1_000);
  assert.deepEqual(numbers("approve: Sure?"), [1, 0, 1]);
  assert.deepEqual(drawn.at("approve: Sure?").here, [{ run: waits, step: "approve", state: "waiting" }]);
  assert.deepEqual(numbers("Ends"), [0, 0, 0]);

  await engine.call("approve", { id: waits });
  await engine.state(waits, "sleeping");
  const later = await engine.until("asleep on disk", async () => {
    const now = await graph(engine);
    return now.at("sleep 1h").active === 1 ? now : undefined;
  });
  // The sleeps have one name in the journal; how long they are tells them apart.
  assert.deepEqual([later.at("sleep 1h").active, later.at("sleep 2h").active], [1, 0]);
  await engine.advance("1h");
  await engine.state(waits, "succeeded");
  await engine.until(
    "it has ended, and began too long ago to count",
    async () => (await graph(engine)).at("Ends").runs === 0,
  );
});

Deno.test("a script that cannot be drawn says so, and its versions tell of the runs pinned to them", async () => {
  await using engine = await new TestEngine({ "work.ts": SCRIPT }).start();
  const id = await engine.run("work");
  await engine.state(id, "sleeping");
  const old = (await engine.workflow("work")).hash!;
  engine.save(
    "work.ts",
    SCRIPT.replace("export default", "const made =") + "\nconst list = [made]; export default list[0]!;\n",
  );
  await engine.until("the new version", async () => {
    await engine.advance(100);
    return (await engine.workflow("work")).hash !== old;
  });
  const drawn = await graph(engine);
  assert.match(drawn.problem!, /has no `export default workflow/);
  const { items } = await engine.call<{ items: { hash: string; state: string; runs: number; open: number }[] }>(
    "versions",
    { name: "work" },
  );
  assert.deepEqual(items.map(({ state, runs, open }) => [state, runs, open]), [["live", 0, 0], ["earlier", 1, 1]]);
  const { source } = await engine.call<{ source: string }>("version.get", { name: "work", hash: old });
  assert.equal(source, SCRIPT);
  await assert.rejects(engine.call("version.get", { name: "work", hash: "gone" }), /has no version gone/);
});
