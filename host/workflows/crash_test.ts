import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";

/** Every kind of step, two branches at once, a retry, an order of events. */
const SCRIPT = `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({
  on: event("order.placed"),
  uses: ["shop"] as never,
  retry: { max: 4, delayMs: 1000 },
  concurrency: { limit: 1 },
}, async ({ event, shop, step, sleep, publish, waitFor, uuid, all }: any) => {
  const id = await step("name", () => "order-" + event.data.n);
  const [paid, packed] = await all([
    shop.order.pay({ id, receipt: uuid() }),
    (async () => { await sleep("2s"); return await shop.order.pack({ id }); })(),
  ]);
  await publish({ type: "order.ready", data: { id } });
  const seen = await waitFor("order.ready", { where: { "data.id": id } });
  return [paid, packed, seen.data.id];
});
`;

/** A plugin that keeps its answers by key, as the SDK does in the plugin's database; it outlives the engine. */
class Shop {
  readonly effects: string[] = [];
  readonly #answers = new Map<string, unknown>();
  #faults = 1;

  readonly methods = {
    "shop.order.pay": (params: { id: string; receipt: string }, { key }: { key: string }) =>
      this.#once(key, `pay ${params.id}`, () => `paid ${params.id}`),
    "shop.order.pack": (params: { id: string }, { key }: { key: string }) =>
      this.#once(key, `pack ${params.id}`, () => `packed ${params.id}`),
  };

