import assert from "node:assert/strict";
import type { RunDetail } from "./wire.ts";
import { TestEngine } from "./_test_host.ts";

const script = (body: string) =>
  `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "big", on: manual(), uses: ["shop"] }, async ({ step, sleep, all, shop }) => {
${body}
});
`;

async function outcome(body: string, answer: unknown = null): Promise<RunDetail> {
  await using engine = await new TestEngine({ "big.ts": script(body) }).start();
  engine.plugins = { "shop.item.list": () => answer };
  return await engine.state(await engine.run("big"), "succeeded", "failed");
}

Deno.test("a result that is too large fails its step with its name, size and the limit; the script may catch it", async () => {
  const { state, error, steps } = await outcome(
    `return (await step("dump", () => "x".repeat(9 * 1024 * 1024))).length;`,
  );
  assert.equal(state, "failed");
  assert.match(error!.message, /The result of step "dump" is 9\.0 MiB of JSON, and at most 8\.0 MiB are kept/);
  assert.equal(error!.reason, "too_large");
  assert.match(error!.hint!, /hand on its id/);
  assert.equal(steps[0]!.attempts, 1, "another attempt would be as large");

  const caught = await outcome(
    `try { await shop.item.list({}); } catch (error) { return [error.step, error.reason, error.message]; }`,
    "y".repeat(9 * 1024 * 1024),
  );
  assert.deepEqual((caught.output as string[]).slice(0, 2), ["shop.item.list", "too_large"]);
  assert.match((caught.output as string[])[2]!, /The result of "shop\.item\.list" is 9\.0 MiB/);
  assert.equal(
    (await outcome(`return (await step("ok", () => "x".repeat(7 * 1024 * 1024))).length;`)).output,
    7 * 1024 * 1024,
  );
});

Deno.test("a run whose values together are too large ends, and says with which step", async () => {
  const { state, error } = await outcome(`
    for (let n = 0; n < 10; n++) try { await step("part", () => "x".repeat(5 * 1024 * 1024)); } catch { /* goes on */ }
    return "it went on";`);
  assert.equal(state, "failed");
  assert.equal(error!.reason, "journal_too_large");
  assert.match(
    error!.message,
    /With the step "part" the run's journal would be 35\.0 MiB, and it may have at most 32\.0 MiB/,
  );
});

Deno.test("a run may have so many steps, and a loop without end ends", async () => {
  await using engine = new TestEngine({
    "big.ts": script(`for (;;) try { await step("again", () => 1); } catch { /* goes on */ }`),
  });
  engine.maxSteps = 50;
  await engine.start();
  const { error, steps } = await engine.state(await engine.run("big"), "failed");
  assert.equal(error!.reason, "too_many_steps");
  assert.match(error!.message, /asks for the step "again" after 50 steps/);
  assert.match(error!.hint!, /child workflows/);
  assert.equal(steps.length, 50);
});

Deno.test("a long history is replayed", async () => {
  await using engine = await new TestEngine({
    "big.ts": script(`
    let sum = 0;
    for (let n = 0; n < 4; n++) sum += (await step("part", () => "x".repeat(6 * 1024 * 1024))).length;
    await sleep("1h");
    return sum;`),
  }).start();
  const id = await engine.run("big");
  await engine.state(id, "sleeping");
  await engine.stop();
  await engine.start();
  await engine.advance("1h");
  assert.equal((await engine.state(id, "succeeded")).output, 24 * 1024 * 1024);
});
