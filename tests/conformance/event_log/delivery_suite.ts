import assert from "node:assert/strict";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { HoldError } from "../../../host/bus/ports.ts";
import { gate, newEvent, type OpenFixture, Recorder, until } from "./fixture.ts";

/** Cursors, order, concurrency, pausing and holding. */
export function deliverySuite(name: string, open: OpenFixture): void {
  const test = (title: string, run: (t: Awaited<ReturnType<OpenFixture>>) => Promise<void>) =>
    Deno.test(`${name}: ${title}`, async () => {
      await using t = await open();
      await run(t);
    });
  const numbered = (type: string, n: number, subject?: string) =>
    newEvent(type, { data: { n }, ...(subject === undefined ? {} : { subject }) });

  test("a new cursor begins with what comes next, or at the position that it names", async ({ log }) => {
    await log.publish([1, 2, 3].map((n) => numbered("a.b", n)));
    const [now, all, some] = [new Recorder(), new Recorder(), new Recorder()];
    await log.subscribe({ name: "now", types: ["a.b"] }, now.deliver);
    await log.subscribe({ name: "all", types: ["a.b"], from: 0 }, all.deliver);
    await log.subscribe({ name: "some", types: ["a.b"], from: 2 }, some.deliver);
    await log.publish([numbered("a.b", 4)]);
    await until(() => all.seen.length === 4 && now.seen.length === 1 && some.seen.length === 2, "deliveries");
    assert.deepEqual([now.numbers, all.numbers, some.numbers], [[4], [1, 2, 3, 4], [3, 4]]);
    assert.ok(all.seen.every(({ attempt }) => attempt === 1));
  });

  test("only matching types are delivered, whole events", async ({ log }) => {
    const recorder = new Recorder();
    await log.subscribe({ name: "c", types: ["chat.message.*", "github.*.opened"] }, recorder.deliver);
    const types = ["chat.message.sent", "chat.channel.made", "github.issues.opened", "github.issues.closed"];
    await log.publish(types.map((type) => newEvent(type, { subject: "s" })));
    await log.publish([newEvent("chat.message.edited")]);
    await until(() => recorder.seen.length === 3, "three deliveries");
    assert.deepEqual(recorder.seen.map(({ event }) => event.seq), [1, 3, 5]);
    assert.deepEqual(recorder.seen[0]!.event, await log.get(1));
  });

  test("what was acknowledged is not delivered again after a restart, the rest is", async (t) => {
    const first = new Recorder();
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"] }, first.deliver);
    await t.log.publish([1, 2].map((n) => numbered("a.b", n)));
    await until(() => first.seen.length === 2, "two deliveries");
    await subscription.close();
    await t.log.publish([numbered("a.b", 3)]);
    await t.restart();
    await t.log.publish([numbered("a.b", 4)]);
    const second = new Recorder();
    await t.log.subscribe({ name: "c", types: ["a.b"] }, second.deliver);
    await until(() => second.seen.length === 2, "two more");
    assert.deepEqual(second.numbers, [3, 4]);
  });

  test("what was in flight when the process died is delivered again", async (t) => {
    const first = new Recorder();
    first.answer = (event) => event.subject === "stuck" ? new Promise(() => {}) : undefined;
    await t.log.subscribe({ name: "c", types: ["a.b"] }, first.deliver);
    await t.log.publish([numbered("a.b", 1, "x"), numbered("a.b", 2, "stuck"), numbered("a.b", 3, "stuck")]);
    await until(() => first.seen.length === 2, "two deliveries");
    await until(async () => (await t.log.consumers())[0]!.position >= 1, "the first acknowledgement");
    await t.crash();
    const second = new Recorder();
    await t.log.subscribe({ name: "c", types: ["a.b"] }, second.deliver);
    await until(() => second.numbers.includes(3), "redelivery");
    assert.deepEqual(second.numbers.filter((n) => n !== 1), [2, 3]);
  });

  test("events of one subject come one after the other, of different subjects side by side", async ({ log }) => {
    const gates = new Map([1, 2, 3, 4].map((n) => [n, gate()]));
    const recorder = new Recorder();
    recorder.answer = (event) => gates.get((event.data as { n: number }).n)!.passed;
    await log.subscribe({ name: "c", types: ["a.**"] }, recorder.deliver);
    await log.publish([
      numbered("a.b", 1, "x"),
      numbered("a.c", 2, "x"),
      numbered("a.b", 3, "y"),
      numbered("a.b", 4, "y"),
    ]);
    await until(() => recorder.seen.length === 2, "the first of each subject");
    assert.deepEqual(recorder.numbers, [1, 3]);
    gates.get(3)!.open();
    await until(() => recorder.seen.length === 3, "the next of y");
    assert.deepEqual(recorder.numbers, [1, 3, 4]);
    gates.get(1)!.open();
    await until(() => recorder.seen.length === 4, "the next of x");
    assert.deepEqual(recorder.numbers, [1, 3, 4, 2]);
    for (const each of gates.values()) each.open();
  });

  test("events without subject have one order per type", async ({ log }) => {
    const first = gate();
    const recorder = new Recorder();
    recorder.answer = (event) => (event.data as { n: number }).n === 1 ? first.passed : undefined;
    await log.subscribe({ name: "c", types: ["**"] }, recorder.deliver);
    await log.publish([numbered("a.b", 1), numbered("a.b", 2), numbered("c.d", 3)]);
    await until(() => recorder.seen.length === 2, "one of each type");
    assert.deepEqual(recorder.numbers, [1, 3]);
    first.open();
    await until(() => recorder.seen.length === 3, "the rest");
    assert.deepEqual(recorder.numbers, [1, 3, 2]);
  });

  test("no more are under way than the consumer takes at once", async ({ log }) => {
    let running = 0;
    let most = 0;
    const recorder = new Recorder();
    recorder.answer = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
    };
    await log.subscribe({ name: "c", types: ["a.b"], maxInFlight: 5 }, recorder.deliver);
    await log.publish(Array.from({ length: 60 }, (_, n) => numbered("a.b", n, `s${n}`)));
    await until(() => recorder.seen.length === 60 && running === 0, "sixty deliveries");
    assert.equal(most, 5);
  });

  test("a consumer far behind works through a long log in order, and meets what is published meanwhile", async ({ log }) => {
    for (let round = 0; round < 10; round++) {
      await log.publish(Array.from({ length: 300 }, (_, n) => numbered("a.b", round * 300 + n, `s${n % 7}`)));
    }
    const recorder = new Recorder();
    await log.subscribe({ name: "c", types: ["a.b"], from: 0 }, recorder.deliver);
    const meanwhile = Array.from({ length: 20 }, (_, n) => log.publish([numbered("a.b", 3_000 + n, `s${n % 7}`)]));
    await Promise.all(meanwhile);
    await until(() => recorder.seen.length === 3_020, "all deliveries");
    for (let subject = 0; subject < 7; subject++) {
      const own = recorder.seen.filter(({ event }) => event.subject === `s${subject}`).map(({ event }) => event.seq);
      assert.deepEqual(own, [...own].sort((a, b) => a - b));
    }
    assert.equal(new Set(recorder.numbers).size, 3_020);
  });

  test("while paused nothing starts; after resume all of it comes, in order", async ({ log }) => {
    const recorder = new Recorder();
    const subscription = await log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    subscription.pause();
    assert.equal((await log.consumers())[0]!.paused, true);
    for (let n = 0; n < 700; n++) await log.publish([numbered("a.b", n)]);
    assert.equal(recorder.seen.length, 0);
    assert.equal((await log.consumers())[0]!.lag, 700);
    subscription.resume();
    await until(() => recorder.seen.length === 700, "all deliveries");
    assert.deepEqual(recorder.numbers, Array.from({ length: 700 }, (_, n) => n));
  });

  test("a storm fills no memory while its consumer is paused, and all of it comes afterwards", async ({ log }) => {
    const recorder = new Recorder();
    let taken = 0;
    await log.subscribe({ name: "plugin:a", types: ["a.*"] }, (event) => {
      taken++;
      return recorder.numbers.length < 10 ? recorder.deliver(event, 1) : Promise.resolve();
    });
    await log.pauseConsumer("plugin:a", "olga");
    const publish = async (n: number) => {
      const padded = { data: { n, text: "x".repeat(20_000) } };
      await log.publish(Array.from({ length: 100 }, (_, k) => newEvent("a.b", { subject: `s${k}`, ...padded })));
    };
    await publish(0);
    const before = await retained();
    for (let n = 1; n <= 40; n++) await publish(n);
    const grown = await retained() - before;
    assert.ok(grown < 20_000_000, `80 MB of events waited, and ${grown} bytes of memory were taken`);
    assert.equal((await log.consumer("plugin:a")).lag, 4_100);
    await log.resumeConsumer("plugin:a");
    await until(() => taken === 4_100, "all of them");
    assert.deepEqual(recorder.numbers, Array(10).fill(0));
  });

  test("a held event waits for resume without an attempt being counted", async (t) => {
    const recorder = new Recorder();
    let away = true;
    recorder.answer = () => {
      if (away) throw new HoldError("not running");
    };
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 2 }, recorder.deliver);
    await t.log.publish([1, 2].map((n) => numbered("a.b", n, "s")));
    for (let round = 1; round <= 4; round++) {
      await until(() => recorder.seen.length === round, "a held delivery");
      await t.clock.advance(120_000);
      assert.equal(recorder.seen.length, round, "nothing comes by itself");
      away = round < 3;
      if (round < 4) subscription.resume();
      if (!away) break;
    }
    await until(() => recorder.seen.length === 5, "both events");
    assert.deepEqual(recorder.numbers, [1, 1, 1, 1, 2]);
    assert.ok(recorder.seen.every(({ attempt }) => attempt === 1));
    assert.equal((await t.log.deadLetters()).length, 0);
  });

  test("a delivery that is held after delivery was resumed goes on at once", async (t) => {
    const recorder = new Recorder();
    const inFlight = gate();
    recorder.answer = async (_event, _attempt) => {
      if (recorder.seen.length > 1) return;
      await inFlight.passed;
      throw new HoldError("was not running");
    };
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered("a.b", 1, "s")]);
    await until(() => recorder.seen.length === 1, "a delivery");
    subscription.resume();
    inFlight.open();
    await until(() => recorder.seen.length === 2, "the second delivery");
    assert.deepEqual(recorder.numbers, [1, 1]);
  });

  test("closing waits for what is in flight, and one name is subscribed once", async ({ log }) => {
    const inFlight = gate();
    const recorder = new Recorder();
    recorder.answer = () => inFlight.passed;
    const subscription = await log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await assert.rejects(log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver), /subscribed already/);
    await log.publish([numbered("a.b", 1), numbered("a.b", 2)]);
    await until(() => recorder.seen.length === 1, "a delivery");
    let closed = false;
    const closing = subscription.close().then(() => closed = true);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(closed, false);
    inFlight.open();
    await closing;
    assert.deepEqual(recorder.numbers, [1], "nothing starts after close");
    const again = new Recorder();
    await log.subscribe({ name: "c", types: ["a.b"] }, again.deliver);
    await until(() => again.seen.length === 1, "the second");
    assert.deepEqual(again.numbers, [2]);
  });

  test("a removed consumer is forgotten", async (t) => {
    const recorder = new Recorder();
    await t.log.subscribe({ name: "c", types: ["a.b"], from: 0 }, recorder.deliver);
    await t.log.removeConsumer("c");
    await t.log.publish([numbered("a.b", 1)]);
    assert.deepEqual(await t.log.consumers(), []);
    await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered("a.b", 2)]);
    await until(() => recorder.seen.length === 1, "the new cursor's first");
    assert.deepEqual(recorder.numbers, [2]);
  });

  test("consumers show how far they are", async (t) => {
    const stuck = new Recorder();
    stuck.answer = () => new Promise(() => {});
    await t.log.publish([
      numbered("a.b", 1, "x"),
      numbered("other.type", 2),
      numbered("a.b", 3, "x"),
      numbered("a.b", 4, "y"),
    ]);
    await t.log.subscribe({ name: "c", types: ["a.b"], from: 0, maxInFlight: 1 }, stuck.deliver);
    await until(() => stuck.seen.length === 1, "the first delivery");
    const info = { name: "c", types: ["a.b"], position: 0, lag: 3, behindSince: "2026-01-01T00:00:00.000Z" };
    assert.deepEqual(await t.log.consumers(), [
      { ...info, state: "running", inFlight: 1, paused: false, deadLetters: 0 },
    ]);
    await t.crash();
    assert.deepEqual(await t.log.consumers(), [
      { ...info, state: "away", inFlight: 0, paused: true, deadLetters: 0 },
    ]);
  });
}

/** Bytes of memory that are really in use. */
async function retained(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What is collected in one turn may only be seen in the next.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return Deno.memoryUsage().heapUsed;
}
