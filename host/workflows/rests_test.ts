import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";

const SCRIPTS = {
  "orders.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ name: "orders", on: event("order.placed") }, async ({ event, step, waitFor, publish }) => {
  const n = event.data.n;
  await step("count", () => n);
  const paid = await waitFor("order.paid", { where: { "data.n": n }, timeout: "3h" });
  const sent = await waitFor("order.*", { where: { "data.parcel": n } });
  await publish({ type: "done.order", data: { n } });
  return [paid.data.sum, sent.type];
});
`,
  "parcels.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ name: "parcels", on: event("parcel.packed") }, async ({ event, waitFor, publish }) => {
  await waitFor("parcel.sent", { where: { "data.n": event.data.n } });
  await publish({ type: "label.printed", data: event.data.n });
});
`,
  "asks.ts": `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "asks", on: manual() }, async ({ signal, approve, invoke }) => {
  const word = await signal("word");
  const approved = await approve("Go on?", { role: "member" });
  return [word, approved, await invoke("child", { of: "asks" })];
});
`,
  "child.ts": `
import { call, workflow } from "@bulkhead/workflow";
export default workflow({ name: "child", on: call() }, async ({ signal }) => "child of " + await signal("end"));
`,
  "races.ts": `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ name: "races", on: manual(), timeout: "9h" }, async ({ sleep, signal, waitFor, step }) => {
  const first = await Promise.race([
    sleep("5h").then(() => "slept"),
    signal("stop").then(() => "stopped"),
    waitFor("go.on", { timeout: "2h" }).then(() => "went on", () => "nothing came"),
  ]);
  await step("after", () => first);
  await waitFor("never.comes").catch((error) => { throw new Error("ended: " + error.name); });
});
`,
};

/** Runs that are in the database alone. */
function resting(engine: TestEngine): number {
  return engine.db.get<{ count: number }>("SELECT count(*) AS count FROM wf_rests WHERE left_at IS NOT NULL")!.count;
}

async function untilResting(engine: TestEngine, count: number): Promise<void> {
  await engine.settle();
  await engine.advance("11s");
  await engine.until(`${count} runs rest`, () => resting(engine) === count);
}

Deno.test("runs that wait for events leave memory, are found by what they wait for, and a start takes none of them up", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  for (let n = 0; n < 300; n++) await engine.publish("order.placed", { n });
  await untilResting(engine, 300);
  await engine.publish("order.paid", { n: 7, sum: 70 });
  await engine.publish("order.paid", { n: 300, sum: 0 });
  await engine.settle();
  assert.equal(resting(engine), 299);
  // A host that is killed finds out what came while it did not listen; one that was not told of it does not.
  await using next = engine.afterKill();
  await engine.stop();
  await next.start();
  await untilResting(next, 300);
  const compartments = next.compartments.length;
  for (const n of [250, 3, 7, 120]) {
    await next.publish("order.paid", { n, sum: n * 10 });
    await next.publish("order.sent", { parcel: n });
  }
  await next.until("four are over", async () => (await next.runs({ state: "succeeded" })).length === 4);
  // In the order of the events, whatever that of the runs is; that of 7 had been paid already.
  const done = await next.log.read({ types: ["done.order"] });
  assert.deepEqual(done.map(({ data }) => (data as { n: number }).n).sort((a, b) => a - b), [3, 7, 120, 250]);
  const outputs = await Promise.all(
    (await next.runs({ state: "succeeded" })).map(async ({ id }) => (await next.detail(id)).output),
  );
  assert.deepEqual(outputs.map((output) => (output as [number])[0]).sort((a, b) => a - b), [30, 70, 1200, 2500]);
  assert.ok(next.compartments.length <= compartments + 1);
  await untilResting(next, 296);
  // Their time comes also for those that are in no memory.
  await next.advance("4h");
  await next.until("the others are over", async () => (await next.runs({ state: "failed" })).length > 0);
  await next.until("all", () => resting(next) === 0);
});

