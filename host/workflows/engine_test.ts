import assert from "node:assert/strict";
import { RpcError } from "../sdk/errors.ts";
import { TestEngine } from "./_test_host.ts";

const FORWARD = `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({
  on: event("order.placed", { where: { "data.kind": "book" } }),
  uses: ["chat"] as never,
  retry: { max: 3, delayMs: 1000 },
  concurrency: { limit: 1 },
}, async ({ event, chat }: any) => await chat.message.send({ text: event.data.title }));
`;

Deno.test("an event begins a run whose history tells every step", async () => {
  await using engine = await new TestEngine({ "forward.ts": FORWARD }).start();
  engine.plugins = { "chat.message.send": ({ text }: { text: string }) => ({ id: "m1", text }) };
  await engine.publish("order.placed", { kind: "shoe", title: "Boot" });
  await engine.publish("order.placed", { kind: "book", title: "Moby Dick" });
  const [run] = await engine.until(
    "a run",
    async () => (await engine.runs({ state: "succeeded" })).at(0) && engine.runs(),
  );
  const detail = await engine.detail(run!.id);
  assert.equal(detail.name, "forward");
  assert.equal(detail.trigger, "event order.placed");
  assert.equal(detail.steps.length, 1);
  const [step] = detail.steps;
  assert.deepEqual([step!.name, step!.kind, step!.state, step!.attempts], [
    "chat.message.send",
    "call",
    "succeeded",
    1,
  ]);
  assert.deepEqual(step!.input, { text: "Moby Dick" });
  assert.deepEqual(step!.output, { id: "m1", text: "Moby Dick" });
  assert.ok(step!.endedAt);
  assert.deepEqual(detail.output, { id: "m1", text: "Moby Dick" });
  assert.equal(engine.calls.length, 1);
  assert.equal((await engine.runs()).length, 1);
});

Deno.test("a run waits while its plugin is off and goes on when it is back, without counting the attempt", async () => {
  await using engine = await new TestEngine({ "forward.ts": FORWARD }).start();
  engine.plugins = { "chat.message.send": () => ({ ok: true }) };
  engine.off.add("chat");
  await engine.publish("order.placed", { kind: "book", title: "A" });
  const run = await engine.until("waiting", async () => (await engine.runs({ state: "waiting" }))[0]);
  assert.equal(run.reason, "waiting for chat");
  engine.off.delete("chat");
  const done = await engine.state(run.id, "succeeded");
  assert.equal(done.steps[0]!.attempts, 1);
  assert.equal(engine.calls.length, 1);
});

Deno.test("with a limit of 1 runs follow the order of their events, also across a restart", async () => {
  const order: string[] = [];
  const plugins = {
    "chat.message.send": async ({ text }: { text: string }) => {
      // Later ones are quicker: only the limit keeps the order.
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 12 - Number(text))));
      order.push(text);
      return null;
    },
  };
  await using engine = await new TestEngine({ "forward.ts": FORWARD }).start();
  engine.plugins = plugins;
  engine.off.add("chat");
  for (let n = 1; n <= 10; n++) await engine.publish("order.placed", { kind: "book", title: String(n) });
  await engine.until("first waits", async () => (await engine.runs({ state: "waiting" })).length === 1);
  await engine.until("the others queue", async () => (await engine.runs({ state: "queued" })).length === 9);
  await engine.stop();
  await engine.start();
  engine.off.delete("chat");
  await engine.until("all done", async () => (await engine.runs({ state: "succeeded" })).length === 10);
  assert.deepEqual(order, Array.from({ length: 10 }, (_, n) => String(n + 1)));
});

Deno.test("a key keeps order within itself only", async () => {
  const script = FORWARD.replace("{ limit: 1 }", '{ limit: 1, key: "data.room" }');
  await using engine = await new TestEngine({ "forward.ts": script }).start();
  const blocked = Promise.withResolvers<void>();
  engine.plugins = {
    "chat.message.send": async ({ text }: { text: string }) => {
      if (text === "a1") await blocked.promise;
      return null;
    },
  };
  for (const title of ["a1", "a2", "b1"]) await engine.publish("order.placed", { kind: "book", title, room: title[0] });
  await engine.until("b1 done", async () => (await engine.runs({ state: "succeeded" })).length === 1);
  assert.deepEqual(engine.calls.map(({ params }) => (params as { text: string }).text), ["a1", "b1"]);
  blocked.resolve();
  await engine.until("all done", async () => (await engine.runs({ state: "succeeded" })).length === 3);
});