  #once(key: string, effect: string, answer: () => unknown): unknown {
    if (this.#answers.has(key)) return this.#answers.get(key);
    if (effect === "pack order-2" && this.#faults-- > 0) throw new Error("the tape is empty");
    this.effects.push(effect);
    this.#answers.set(key, answer());
    return this.#answers.get(key);
  }
}

const EXPECTED = [
  ["paid order-1", "packed order-1", "order-1"],
  ["paid order-2", "packed order-2", "order-2"],
];

async function begin(shop: Shop): Promise<TestEngine> {
  const engine = new TestEngine({ "orders.ts": SCRIPT });
  engine.plugins = shop.methods;
  return await engine.start();
}

/** Moves time until both runs have ended, and compares with what must be. */
async function finish(engine: TestEngine, shop: Shop, what: string): Promise<void> {
  await engine.until(`${what}: both runs ended`, async () => {
    await engine.advance(500);
    return (await engine.runs()).filter(({ endedAt }) => endedAt).length === 2;
  });
  const runs = (await engine.runs()).reverse();
  const details = await Promise.all(runs.map(({ id }) => engine.detail(id)));
  assert.deepEqual(details.map(({ state, error }) => [state, error]), Array(2).fill(["succeeded", undefined]), what);
  assert.deepEqual(details.map(({ output }) => output), EXPECTED, what);
  // Each effect once; and the second run began after the first had ended.
  assert.deepEqual(shop.effects, ["pay order-1", "pack order-1", "pay order-2", "pack order-2"], what);
  const ready = await engine.log.read({ types: ["order.ready"] });
  assert.equal(ready.length, 2, `${what}: an event was published twice or not at all`);
}

Deno.test("a kill after any commit loses nothing, doubles nothing and keeps the order", async () => {
  let commits = 0;
  {
    const shop = new Shop();
    await using engine = await begin(shop);
    engine.committed = (count) => commits = count;
    for (const n of [1, 2]) await engine.publish("order.placed", { n });
    const before = commits;
    await finish(engine, shop, "without a kill");
    commits -= before;
  }
  assert.ok(commits >= 12, `only ${commits} commits: the test does not cut where it should`);

  for (let at = 1; at <= commits; at++) {
    const shop = new Shop();
    await using engine = await begin(shop);
    for (const n of [1, 2]) await engine.publish("order.placed", { n });
    let left: TestEngine | undefined;
    let count = 0;
    engine.committed = () => {
      if (++count !== at) return;
      left = engine.afterKill();
      // From here on the first life has no effect on the world that the second sees.
      engine.plugins = {};
    };
    await engine.until(`commit ${at}`, async () => {
      await engine.advance(500);
      return left !== undefined || (await engine.runs()).filter(({ endedAt }) => endedAt).length === 2;
    });
    if (!left) continue;
    await using second = left;
    await second.start();
    await finish(second, shop, `kill after commit ${at}`);
  }
});

Deno.test("a compartment of an earlier generation cannot write for a run", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never }, ({ shop }: any) => shop.order.pay({}));
`;
  await using engine = await new TestEngine({ "pay.ts": script }).start();
  const answers: (() => void)[] = [];
  engine.plugins = {
    "shop.order.pay": async () => {
      const n = answers.length + 1;
      await new Promise<void>((resolve) => answers.push(resolve));
      return n;
    },
  };
  const id = await engine.run("pay");
  await engine.until("the first call", () => answers.length === 1);
  engine.compartments.at(-1)!.kill();
  await engine.until("the second call", () => answers.length === 2);
  answers[0]!();
  answers[1]!();
  const done = await engine.state(id, "succeeded");
  assert.equal(done.output, 2);
  assert.equal(done.steps[0]!.attempts, 2);
});

Deno.test("a run whose script asks for something else than is recorded is paused with the difference, and executes nothing", async () => {
  const script = (text: string) => `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never }, async ({ shop, sleep }: any) => {
  await shop.order.pay({ text: globalThis.bulkheadTestText });
  await sleep("1h");
});
${text}`;
  const world = globalThis as unknown as { bulkheadTestText?: string };
  world.bulkheadTestText = "one";
  await using engine = await new TestEngine({ "drift.ts": script("") }).start();
  engine.plugins = { "shop.order.pay": () => null };
  const id = await engine.run("drift");
  await engine.state(id, "sleeping");
  world.bulkheadTestText = "two";
  engine.compartments.at(-1)!.kill();
  // It only waits: it is replayed when it goes on.
  await engine.advance("1h");
  const paused = await engine.state(id, "paused");
  assert.match(paused.reason!, /Step shop\.order\.pay was recorded as a call with another input/);
  assert.deepEqual(paused.difference, {
    kind: "changed",
    name: "shop.order.pay",
    occurrence: 1,
    asked: { kind: "call", method: "shop.order.pay", params: { text: "two" } },
    message: paused.reason,
  });
  assert.equal(engine.calls.length, 1);
  delete world.bulkheadTestText;
});

Deno.test("a run goes on with the version it began with, a later event gets the new one", async () => {
  const script = (word: string) => `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("a.b") }, async ({ sleep }) => { await sleep("1h"); return "${word}"; });
`;
  await using engine = await new TestEngine({ "word.ts": script("old") }).start();
  await engine.publish("a.b", {});
  const first = await engine.until("asleep", async () => (await engine.runs({ state: "sleeping" }))[0]);
  const hash = (await engine.workflow("word")).hash;
  engine.save("word.ts", script("new"));
  await engine.until("the new version", async () => {
    await engine.advance(100);
    return (await engine.workflow("word")).hash !== hash;
  });
  // Its bundle is kept, though neither the file nor the folder of packages has it any more.
  Deno.removeSync(`${engine.root}/${hash}.ts`);
  await engine.stop();
  await engine.start();
  await engine.publish("a.b", {});
  await engine.until("both asleep", async () => (await engine.runs({ state: "sleeping" })).length === 2);
  await engine.advance("1h");
  await engine.until("both ended", async () => (await engine.runs({ state: "succeeded" })).length === 2);
  const outputs = await Promise.all((await engine.runs()).map(async ({ id }) => (await engine.detail(id)).output));
  assert.deepEqual(outputs, ["new", "old"]);
  assert.equal((await engine.detail(first.id)).hash, hash);
});
