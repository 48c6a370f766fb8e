import assert from "node:assert/strict";
import { manual, StepError, type Workflow, workflow } from "../workflow.ts";
import { testWorkflow } from "./testing.ts";

/** A workflow that uses a plugin of which no types exist. */
// deno-lint-ignore no-explicit-any -- any: as said
const untyped = workflow as unknown as (options: object, run: (context: any) => unknown) => Workflow;

const plugins = { "shop.reserve": () => "held", "shop.release": () => "released" };

/** Reserves, waits for long, and gives back what it reserved when that fails. */
const booking = (options: object = {}, seen: unknown[] = []) =>
  untyped({ on: manual(), uses: ["shop"], ...options }, async ({ shop, sleep, waitFor }) => {
    await shop.reserve({});
    try {
      await Promise.all([sleep("30d"), waitFor("room.paid")]);
    } catch (error) {
      assert.ok(error instanceof StepError);
      seen.push([error.reason, error.message]);
      await sleep("1m");
      await shop.release({});
      throw error;
    } finally {
      await sleep("1s");
    }
  });

Deno.test("a cancelled run cleans up in catch and finally, with durable steps, and is cancelled then", async () => {
  const seen: unknown[] = [];
  using test = testWorkflow(booking({}, seen), { plugins });
  const run = await test.run();
  await test.advance("1h");
  await run.cancel();
  assert.equal(run.state, "sleeping");
  // The cancellation stands in the journal: a replay meets it at the same place.
  await run.crash();
  await test.advance("1m");
  await run.crash();
  await test.advance("1s");
  assert.equal(run.state, "cancelled");
  assert.equal(run.error, undefined);
  assert.deepEqual(test.calls.map(({ method }) => method), ["shop.reserve", "shop.release"]);
  assert.deepEqual(new Set(seen.map(String)), new Set(["cancelled,The run was cancelled by a test"]));
  assert.deepEqual(run.steps.map(({ name, state }) => `${name} ${state}`), [
    "shop.reserve succeeded",
    "sleep failed",
    "waitFor:room.paid failed",
    "sleep succeeded",
    "shop.release succeeded",
    "sleep succeeded",
  ]);
});

Deno.test("a run with nothing to clean up is cancelled at once, also between two steps", async () => {
  const script = workflow({ on: manual() }, async ({ step, sleep }) => {
    await step("long", () => new Promise(() => {}));
    await sleep("1d");
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await run.cancel();
  assert.equal(run.state, "cancelled");
  await run.cancel();
  assert.equal(run.state, "cancelled");
});

Deno.test("cleaning up has its limit; a second cancel, or force, ends it where it is", async () => {
  const stubborn = untyped({ on: manual(), grace: "1m" }, async ({ sleep }) => {
    for (;;) await sleep("10s").catch(() => {});
  });
  using test = testWorkflow(stubborn);
  const [slow, twice, forced] = [await test.run(), await test.run(), await test.run()];
  await slow!.cancel();
  await test.advance("30s");
  assert.equal(slow!.state, "sleeping");
  await slow!.crash();
  await test.advance("30s");
  assert.deepEqual([slow!.state, slow!.reason], [
    "cancelled",
    "The run was cancelled by a test; it did not clean up in time",
  ]);
  await twice!.cancel();
  await twice!.cancel();
  assert.equal(twice!.state, "cancelled");
  await forced!.cancel({ force: true });
  assert.equal(forced!.state, "cancelled");
  assert.equal(test.calls.length, 0);
});

Deno.test("a fault while cleaning up is told", async () => {
  const script = untyped({ on: manual(), retry: { max: 1 } }, async ({ sleep, step }) => {
    try {
      await sleep("1d");
    } finally {
      await step("undo", () => {
        throw new Error("cannot be undone");
      });
    }
  });
  using test = testWorkflow(script);
  const run = await test.run();
  await run.cancel();
  assert.equal(run.state, "cancelled");
  assert.equal(run.reason, "The run was cancelled by a test; cleaning up failed: cannot be undone");
  assert.equal(run.error!.message, "cannot be undone");
});

Deno.test("a run that takes longer than its timeout cleans up and has failed with deadline_exceeded", async () => {
  using test = testWorkflow(booking({ timeout: "2d" }), { plugins });
  const run = await test.run();
  await test.advance("1d");
  await run.crash();
  await test.advance("1d");
  assert.equal(run.state, "sleeping");
  await run.crash();
  await test.advance("2m");
  assert.equal(run.state, "failed");
  assert.deepEqual([run.error!.reason, run.error!.name], ["deadline_exceeded", "TimeoutError"]);
  assert.deepEqual(test.calls.map(({ method }) => method), ["shop.reserve", "shop.release"]);
});

Deno.test("the value of a secret is in no output, input, error or log of a run, and another value is no other input", async () => {
  const secrets = { API_KEY: "s3cr3t-value" };
  const script = untyped({ on: manual(), uses: ["web"], secrets: ["API_KEY"], retry: { max: 1 } }, async (context) => {
    const { step, web, log, sleep } = context;
    const key = context.secrets.API_KEY;
    log.info(`using ${key}`, { header: `Bearer ${key}` });
    console.log("using", key);
    const output = await step("return", () => ({ nested: [`Bearer ${key}`] }));
    const error = await step("throw", () => {
      throw new Error(`401 for ${key}`);
    }).catch((thrown: Error) => thrown.message);
    await context.publish({ type: "key.used", data: { key } });
    await context.invoke("other", { key });
    const echoed = await web.get({ authorization: `Bearer ${key}` });
    await sleep("1h");
    return { output, error, echoed, key };
  });
  let received = "";
  using test = testWorkflow(script, {
    secrets,
    workflows: { other: () => null },
    plugins: { "web.get": (params) => ({ youSent: received = params.authorization }) },
  });
  const run = await test.run();
  assert.equal(received, "Bearer s3cr3t-value");
  secrets.API_KEY = "another-value";
  await run.crash();
  await test.advance("1h");
  const result = await run.result();
  assert.deepEqual(result.output, { nested: ["Bearer [secret API_KEY]"] });
  assert.equal(result.error, "401 for [secret API_KEY]");
  assert.deepEqual(result.echoed, { youSent: "Bearer [secret API_KEY]" });
  assert.equal(result.key, "[secret API_KEY]");
  const kept = JSON.stringify([run.steps, test.logs, test.events, run.output, run.error]);
  assert.deepEqual(test.calls[0]!.params, { key: "[secret API_KEY]" });
  assert.doesNotMatch(kept, /s3cr3t-value|another-value/);
});
