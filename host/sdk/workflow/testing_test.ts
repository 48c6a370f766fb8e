import assert from "node:assert/strict";
import { z } from "zod";
import { RpcError } from "../errors.ts";
import { cron, event, every, manual, StepError, type Workflow, workflow } from "../workflow.ts";
import { testWorkflow } from "./testing.ts";

/** A workflow that uses a plugin of which no types exist. */
// deno-lint-ignore no-explicit-any -- any: as said
const untyped = workflow as unknown as (options: object, run: (context: any) => unknown) => Workflow;

Deno.test("a sleep of thirty days takes no time in a test and survives a crash in between", async () => {
  const script = workflow({ on: manual() }, async ({ sleep, now }) => {
    const before = now();
    await sleep("30d");
    return now() - before;
  });
  using test = testWorkflow(script);
  const run = await test.run();
  assert.equal(run.state, "sleeping");
  await test.advance("29d");
  await run.crash();
  assert.equal(run.state, "sleeping");
  await test.advance("1d");
  assert.equal(await run.result(), 30 * 86_400_000);
});

Deno.test("a step runs once: a replay gets what it recorded, as the same kind of value", async () => {
  let executed = 0;
  const script = workflow({ on: manual() }, async ({ step, sleep }) => {
    const live = await step("make", () => {
      executed++;
      return { at: new Date(0), map: new Map([["a", 1n]]), gone: undefined, bytes: new Uint8Array([1, 2]) };
    });
    await sleep("1h");
    return [live.at.getTime(), live.map.get("a"), "gone" in live, live.bytes[1]];
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await run.crash();
  await test.advance("1h");
  assert.deepEqual(await run.result(), [0, 1n, false, 2]);
  assert.equal(executed, 1);
});

Deno.test("time and randomness in the body are the same at each replay, and real inside a step", async () => {
  const seen: string[] = [];
  const script = workflow({ on: manual() }, async ({ step, sleep, random, uuid, run }) => {
    const facts = () => [
      Date.now(),
      new Date().toISOString(),
      Math.random(),
      crypto.randomUUID(),
      performance.now(),
      random(),
      uuid(),
      [...crypto.getRandomValues(new Uint8Array(3))],
      run.startedAt.toISOString(),
    ];
    seen.push(JSON.stringify(facts()));
    const inside = await step("real", () => Math.abs(Date.now() - performance.timeOrigin - performance.now()) < 5_000);
    await sleep("5s");
    seen.push(JSON.stringify(facts()));
    await sleep("5s");
    return inside;
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await test.advance("5s");
  await run.crash();
  await test.advance("5s");
  assert.equal(await run.result(), true);
  assert.equal(seen[0], seen[2]);
  assert.equal(seen[1], seen[3]);
  assert.notEqual(seen[0], seen[1]);
  assert.equal(JSON.parse(seen[1]!)[0] - JSON.parse(seen[0]!)[0], 5_000);
  assert.equal(Date.now() > Date.UTC(2026, 5), true);
});

Deno.test("a race is won by the same branch at the replay as live", async () => {
  const order: string[] = [];
  const script = workflow({ on: manual() }, async ({ step, sleep }) => {
    const slow = async () => {
      await sleep("2s");
      return "slow";
    };
    const quick = async () => {
      await sleep("1s");
      await step("after", () => 1);
      return "quick";
    };
    const winner = await Promise.race([slow(), quick()]);
    order.push(winner);
    await sleep("10s");
    return winner;
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await test.advance("5s");
  await run.crash();
  await test.advance("10s");
  assert.equal(await run.result(), "quick");
  assert.deepEqual(order, ["quick", "quick"]);
});

Deno.test("an error is one class with the same fields live and at the replay", async () => {
  const caught: unknown[] = [];
  const script = workflow({ on: manual(), retry: { max: 1 } }, async ({ step, sleep }) => {
    try {
      await step("fail", () => {
        throw new RangeError("too far");
      });
    } catch (error) {
      assert.ok(error instanceof StepError);
      caught.push([error.name, error.message, error.code, error.reason, error.step]);
    }
    await sleep("1s");
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await run.crash();
  await test.advance("1s");
  await run.result();
  assert.deepEqual(caught, Array(2).fill(["RangeError", "too far", -32603, "internal", "fail"]));
});

Deno.test("a call of a plugin is retried by the class of its error, with one key", async () => {
  const answers = [
    new RpcError("internal", "boom"),
    new RpcError("plugin_unavailable", "off"),
    new RpcError("rate_limited", "slow down", { retryAfterMs: 60_000 }),
    { id: "sent" },
  ];
  const script = untyped(
    { on: manual(), retry: { max: 3, delayMs: "1s" }, uses: ["chat"] },
    ({ chat }) => chat.message.send({ text: "hi" }),
  );
  using test = testWorkflow(script, {
    plugins: {
      "chat.message.send": () => {
        const answer = answers.shift();
        if (answer instanceof Error) throw answer;
        return answer!;
      },
    },
  });
  const run = await test.run();
  assert.equal(run.state, "waiting");
  await test.advance("1s");
  assert.deepEqual([run.state, run.reason], ["waiting", "waiting for chat"]);
  await test.advance("1s");
  assert.equal(test.calls.length, 3);
  await test.advance("59s");
  assert.equal(test.calls.length, 3);
  await test.advance("1s");
  assert.deepEqual(await run.result(), { id: "sent" });
  assert.equal(new Set(test.calls.map(({ key }) => key)).size, 1);
  assert.equal(run.steps[0]!.attempts, 3);
});

Deno.test("an error that no retry can mend is not retried", async () => {
  const script = untyped({ on: manual(), uses: ["chat"] }, ({ chat }) => chat.message.send({}));
  using test = testWorkflow(script, {
    plugins: {
      "chat.message.send": () => {
        throw new RpcError("not_found", "No channel", { reason: "tombstoned", hint: "make it" });
      },
    },
  });
  const run = await test.run();
  assert.equal(run.state, "failed");
  assert.deepEqual(
    [run.error!.code, run.error!.reason, run.error!.hint, run.error!.step],
    [-32004, "tombstoned", "make it", "chat.message.send"],
  );
  assert.equal(test.calls.length, 1);
});

Deno.test("a script that asks for something else at the replay pauses with the difference", async () => {
  let text = "one";
  const script = untyped({ on: manual(), uses: ["chat"] }, async ({ chat, sleep }) => {
    await chat.send({ text });
    await sleep("1s");
  });
  using test = testWorkflow(script, { plugins: { "chat.send": () => null } });
  const run = await test.run();
  text = "two";
  await run.crash();
  assert.equal(run.state, "paused");
  assert.match(run.reason!, /Step chat\.send was recorded .* another input/);
  assert.equal(test.calls.length, 1);
});

Deno.test("a script that ends before a recorded step pauses", async () => {
  let early = false;
  const script = workflow({ on: manual() }, async ({ step, sleep }) => {
    if (early) return;
    await step("a", () => 1);
    await sleep("1s");
  });
  using test = testWorkflow(script);
  const run = await test.run();
  early = true;
  await run.crash();
  assert.equal(run.state, "paused");
  assert.match(run.reason!, /Step a stands in the journal, but the script did not ask for it/);
});

Deno.test("waitFor looks from the run's beginning and goes on after the event that it took", async () => {
  const script = workflow({ on: event("order.placed") }, async ({ waitFor, sleep }) => {
    await sleep("1m");
    const first = await waitFor("order.paid", { where: { "data.order": 7 }, timeout: "1h" });
    const second = await waitFor("order.paid", { timeout: "1h" });
    const late = await waitFor("order.paid", { timeout: "1h" }).catch((error) => error.reason);
    return [first.data.n, second.data.n, late];
  });
  using test = testWorkflow(script);
  const [run] = await test.publish({ type: "order.placed" });
  await test.publish({ type: "order.paid", data: { order: 8, n: 0 } });
  await test.publish({ type: "order.paid", data: { order: 7, n: 1 } });
  await test.advance("1m");
  assert.equal(run!.reason, "waiting for the event order.paid");
  await run!.crash();
  await test.publish({ type: "order.paid", data: { order: 8, n: 2 } });
  await test.advance("2h");
  assert.deepEqual(await run!.result(), [1, 2, "deadline_exceeded"]);
});

Deno.test("publish reaches the log once, however often the run is replayed", async () => {
  const script = workflow({ on: manual() }, async ({ publish, sleep }) => {
    await publish({ type: "greeting.sent", data: 1 });
    await sleep("1s");
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await run.crash();
  await run.crash();
  await test.advance("1s");
  await run.result();
  assert.deepEqual(test.events.map(({ type }) => type), ["greeting.sent"]);
});

Deno.test("the input of a manual run is checked and completed by its schema", async () => {
  const script = workflow(
    { on: manual({ input: z.object({ name: z.string(), loud: z.boolean().default(true) }) }) },
    ({ input }) => `${input.name} ${input.loud}`,
  );
  using test = testWorkflow(script);
  assert.equal(await (await test.run({ name: "Ada" })).result(), "Ada true");
  await assert.rejects(test.run({ name: 5 }), (error: RpcError) => error.data.path === "/name");
});

Deno.test("where and filter decide which events begin a run", async () => {
  const script = workflow({
    on: event<{ n: number; kind: string }>("a.*", { where: { "data.kind": ["x", "y"] }, filter: (e) => e.data.n > 1 }),
  }, ({ event }) => event.data.n);
  using test = testWorkflow(script);
  assert.equal((await test.publish({ type: "a.b", data: { n: 1, kind: "x" } })).length, 0);
  assert.equal((await test.publish({ type: "a.b", data: { n: 2, kind: "z" } })).length, 0);
  assert.equal((await test.publish({ type: "b.b", data: { n: 2, kind: "x" } })).length, 0);
  const [run] = await test.publish({ type: "a.b", data: { n: 2, kind: "y" } });
  assert.equal(await run!.result(), 2);
});

Deno.test("all runs at most `limit` functions at once and keeps their order", async () => {
  let active = 0;
  let most = 0;
  const script = workflow({ on: manual() }, ({ all, step }) =>
    all(
      [1, 2, 3, 4, 5].map((n) => () =>
        step("work", async () => {
          most = Math.max(most, ++active);
          await new Promise((resolve) => setTimeout(resolve, 1));
          active--;
          return n * 2;
        })
      ),
      { limit: 2 },
    ));
  using test = testWorkflow(script);
  assert.deepEqual(await (await test.run()).result(), [2, 4, 6, 8, 10]);
  assert.equal(most, 2);
});

Deno.test("logs and console of a run are written once", async () => {
  const script = workflow({ on: manual() }, async ({ log, step, sleep }) => {
    log.info("first");
    console.warn("second", { n: 1 });
    await step("s", () => console.log("inside"));
    await sleep("1s");
    log.error("last");
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await run.crash();
  await test.advance("1s");
  await run.result();
  assert.deepEqual(test.logs.map(({ level, message }) => [level, message]), [
    ["info", "first"],
    ["warn", "second { n: 1 }"],
    ["info", "inside"],
    ["error", "last"],
  ]);
  assert.deepEqual(test.logs.map(({ fields }) => fields!.run), Array(4).fill(run.id));
});

Deno.test("a timer or a durable call in the wrong place is refused with what to do", async () => {
  const script = workflow({ on: manual(), retry: { max: 1 } }, async ({ step, sleep }) => {
    const nested = await step("outer", () => sleep("1s")).catch((error) => error.message);
    let timer = "";
    try {
      setTimeout(() => {}, 1);
    } catch (error) {
      timer = (error as Error).message;
    }
    const unserializable = await step("fn", () => () => 1).catch((error) => error.message);
    return [nested, timer, unserializable];
  });
  using test = testWorkflow(script);
  const [nested, timer, unserializable] = await (await test.run()).result();
  assert.match(nested, /"sleep" is durable by itself/);
  assert.match(timer, /setTimeout is not durable .* sleep\("5s"\)/);
  assert.match(unserializable, /A function at the top cannot be kept/);
});

Deno.test("a step that is interrupted again and again comes to an end", async () => {
  const script = workflow(
    { on: manual(), retry: { max: 3, delayMs: 0 } },
    ({ step }) => step("hang", () => new Promise(() => {})),
  );
  using test = testWorkflow(script);
  const run = await test.run();
  for (let n = 0; n < 3; n++) {
    assert.equal(run.state, "running");
    await run.crash();
  }
  assert.equal(run.state, "failed");
  assert.match(run.error!.message, /interrupted/);
});

Deno.test("schedules begin runs when time is moved to them", async () => {
  const script = workflow({ on: [every("6h"), cron("0 9 * * *")] }, async ({ run, sleep }) => {
    await sleep("1m");
    return run.dueAt?.getUTCHours();
  });
  using test = testWorkflow(script);
  await test.advance(12 * 3_600_000 + 60_000);
  assert.deepEqual(await Promise.all(test.runs.map((run) => run.result())), [6, 9, 12]);
});

Deno.test("a test sends signals, decides approvals, lets their time pass and answers for other workflows", async () => {
  const script = workflow({ on: manual() }, async ({ approve, signal, invoke }) => [
    await approve("One?"),
    await approve("Two?", { timeout: "1h" }),
    await signal("word"),
    await invoke("other", { n: 1 }),
  ]);
  using test = testWorkflow(script, { workflows: { other: ({ n }) => n + 1 } });
  const run = await test.run();
  assert.equal(run.reason, "waiting for an approval: One?");
  await run.approve();
  await run.crash();
  await test.advance("1h");
  await run.signal("word", "hi");
  assert.deepEqual(await run.result(), [true, false, "hi", 2]);
  assert.equal(test.events.filter(({ type }) => type.startsWith("workflow.approval.")).length, 4);
});