Deno.test("an event that comes while the host is down for others, or between two looks, is not missed", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  for (let n = 0; n < 3; n++) await engine.publish("order.placed", { n });
  await untilResting(engine, 3);
  await engine.stop();
  // In safe mode nothing runs, but events are kept.
  await engine.start(true);
  await engine.publish("order.paid", { n: 1, sum: 5 });
  await engine.publish("order.sent", { parcel: 1 });
  await engine.settle();
  assert.equal((await engine.runs({ state: "waiting" })).length, 3);
  await engine.stop();
  await engine.start();
  await engine.until("it is over", async () => (await engine.runs({ state: "succeeded" })).length === 1);
  assert.equal(resting(engine), 2);
});

Deno.test("a signal, a decision and the end of a child bring back who waits for them, also after a restart", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  const id = await engine.run("asks");
  await untilResting(engine, 1);
  await engine.call("signal", { id, name: "other" });
  await untilResting(engine, 1);
  await engine.call("signal", { id, name: "word", data: "hello" });
  await engine.until("it asks", async () => (await engine.detail(id)).reason?.includes("approval"));
  await untilResting(engine, 1);
  await engine.stop();
  await engine.start();
  const { length } = engine.compartments;
  await engine.settle();
  assert.equal(engine.compartments.length, length);
  await engine.call("approve", { id });
  const child = await engine.until("the child", async () => (await engine.runs({ name: "child" }))[0]);
  await untilResting(engine, 2);
  await engine.call("signal", { id: child.id, name: "end", data: "asks" });
  assert.deepEqual((await engine.state(id, "succeeded")).output, ["hello", true, "child of asks"]);
  assert.equal(resting(engine), 0);
});

Deno.test("what is cancelled, paused or out of time while it is in no memory ends as it does in memory", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  const [cancelled, paused, late, slow] = await Promise.all(
    ["races", "races", "races", "races"].map((name) => engine.run(name)),
  );
  await untilResting(engine, 4);
  await engine.call("cancel", { id: cancelled! });
  await engine.state(cancelled!, "cancelled");
  await engine.call("pause", { id: paused! });
  await engine.publish("go.on", {});
  await engine.settle();
  // One that is paused hears of it when it goes on.
  assert.equal((await engine.detail(paused!)).state, "paused");
  await engine.until("both went on", async () => (await engine.detail(late!)).steps.some(({ id }) => id === "after"));
  await engine.call("resume", { id: paused! });
  await engine.until("it, too", async () => (await engine.detail(paused!)).steps.some(({ id }) => id === "after"));
  assert.equal((await engine.detail(paused!)).steps.find(({ id }) => id === "after")!.output, "went on");
  await untilResting(engine, 3);
  await engine.advance("9h");
  const ended = await engine.state(slow!, "failed");
  assert.match(ended.error!.message, /timeout of 9h/);
  assert.equal((await engine.state(late!, "failed")).error!.reason, "deadline_exceeded");
  assert.equal(resting(engine), 0);
});

Deno.test("more runs wait than a compartment has seats for, without waiting for one another", async () => {
  await using engine = await new TestEngine(SCRIPTS).start();
  const count = 800;
  const counted = (state: string) =>
    engine.db.get<{ count: number }>("SELECT count(*) AS count FROM wf_runs WHERE state = ?", state)!.count;
  for (let n = 0; n < count; n++) void engine.publish("parcel.packed", { n });
  // No time passes: who has nothing to do gives the seat up as soon as others want it.
  await engine.until("all wait", () => counted("waiting") === count);
  await untilResting(engine, count);
  const order = Array.from({ length: count }, (_, n) => (n * 7) % count);
  for (const n of order) void engine.publish("parcel.sent", { n });
  await engine.until("all are over", () => counted("succeeded") === count);
  assert.equal(resting(engine), 0);
  // They went on in the order of what they waited for.
  const printed = await engine.log.read({ types: ["label.printed"], limit: count });
  assert.deepEqual(printed.map(({ data }) => data), order);
});
