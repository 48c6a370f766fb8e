import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";

const PARENT = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ invoke, input }: any) => {
  try {
    return await invoke("child", input);
  } catch (error: any) {
    return [error.name, error.reason, error.message];
  }
});
`;
const CHILD = `
import { call, workflow } from "@bulkhead/workflow";
import { z } from "zod";
export default workflow({ on: call({ input: z.object({ n: z.number() }) }) }, async ({ input, sleep, step }) => {
  if (input.n === 13) throw new RangeError("unlucky");
  await sleep("1h");
  return await step("double", () => input.n * 2);
});
`;
const SCRIPTS = { "parent.ts": PARENT, "child.ts": CHILD };

Deno.test("a child answers its parent, and both know each other", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  const id = await engine.run("parent", { n: 4 });
  const waiting = await engine.state(id, "waiting");
  assert.equal(waiting.reason, "waiting for the workflow child");
  const child = await engine.until("asleep", async () => (await engine.runs({ state: "sleeping" }))[0]);
  assert.equal(child.parent, id);
  assert.equal(child.trigger, "call by parent");
  assert.deepEqual(waiting.children?.map((one) => one.id) ?? [child.id], [child.id]);
  await engine.advance("1h");
  const done = await engine.state(id, "succeeded");
  assert.equal(done.output, 8);
  assert.deepEqual(done.children, [{ id: child.id, name: "child", state: "succeeded" }]);
});

Deno.test("a child's error, a bad input and a workflow that is not there reject the step", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  const output = async (input: unknown) => (await engine.state(await engine.run("parent", input), "succeeded")).output;
  assert.deepEqual(await output({ n: 13 }), ["RangeError", "internal", "unlucky"]);
  assert.equal((await output({ n: "x" }) as string[])[1], "invalid_params");
  Deno.removeSync(`${engine.root}/workflows/child.ts`);
  await engine.until("gone", async () => {
    await engine.advance(100);
    return (await engine.call<{ items: unknown[] }>("list")).items.length === 1;
  });
  assert.equal((await output({ n: 1 }) as string[])[1], "not_found");
});

Deno.test("cancelling a run cancels what it invoked, also when the host ends in between", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  const id = await engine.run("parent", { n: 4 });
  const child = await engine.until("asleep", async () => (await engine.runs({ state: "sleeping" }))[0]);
  let left: TestEngine | undefined;
  engine.committed = () => left ??= engine.afterKill();
  await engine.call("cancel", { id });
  await engine.state(child.id, "cancelled");
  await using second = await left!.start();
  await second.state(id, "cancelled");
  await second.state(child.id, "cancelled");
});

Deno.test("a kill after any commit begins the child once", async () => {
  let commits = 0;
  const finish = (engine: TestEngine, id: string, stop = () => false) =>
    engine.until("the end", async () => {
      if (stop()) return true;
      await engine.advance("10m");
      return (await engine.detail(id)).endedAt !== undefined;
    });
  for (let at = 0; at <= commits; at++) {
    await using engine = await new TestEngine(SCRIPTS).start();
    const id = await engine.run("parent", { n: 4 });
    let left: TestEngine | undefined;
    let count = 0;
    engine.committed = () => {
      if (at === 0) commits++;
      else if (++count === at) left = engine.afterKill();
    };
    await finish(engine, id, () => left !== undefined);
    if (at > 0 && !left) continue;
    await using second = left ? await left.start() : undefined;
    if (second) await finish(second, id);
    const { output, children } = await (second ?? engine).detail(id);
    assert.equal(output, 8, `kill after commit ${at}`);
    assert.equal(children!.length, 1, `kill after commit ${at}`);
  }
  assert.ok(commits >= 6, `only ${commits} commits`);
});
