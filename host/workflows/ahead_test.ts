import assert from "node:assert/strict";
import { RpcError } from "../sdk/errors.ts";
import { TestEngine } from "./_test_host.ts";

/** What scripts of these tests, which are in this process, call. */
const world = globalThis as unknown as { look?: (where: string) => unknown; gate?: Promise<void> };

const script = (body: string, options = "") =>
  `import { manual, workflow } from "@bulkhead/workflow";
const { look } = globalThis as any;
export default workflow({ name: "ahead", on: manual(), uses: ["shop"] as never, ${options} }, async (context: any) => {
const { step, shop, secrets, sleep } = context;
${body}
});
`;

const succeeded = (engine: TestEngine) =>
  engine.db.all<{ name: string }>("SELECT name FROM wf_steps WHERE state = 'succeeded' ORDER BY position").map((
    { name },
  ) => name);

Deno.test("the end of a run is on disk with its last step, and nothing is done that rests on what is not", async () => {
  const seen: Record<string, string[]> = {};
  world.look = (where) => void (seen[where] = succeeded(engine));
  await using engine = await new TestEngine({
    "ahead.ts": script(`
      const one = await step("one", () => 1);
      look("between");
      const two = await step("two", () => { look("two"); return one + 1; });
      await shop.item.list({ two });
      await Promise.all([step("three", () => look("three")), step("four", () => look("four"))]);
      return await step("five", () => two + 1);`),
  }).start();
  engine.plugins = { "shop.item.list": () => world.look!("call") };
  const states: [string, boolean][] = [];
  engine.committed = () => {
    const run = engine.db.get<{ state: string }>("SELECT state FROM wf_runs");
    states.push([run?.state ?? "none", succeeded(engine).includes("five")]);
  };
  const { output } = await engine.state(await engine.run("ahead"), "succeeded");
  engine.committed = undefined;
  assert.equal(output, 3);
  assert.deepEqual(seen, {
    // The script goes on, and what it asks for waits.
    between: [],
    two: ["one"],
    call: ["one", "two"],
    three: ["one", "two", "shop.item.list"],
    four: ["one", "two", "shop.item.list"],
  });
  assert.deepEqual(states.filter(([, last]) => last).map(([state]) => state), ["succeeded"]);
  assert.ok(states.every(([state, last]) => (state === "succeeded") === last), JSON.stringify(states));
});

Deno.test("what a script is told of its own result is what a replay tells it, also when a secret was taken out", async () => {
  const seen: unknown[] = [];
  world.look = (what) => (seen.push(what), what);
  await using engine = new TestEngine({
    "ahead.ts": script(
      `
      const key = await step("key", () => look("key is " + secrets.SHOP_KEY));
      const heard = await step("heard", () => look(key));
      await sleep("1h");
      return [key, heard];`,
      `secrets: ["SHOP_KEY"]`,
    ),
  });
  engine.secrets = { SHOP_KEY: "correct horse battery" };
  await engine.start();
  const { hash } = await engine.call<{ hash: string }>("grants.get", { name: "ahead" });
  await engine.call("grants.set", { name: "ahead", hash });
  const id = await engine.run("ahead");
  const { steps } = await engine.state(id, "sleeping");
  const kept = steps[0]!.output;
  assert.ok(!JSON.stringify(kept).includes("horse"), String(kept));
  assert.deepEqual(seen, ["key is correct horse battery", kept], "each function ran once, the second on what is kept");
  await engine.stop();
  await engine.start();
  await engine.advance("1h");
  assert.deepEqual((await engine.state(id, "succeeded")).output, [kept, kept]);
  assert.equal(seen.length, 2);
});

Deno.test("a cancel that comes with a result: the script hears of one of the two, and cleans up once", async () => {
  const seen: unknown[] = [];
  world.look = (what) => (seen.push(what), what);
  await using engine = await new TestEngine({
    "ahead.ts": script(`
      try {
        await step("wait", async () => { look("waits"); await (globalThis as any).gate; });
        await step("after", () => look("after"));
        await sleep("1h");
      } catch (error: any) {
        await step("clean", () => look("clean"));
        throw error;
      }`),
  }).start();
  for (const turns of [0, 1, 2, 3, 5]) {
    seen.length = 0;
    const gate = Promise.withResolvers<void>();
    world.gate = gate.promise;
    const id = await engine.run("ahead");
    await engine.until("the step waits", () => seen.includes("waits"));
    gate.resolve();
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    await engine.call("cancel", { id });
    const { steps } = await engine.state(id, "cancelled");
    assert.equal(seen.filter((what) => what === "clean").length, 1, `after ${turns} turns: ${seen}`);
    assert.equal(seen.filter((what) => what === "waits").length, 1, `after ${turns} turns: ${seen}`);
    assert.equal(steps.at(-1)!.name, "clean");
    assert.ok(steps.every(({ state }) => state !== "running"), JSON.stringify(steps));
  }
});

Deno.test("a script hears of what ended in the order of the journal, whichever was written first", async () => {
  const gone = () => {
    throw new RpcError("not_found", "It is not there");
  };
  await using engine = await new TestEngine({
    "ahead.ts": script(`
      const order: string[] = [];
      for (let round = 0; round < 5; round++) {
        await Promise.allSettled([
          shop.item.list({}).catch(() => order.push("call " + round)),
          step("fine", () => round).then(() => order.push("step " + round)),
        ]);
      }
      return order;`),
  }).start();
  engine.plugins = { "shop.item.list": gone };
  const { output, steps } = await engine.state(await engine.run("ahead"), "succeeded", "failed");
  const ends = engine.db.all<{ kind: string; occurrence: number }>(
    "SELECT kind, occurrence FROM wf_steps ORDER BY seq",
  );
  assert.equal(steps.length, 10);
  assert.deepEqual(output, ends.map(({ kind, occurrence }) => `${kind} ${occurrence - 1}`));
});
