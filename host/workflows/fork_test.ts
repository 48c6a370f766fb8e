import assert from "node:assert/strict";
import { RpcError } from "../sdk/errors.ts";
import { TestEngine } from "./_test_host.ts";

const SCRIPT = `
import { event, manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: [manual(), event("n.made")], uses: ["shop"] as never, retry: { max: 1 } },
  async ({ input, event, shop, uuid, now, sleep }: any) => {
    const began = now();
    const id = uuid();
    await shop.item.take({ id, began });
    await sleep("1h");
    const paid = await shop.item.pay({ id, much: input?.much ?? event?.data.much });
    return [id, began, paid];
  });
`;

async function started(): Promise<TestEngine> {
  const engine = await new TestEngine({ "buy.ts": SCRIPT }).start();
  engine.plugins = {
    "shop.item.take": () => null,
    "shop.item.pay": ({ much }: { much: number }) => {
      if (much > 5) throw new RpcError("precondition_failed", "too much");
      return much;
    },
  };
  return engine;
}

const replay = async (engine: TestEngine, params: object) =>
  (await engine.call<{ runId: string }>("replay", params)).runId;

Deno.test("a run is begun again from a step: what came before is taken over, and the input may be another", async () => {
  await using engine = await started();
  const first = await engine.run("buy", { much: 9 });
  await engine.state(first, "sleeping");
  await engine.advance("1h");
  const failed = await engine.state(first, "failed");
  const before = engine.calls.length;
  const again = await replay(engine, { id: first, from: "shop.item.pay", input: { much: 3 } });
  const done = await engine.state(again, "succeeded");
  const [id, began, paid] = done.output as [string, number, number];
  assert.deepEqual([id, began, paid], [
    (failed.steps[0]!.input as { id: string }).id,
    (failed.steps[0]!.input as { began: number }).began,
    3,
  ]);
  assert.deepEqual(engine.calls.slice(before).map(({ method }) => method), ["shop.item.pay"]);
  assert.equal(done.origin, first);
  assert.equal((await engine.detail(first)).state, "failed");
  // A fork of a fork keeps the clock and the randomness of the first.
  const third = await engine.state(await replay(engine, { id: again, from: "shop.item.pay" }), "succeeded");
  assert.deepEqual(third.output, done.output);
});

Deno.test("a run of an event is begun again with other data; a whole replay does every step again", async () => {
  await using engine = await started();
  await engine.publish("n.made", { much: 9 });
  const first = await engine.until("asleep", async () => (await engine.runs({ state: "sleeping" }))[0]);
  await engine.advance("1h");
  await engine.state(first.id, "failed");
  const again = await replay(engine, { id: first.id, input: { data: { much: 2 } } });
  await engine.state(again, "sleeping");
  await engine.advance("1h");
  const done = await engine.state(again, "succeeded");
  assert.equal((done.output as unknown[])[2], 2);
  assert.equal(engine.calls.length, 4);
});

Deno.test("what a fork taken over does not fit with pauses the run with the difference", async () => {
  await using engine = await started();
  const first = await engine.run("buy", { much: 9 });
  await engine.state(first, "sleeping");
  await engine.advance("1h");
  await engine.state(first, "failed");
  engine.save("buy.ts", SCRIPT.replace("{ id, began }", "{ id, began, more: 1 }"));
  const { hash } = await engine.workflow("buy");
  await engine.until("the new version", async () => {
    await engine.advance(100);
    return (await engine.workflow("buy")).hash !== hash;
  });
  const again = await replay(engine, { id: first, from: "shop.item.pay", version: "live" });
  assert.match((await engine.state(again, "paused")).reason!, /recorded as a call with another input/);
});

Deno.test("a step or an input that is not there is refused", async () => {
  await using engine = await started();
  const id = await engine.run("buy", { much: 1 });
  await engine.state(id, "sleeping");
  await assert.rejects(replay(engine, { id, from: "shop.item.give" }), (error: RpcError) => error.code === -32004);
  await assert.rejects(replay(engine, { id: "run_x" }), (error: RpcError) => error.code === -32004);
});

Deno.test("cancel, pause and resume work in every state", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never, concurrency: { limit: 1, key: "input.key" } },
  async ({ input, shop, sleep, signal }: any) => {
    if (input.what === "sleeping") await sleep("1h");
    if (input.what === "waiting") await signal("go");
    if (input.what === "running") await shop.item.take({});
    return input.what;
  });
`;
  await using engine = await new TestEngine({ "each.ts": script }).start();
  const blocked = Promise.withResolvers<void>();
  engine.plugins = { "shop.item.take": () => blocked.promise.then(() => null) };
  for (const what of ["sleeping", "waiting", "running", "queued"]) {
    const begin = async (key: string) => {
      if (what === "queued") {
        const holder = await engine.run("each", { key, what: "waiting" });
        await engine.state(holder, "waiting");
        const id = await engine.run("each", { key, what });
        return { id, free: () => engine.call("signal", { id: holder, name: "go" }) };
      }
      const id = await engine.run("each", { key, what });
      await engine.state(id, what);
      if (what === "running") await engine.until("the call", async () => (await engine.detail(id)).steps.length === 1);
      const free = what === "waiting" ? () => engine.call("signal", { id, name: "go" }) : () => Promise.resolve();
      return { id, free };
    };
    const cancelled = await begin(`${what} cancelled`);
    assert.equal((await engine.call<{ state: string }>("cancel", { id: cancelled.id })).state, "cancelled");
    const paused = await begin(`${what} paused`);
    assert.equal((await engine.call<{ state: string }>("pause", { id: paused.id })).state, "paused");
    const both = await begin(`${what} both`);
    await engine.call("pause", { id: both.id });
    await engine.call("cancel", { id: both.id });
    await engine.stop();
    await engine.start();
    assert.deepEqual(
      await Promise.all([cancelled, paused, both].map(async ({ id }) => (await engine.detail(id)).state)),
      ["cancelled", "paused", "cancelled"],
      what,
    );
    await engine.call("resume", { id: paused.id });
    if (what === "running") blocked.resolve();
    await paused.free();
    if (what === "sleeping") await engine.advance("1h");
    assert.equal((await engine.state(paused.id, "succeeded")).output, what);
  }
});