Deno.test("a script's own filter and key functions decide before a run is shown", async () => {
  const script = `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({
  on: event("n.made", { filter: (e) => { if (e.data.n === 13) throw new Error("unlucky"); return e.data.n % 2 === 1; } }),
  concurrency: { limit: 1, key: ({ event }) => "k" + event.data.n % 3 },
}, ({ event }: any) => event.data.n);
`;
  await using engine = await new TestEngine({ "odd.ts": script }).start();
  for (const n of [1, 2, 3, 4, 5, 13]) await engine.publish("n.made", { n });
  const failed = await engine.until("all settled", async () => {
    const runs = await engine.runs();
    return runs.length === 4 && runs.every(({ endedAt }) => endedAt) ? runs : undefined;
  });
  assert.deepEqual(failed.map(({ state }) => state), ["failed", "succeeded", "succeeded", "succeeded"]);
  assert.match(failed[0]!.error!.message, /unlucky/);
  const keys = await Promise.all(failed.slice(1).map(async ({ id }) => (await engine.detail(id)).key));
  assert.deepEqual(keys, ["k2", "k0", "k1"]);
});

Deno.test("a failing call is retried with growing delays and fails for good in the end; resume tries the step again", async () => {
  await using engine = await new TestEngine({ "forward.ts": FORWARD }).start();
  let broken = true;
  engine.plugins = {
    "chat.message.send": () => {
      if (broken) throw new RpcError("internal", "no luck");
      return "sent";
    },
  };
  await engine.publish("order.placed", { kind: "book", title: "A" });
  const first = await engine.until("retrying", async () => (await engine.runs({ state: "waiting" }))[0]);
  assert.match(first.reason!, /retrying chat\.message\.send after: no luck/);
  assert.equal(Date.parse(first.wakeAt!) - engine.clock.now(), 1_000);
  await engine.advance(1_000);
  await engine.until("second attempt", () => engine.calls.length === 2);
  await engine.state(first.id, "waiting");
  await engine.advance(1_999);
  assert.equal(engine.calls.length, 2);
  await engine.advance(1);
  const failed = await engine.state(first.id, "failed");
  assert.equal(engine.calls.length, 3);
  assert.deepEqual([failed.steps[0]!.state, failed.steps[0]!.attempts, failed.error!.message], [
    "failed",
    3,
    "no luck",
  ]);
  broken = false;
  await engine.call("resume", { id: first.id });
  const done = await engine.state(first.id, "succeeded");
  assert.equal(done.output, "sent");
  assert.equal(new Set(engine.calls.map(({ key }) => key)).size, 1);
});

Deno.test("a run that sleeps for days leaves memory and its compartment, and survives a restart", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ sleep, step, now }) => {
  const before = await step("before", () => 7);
  const from = now();
  await sleep("3d");
  return [before, now() - from];
});
`;
  const engine = new TestEngine({ "nap.ts": script });
  engine.lingerMs = 0;
  await using _ = await engine.start();
  const id = await engine.run("nap");
  await engine.state(id, "sleeping");
  await engine.advance(70_000);
  await engine.stop();
  await engine.start();
  await engine.advance("2d");
  assert.equal((await engine.detail(id)).state, "sleeping");
  await engine.advance("1d");
  const done = await engine.state(id, "succeeded");
  const [before, sleptMs] = done.output as [number, number];
  assert.equal(before, 7);
  // Never early; how late depends on where the moved clock stood when the replay had come that far.
  assert.ok(sleptMs >= 3 * 86_400_000 && sleptMs <= 3 * 86_400_000 + 70_000, String(sleptMs));
  assert.equal(done.steps.filter(({ name }) => name === "before")[0]!.attempts, 1);
});

Deno.test("an idle run is taken out of its compartment and replayed when its event comes", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ waitFor, step }) => {
  const a = await step("a", () => 1);
  const event = await waitFor("door.opened", { where: { "data.door": 2 } });
  return a + event.data.n;
});
`;
  const engine = new TestEngine({ "door.ts": script });
  engine.lingerMs = 1_000;
  await using _ = await engine.start();
  const id = await engine.run("door");
  assert.equal((await engine.state(id, "waiting")).reason, "waiting for the event door.opened");
  await engine.advance(100_000);
  await engine.publish("door.opened", { door: 1, n: 0 });
  await engine.publish("door.opened", { door: 2, n: 41 });
  assert.equal((await engine.state(id, "succeeded")).output, 42);
  // One to read its options, one until it was idle, one for the rest.
  assert.equal(engine.compartments.length, 3);
});

