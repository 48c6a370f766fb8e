import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";

const BOOKING = `
import { event, manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: [manual(), event("room.wanted")], uses: ["shop"] as never, timeout: "7d" },
async ({ shop, sleep, waitFor, invoke }: any) => {
  await shop.reserve({});
  try {
    await Promise.all([sleep("2d"), invoke("child")]);
  } catch (error: any) {
    await sleep("1m");
    await shop.release({ why: error.reason });
    throw error;
  }
});
`;
const CHILD = `
import { call, workflow } from "@bulkhead/workflow";
export default workflow({ on: call(), uses: ["shop"] as never }, async ({ shop, waitFor }: any) => {
  try { await waitFor("never"); } finally { await shop.child({}); }
});
`;
const shop = { "shop.reserve": () => 1, "shop.release": () => 2, "shop.child": () => 3 };

async function booked(scripts: Record<string, string> = {}): Promise<{ engine: TestEngine; id: string }> {
  const engine = await new TestEngine({ "booking.ts": BOOKING, "child.ts": CHILD, ...scripts }).start();
  engine.plugins = shop;
  const id = await engine.run("booking");
  await engine.state(id, "waiting");
  await engine.until(
    "the child waits",
    async () => (await engine.runs({ name: "child", state: "waiting" })).length === 1,
  );
  return { engine, id };
}

const methods = (engine: TestEngine) => engine.calls.map(({ method }) => method);

Deno.test("a cancelled run cleans up across a restart, its children do likewise, and then it is cancelled", async () => {
  const { engine, id } = await booked();
  await using _ = engine;
  await engine.advance("1m");
  const answer = engine.call<{ state: string }>("cancel", { id });
  await engine.until(
    "the child is cancelled",
    async () => (await engine.runs({ name: "child" }))[0]!.state === "cancelled",
  );
  assert.deepEqual(methods(engine), ["shop.reserve", "shop.child"]);
  assert.equal((await answer).state, "sleeping");
  const cleaning = await engine.detail(id);
  assert.ok(cleaning.cleaningUpSince);
  assert.deepEqual(cleaning.steps.slice(1, 3).map(({ error }) => [error!.name, error!.reason, error!.message]), [
    ["CancelledError", "cancelled", "The run was cancelled by alice"],
    ["CancelledError", "cancelled", "The run was cancelled by alice"],
  ]);
  await engine.stop();
  await engine.start();
  await engine.advance("1m");
  const ended = await engine.state(id, "cancelled");
  assert.equal(ended.reason, "The run was cancelled by alice");
  assert.equal(ended.cleaningUpSince, undefined);
  assert.deepEqual(methods(engine), ["shop.reserve", "shop.child", "shop.release"]);
});

Deno.test("a run that sleeps outside of memory is cancelled with its cleaning up, also one that is paused", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never }, async ({ shop, sleep }: any) => {
  try { await sleep("30d"); } finally { await shop.release({}); }
});
`;
  await using engine = new TestEngine({ "sleeper.ts": script });
  engine.lingerMs = 1_000;
  engine.plugins = shop;
  await engine.start();
  const ids = [await engine.run("sleeper"), await engine.run("sleeper"), await engine.run("sleeper")];
  for (const id of ids) await engine.state(id, "sleeping");
  await engine.call("pause", { id: ids[2] });
  await engine.advance("5s");
  for (const id of [ids[0], ids[2]]) assert.deepEqual(await engine.call("cancel", { id }), { id, state: "cancelled" });
  assert.equal(methods(engine).length, 2);
  // By force nothing more of it is carried out.
  assert.deepEqual(await engine.call("cancel", { id: ids[1], force: true }), { id: ids[1], state: "cancelled" });
  assert.equal(methods(engine).length, 2);
});

Deno.test("a run that takes longer than its timeout fails after cleaning up, also when it slept outside of memory", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never, timeout: "2h" }, async ({ shop, sleep }: any) => {
  try { await sleep("30d"); } finally { await shop.release({}); }
});
`;
  await using engine = new TestEngine({ "late.ts": script });
  engine.lingerMs = 1_000;
  engine.plugins = shop;
  await engine.start();
  const id = await engine.run("late");
  await engine.state(id, "sleeping");
  await engine.advance("1h");
  await engine.stop();
  await engine.start();
  await engine.advance("59m");
  assert.equal((await engine.detail(id)).state, "sleeping");
  await engine.advance("1m");
  const failed = await engine.state(id, "failed");
  assert.deepEqual([failed.error!.reason, failed.error!.message], [
    "deadline_exceeded",
    "The run took longer than its timeout of 2h",
  ]);
  assert.deepEqual(methods(engine), ["shop.release"]);
  await assert.rejects(engine.call("resume", { id }), /is failed/);
});

