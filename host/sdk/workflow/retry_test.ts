import assert from "node:assert/strict";
import { RpcError } from "../errors.ts";
import { manual, NonRetryableError, RetryAfterError, type Workflow, workflow } from "../workflow.ts";
import { testWorkflow } from "./testing.ts";

/** A workflow that uses a plugin of which no types exist. */
// deno-lint-ignore no-explicit-any -- any: as said
const untyped = workflow as unknown as (options: object, run: (context: any) => unknown) => Workflow;

Deno.test("an error that says that no retry mends it fails at once; one that names a time is tried again then", async () => {
  let attempts = 0;
  const script = workflow({ on: manual(), retry: { delayMs: "1s" } }, async ({ step }) => {
    await step("later", () => {
      if (++attempts === 1) throw new RetryAfterError("slow down", "10m");
    });
    const reason = await step("never", () => {
      attempts++;
      throw new NonRetryableError("the card has expired");
    }).catch((error) => error.name);
    return [reason, attempts];
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await test.advance("9m");
  assert.equal(attempts, 1);
  await run.crash();
  await test.advance("1m");
  assert.deepEqual(await run.result(), ["NonRetryableError", 3]);
  assert.deepEqual(run.steps.map(({ attempts }) => attempts), [2, 1]);
});

Deno.test("`on` and `never` say by reason or name which errors are tried again, also against the error table", async () => {
  const thrown = [new RpcError("not_found", "not yet"), new RpcError("not_found", "not yet")];
  const script = untyped({ on: manual(), uses: ["chat"], retry: { max: 3, delayMs: "1s" } }, async ({ chat, step }) => {
    const found = await chat.find({}, { retry: { on: ["not_found"] } });
    const refused = await chat.send({}, { retry: { never: ["internal"] } }).catch((error: Error) => error.message);
    const named = await step("named", () => {
      throw new RangeError("too far");
    }, { retry: { never: ["RangeError"] } }).catch((error: Error) => error.message);
    const other = await step("other", () => {
      throw new RangeError("too far");
    }, { retry: { on: ["TypeError"] } }).catch((error: Error) => error.message);
    return [found, refused, named, other];
  });
  using test = testWorkflow(script, {
    plugins: {
      "chat.find": () => {
        const error = thrown.shift();
        if (error) throw error;
        return "found";
      },
      "chat.send": () => {
        throw new RpcError("internal", "boom");
      },
    },
  });
  const run = await test.run();
  await test.advance("1m");
  assert.deepEqual(await run.result(), ["found", "boom", "too far", "too far"]);
  assert.deepEqual(run.steps.map(({ attempts }) => attempts), [3, 1, 1, 1]);
});

Deno.test("a step that gives up by a pause holds the run with the error, and has all its attempts again when it is resumed", async () => {
  let works = false;
  const script = untyped(
    { on: manual(), uses: ["bank"], retry: { max: 2, delayMs: "1s", giveUp: "pause" } },
    async ({ bank }) => {
      const missing = await bank.find({}).catch((error: Error) => error.message);
      return [missing, await bank.pay({})];
    },
  );
  using test = testWorkflow(script, {
    plugins: {
      "bank.find": () => {
        throw new RpcError("not_found", "no such account");
      },
      "bank.pay": () => {
        if (!works) throw new Error("the line is dead");
        return "paid";
      },
    },
  });
  const run = await test.run();
  for (const attempts of [2, 4]) {
    await test.advance("1m");
    assert.deepEqual([run.state, run.reason], ["paused", "bank.pay failed: the line is dead"]);
    assert.equal(run.error!.message, "the line is dead");
    assert.equal(run.steps[1]!.attempts, attempts);
    if (attempts === 4) works = true;
    await run.resume();
  }
  assert.deepEqual(await run.result(), ["no such account", "paid"]);
  assert.equal(new Set(test.calls.slice(1).map(({ key }) => key)).size, 1);
});

Deno.test("an attempt that takes longer than its timeout is abandoned, and what it says later does not count", async () => {
  const signals: AbortSignal[] = [];
  const late: ((value: string) => void)[] = [];
  const script = untyped({ on: manual(), uses: ["slow"], retry: { max: 2, delayMs: "1s" } }, async ({ slow, step }) => {
    const made = await step("make", ({ signal, number }: { signal: AbortSignal; number: number }) => {
      signals.push(signal);
      if (number === 2) return "second";
      return new Promise((resolve) => late.push(resolve));
    }, { timeout: "5s" });
    const called = await slow.answer({}, { timeout: "5s" }).catch((error: { reason: string }) => error.reason);
    return [made, called];
  });
  using test = testWorkflow(script, { plugins: { "slow.answer": () => new Promise(() => {}) } });
  const run = await test.run();
  assert.equal(signals[0]!.aborted, false);
  await test.advance("5s");
  assert.equal(signals[0]!.aborted, true);
  late[0]!("first");
  await test.advance("1s");
  assert.equal(run.steps[0]!.output, "second");
  await test.advance("1m");
  assert.deepEqual(await run.result(), ["second", "deadline_exceeded"]);
  assert.equal(test.calls.length, 2);
  assert.match(run.steps[1]!.error!.message, /slow\.answer took longer than its timeout of 5000 ms/);
});

Deno.test("options of retries that are wrong are refused by name", () => {
  const script = (retry: object) => () => workflow({ on: manual(), retry }, () => {});
  assert.throws(script({ giveUp: "shrug" }), /Bad retry\.giveUp "shrug": expected "fail" or "pause"/);
  assert.throws(script({ on: [5] }), /retry\.on: expected reasons or names/);
  assert.throws(() => workflow({ on: manual(), timeout: 0 }, () => {}), /timeout is 0/);
});