Deno.test("a crash of the compartment replays the run; what it had done is not done again", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["chat"] as never }, async ({ chat, waitFor }: any) => {
  await chat.message.send({ text: "one" });
  await chat.message.send({ text: "two" });
  return "both";
});
`;
  await using engine = await new TestEngine({ "two.ts": script }).start();
  const reached = Promise.withResolvers<void>();
  const hold = Promise.withResolvers<void>();
  engine.plugins = {
    "chat.message.send": async ({ text }: { text: string }) => {
      if (text === "two") {
        reached.resolve();
        await hold.promise;
      }
      return text;
    },
  };
  const id = await engine.run("two");
  await reached.promise;
  engine.compartments.at(-1)!.kill();
  hold.resolve();
  const done = await engine.state(id, "succeeded");
  assert.equal(done.output, "both");
  const texts = engine.calls.map(({ params, key }) =>
    `${(params as { text: string }).text} ${key.split("/").slice(1)}`
  );
  assert.deepEqual(texts, ["one chat.message.send,1", "two chat.message.send,2", "two chat.message.send,2"]);
});

Deno.test("a script that kills its compartment again and again fails with the reason", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, async ({ step }) => { await new Promise(() => {}); });
`;
  await using engine = await new TestEngine({ "bad.ts": script }).start();
  const id = await engine.run("bad");
  for (let n = 1; n <= 5; n++) {
    await engine.until(`life ${n}`, async () => {
      await engine.advance(1_000);
      return engine.compartments.length === n + 1 && (await engine.detail(id)).state === "running";
    });
    engine.compartments.at(-1)!.kill("memory");
  }
  const failed = await engine.state(id, "failed");
  assert.match(failed.error!.message, /ended 5 times without progress, last with memory/);
});

Deno.test("cancel, pause, resume and replay", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
import { z } from "zod";
export default workflow({ on: manual({ input: z.object({ n: z.number().default(3) }) }) }, async ({ input, sleep }) => {
  await sleep("1h");
  return input.n * 2;
});
`;
  await using engine = await new TestEngine({ "slow.ts": script }).start();
  await assert.rejects(engine.run("slow", { n: "x" }), (error: RpcError) => error.data.path === "/input/n");
  const cancelled = await engine.run("slow", {});
  await engine.state(cancelled, "sleeping");
  assert.deepEqual(await engine.call("cancel", { id: cancelled }), { id: cancelled, state: "cancelled" });

  const paused = await engine.run("slow", { n: 4 });
  await engine.state(paused, "sleeping");
  await engine.call("pause", { id: paused });
  assert.equal((await engine.detail(paused)).reason, "paused by alice");
  await engine.advance("2h");
  assert.equal((await engine.detail(paused)).state, "paused");
  await engine.call("resume", { id: paused });
  assert.equal((await engine.state(paused, "succeeded")).output, 8);

  const { runId } = await engine.call<{ runId: string }>("replay", { id: paused });
  await engine.state(runId, "sleeping");
  assert.equal((await engine.detail(runId)).origin, paused);
  await engine.advance("1h");
  assert.equal((await engine.state(runId, "succeeded")).output, 8);
  await engine.advance("2h");
  assert.equal((await engine.detail(cancelled)).state, "cancelled");
  await assert.rejects(engine.call("resume", { id: cancelled }), (error: RpcError) => error.code === -32022);
  await assert.rejects(engine.call("cancel", { id: "run_none" }), (error: RpcError) => error.code === -32004);
});

Deno.test("runs are listed newest first, page by page", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual() }, ({ input }) => input);
`;
  await using engine = await new TestEngine({ "echo.ts": script }).start();
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.push(await engine.run("echo", { n }));
  await engine.until("all done", async () => (await engine.runs({ state: "succeeded" })).length === 5);
  const first = await engine.call<{ items: { id: string }[]; nextCursor: string }>("runs", { limit: 3 });
  const second = await engine.call<{ items: { id: string }[]; nextCursor?: string }>("runs", {
    limit: 3,
    cursor: first.nextCursor,
  });
  assert.deepEqual([...first.items, ...second.items].map(({ id }) => id), ids.reverse());
  assert.equal(second.nextCursor, undefined);
});

Deno.test("pages are told of runs and scripts that change", async () => {
  await using engine = await new TestEngine({ "forward.ts": FORWARD }).start();
  engine.plugins = { "chat.message.send": () => null };
  await engine.publish("order.placed", { kind: "book", title: "A" });
  await engine.until("done", async () => (await engine.runs({ state: "succeeded" })).length === 1);
  await engine.advance(100);
  const run = engine.pushes.findLast(({ type }) => type === "host.workflow.run.changed")!.data as {
    run: { state: string };
  };
  assert.equal(run.run.state, "succeeded");
  const workflow = engine.pushes.find(({ type }) => type === "host.workflow.changed")!.data as {
    workflow: { name: string };
  };
  assert.equal(workflow.workflow.name, "forward");
});

Deno.test("in safe mode scripts are shown and nothing runs", async () => {
  await using engine = await new TestEngine({ "forward.ts": FORWARD }).start();
  engine.plugins = { "chat.message.send": () => null };
  await engine.stop();
  await engine.start(true);
  assert.equal((await engine.workflow("forward")).state, "stopped");
  await engine.publish("order.placed", { kind: "book", title: "A" });
  await assert.rejects(engine.run("forward"), (error: RpcError) => /safe mode/.test(error.message));
  await engine.stop();
  await engine.start();
  await engine.until("the event waited", async () => (await engine.runs({ state: "succeeded" })).length === 1);
});