Deno.test("cleaning up that does not end is ended, and the next run of its key begins", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), concurrency: { limit: 1 }, grace: "1m" }, async ({ sleep, step }: any) => {
  await step("begin", () => 1);
  for (;;) await sleep("7s").catch(() => {});
});
`;
  await using engine = await new TestEngine({ "stubborn.ts": script }).start();
  const [first, second] = [await engine.run("stubborn"), await engine.run("stubborn")];
  await engine.state(first, "sleeping");
  const answer = engine.call("cancel", { id: first });
  await engine.until("it cleans up", async () => (await engine.detail(first)).steps.length === 3);
  await engine.advance("59s");
  assert.equal((await engine.detail(second)).state, "queued");
  await engine.advance("1s");
  assert.equal((await engine.state(first, "cancelled")).reason!.split("; ")[1], "it did not clean up in time");
  await engine.state(second, "sleeping");
  await answer;
});

Deno.test("a step that used up its attempts pauses its run across restarts, and goes on when it is resumed", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never, retry: { max: 2, delayMs: 1000, giveUp: "pause" } },
  ({ shop }: any) => shop.pay({}));
`;
  await using engine = await new TestEngine({ "pay.ts": script }).start();
  let works = false;
  engine.plugins = {
    "shop.pay": () => {
      if (!works) throw new Error("the line is dead");
      return "paid";
    },
  };
  const id = await engine.run("pay");
  await engine.state(id, "waiting");
  await engine.advance("1s");
  const paused = await engine.state(id, "paused");
  assert.equal(paused.reason, "shop.pay failed: the line is dead");
  assert.equal(paused.error!.message, "the line is dead");
  assert.deepEqual([paused.steps[0]!.state, paused.steps[0]!.attempts], ["retrying", 2]);
  await engine.stop();
  await engine.start();
  works = true;
  await engine.call("resume", { id });
  const done = await engine.state(id, "succeeded");
  assert.deepEqual([done.output, done.error], ["paid", undefined]);
  assert.equal(new Set(engine.calls.map(({ key }) => key)).size, 1);
});

Deno.test("the value of a granted secret is nowhere in the host's database", async () => {
  const script = `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never, secrets: ["API_KEY"], retry: { max: 1 } },
async ({ shop, step, secrets, signal }: any) => {
  const key = secrets.API_KEY;
  await step("returned", () => [key]);
  await step("thrown", () => { throw new Error("401 for " + key); }).catch(() => {});
  await shop.pay({ with: "Bearer " + key });
  await signal("go");
  throw new Error("failed with " + key);
});
`;
  await using engine = await new TestEngine({ "secret.ts": script }).start();
  const value = "s3cr3t-value-of-it";
  engine.secrets = { API_KEY: value };
  let received = "";
  engine.plugins = { "shop.pay": (params: { with: string }) => received = params.with };
  const { needs } = await engine.workflow("secret");
  await engine.call("grants.set", { name: "secret", hash: needs!.hash });
  const id = await engine.run("secret");
  await engine.state(id, "waiting");
  assert.equal(received, `Bearer ${value}`);
  await engine.stop();
  await engine.start();
  await engine.call("signal", { id, name: "go" });
  const failed = await engine.state(id, "failed");
  assert.equal(failed.error!.message, "failed with [secret API_KEY]");
  assert.deepEqual(failed.steps.find(({ name }) => name === "shop.pay")!.output, "Bearer [secret API_KEY]");
  const text = ["host.db", "host.db-wal"].map((file) => Deno.readTextFileSync(`${engine.root}/${file}`)).join("");
  assert.equal(text.includes("[secret API_KEY]"), true);
  assert.equal(text.includes(value), false);
});
