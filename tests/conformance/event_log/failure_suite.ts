import assert from "node:assert/strict";
import { gate, newEvent, type OpenFixture, Recorder, until } from "./fixture.ts";

/** Redelivery, acknowledgement deadlines and dead letters. */
export function failureSuite(name: string, open: OpenFixture): void {
  const test = (title: string, run: (t: Awaited<ReturnType<OpenFixture>>) => Promise<void>) =>
    Deno.test(`${name}: ${title}`, async () => {
      await using t = await open();
      await run(t);
    });
  const numbered = (n: number, subject?: string) =>
    newEvent("a.b", { data: { n }, ...(subject === undefined ? {} : { subject }) });
  const failing = (recorder: Recorder, ...numbers: number[]) => {
    recorder.answer = (event) => {
      if (numbers.includes((event.data as { n: number }).n)) throw new Error("handler failed");
    };
  };

  test("a failed event comes again after its delay, which doubles", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered(1)]);
    await until(() => recorder.seen.length === 1, "the first attempt");
    for (const [delayMs, attempt] of [[250, 2], [500, 3], [1_000, 4]] as const) {
      await t.clock.advance(delayMs - 1);
      assert.equal(recorder.seen.length, attempt - 1, `not before ${delayMs} ms`);
      await t.clock.advance(1);
      await until(() => recorder.seen.length === attempt, `attempt ${attempt}`);
      assert.equal(recorder.seen.at(-1)!.attempt, attempt);
    }
    failing(recorder);
    await t.clock.advance(2_000);
    await until(() => recorder.seen.length === 5, "the last attempt");
    await t.clock.advance(600_000);
    assert.equal(recorder.seen.length, 5, "acknowledged: never again");
  });

  test("a failing event holds back its own subject only, and that in order", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered(1, "x"), numbered(2, "x"), numbered(3, "y")]);
    await t.log.publish([numbered(4, "x"), numbered(5, "y")]);
    await until(() => recorder.seen.length === 3, "x once, y twice");
    assert.deepEqual(recorder.numbers, [1, 3, 5]);
    failing(recorder);
    await t.clock.advance(250);
    await until(() => recorder.seen.length === 6, "the rest of x");
    assert.deepEqual(recorder.numbers, [1, 3, 5, 1, 2, 4]);
    await t.log.publish([numbered(6, "x")]);
    await until(() => recorder.seen.length === 7, "x goes on");
    assert.deepEqual((await t.log.consumers())[0]!.lag, 0);
  });

  test("an event that waits for its next attempt still waits after a crash, with what stands behind it", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered(1, "x"), numbered(2, "x"), numbered(3, "y")]);
    await until(() => recorder.seen.length === 2, "both subjects");
    await until(async () => (await t.log.consumers())[0]!.position === 3, "the cursor to pass what waits");
    await t.log.publish([numbered(9, "z")]);
    await until(() => recorder.seen.length === 3, "the third subject");
    await until(async () => (await t.log.consumers())[0]!.position === 4, "the cursor to follow");
    // The state of the position in memory reaches the disk with the next turns.
    await t.clock.advance(0);
    await t.crash();
    const second = new Recorder();
    await t.log.subscribe({ name: "c", types: ["a.b"] }, second.deliver);
    await t.clock.advance(0);
    assert.deepEqual(second.numbers, []);
    await t.clock.advance(250);
    await until(() => second.seen.length === 2, "the subject that waited");
    assert.deepEqual(second.seen.map(({ event, attempt }) => [event.seq, attempt]), [[1, 2], [2, 1]]);
  });

  test("no acknowledgement in time counts as a failure", async (t) => {
    const recorder = new Recorder();
    const never = gate();
    recorder.answer = (_event, attempt) => attempt === 1 ? never.passed : undefined;
    await t.log.subscribe({ name: "c", types: ["a.b"], ackTimeoutMs: 5_000 }, recorder.deliver);
    await t.log.publish([numbered(1), numbered(2)]);
    await until(() => recorder.seen.length === 1, "the first attempt");
    await t.clock.advance(4_999);
    assert.equal(recorder.seen.length, 1);
    await t.clock.advance(1);
    await t.clock.advance(250);
    await until(() => recorder.seen.length >= 3, "the second attempt and the next event");
    assert.deepEqual(recorder.seen.map(({ attempt }) => attempt).slice(0, 2), [1, 2]);
    never.open();
    await t.clock.advance(60_000);
    assert.deepEqual(recorder.numbers.slice(0, 3), [1, 1, 2]);
  });

  test("after its last attempt an event is a dead letter, and its subject goes on", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 3 }, recorder.deliver);
    await t.log.publish([numbered(1, "x"), numbered(2, "x")]);
    await until(() => recorder.seen.length === 1, "the first attempt");
    await t.clock.advance(250);
    await t.clock.advance(500);
    await until(() => recorder.numbers.includes(2), "the next of the subject");
    assert.deepEqual(recorder.numbers, [1, 1, 1, 2]);
    const letters = await t.log.deadLetters({ consumer: "c" });
    assert.equal(letters.length, 1);
    assert.deepEqual(
      [letters[0]!.consumer, letters[0]!.attempts, letters[0]!.error, letters[0]!.event.seq],
      ["c", 3, "handler failed", 1],
    );
    assert.deepEqual(letters[0]!.event, await t.log.get(1));
    assert.deepEqual(await t.log.deadLetters({ consumer: "other" }), []);
    const [told] = await t.log.read({ types: ["host.deadletter.added"] });
    assert.deepEqual([told!.subject, told!.audience, told!.data], ["c", "role:admin", {
      ...{ consumer: "c", type: "a.b", addedBefore: 0 },
    }]);
    assert.equal((await t.log.stats()).deadLetters, 1);
    await t.restart();
    assert.equal((await t.log.deadLetters()).length, 1);
    assert.equal((await t.log.consumers())[0]!.deadLetters, 1);
  });

  test("a dead letter is delivered again once, and leaves the list when it is acknowledged", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, recorder.deliver);
    await t.log.publish([numbered(1)]);
    await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
    const { id } = (await t.log.deadLetters())[0]!;
    await assert.rejects(t.log.replayDeadLetter(id), /failed again .* handler failed/);
    assert.equal((await t.log.deadLetters())[0]!.attempts, 2);
    failing(recorder);
    await t.log.replayDeadLetter(id);
    assert.deepEqual(await t.log.deadLetters(), []);
    assert.deepEqual(recorder.seen.map(({ attempt }) => attempt), [1, 2, 3]);
    await assert.rejects(t.log.replayDeadLetter(id), /no dead letter/);
  });

  test("a dead letter of a consumer that is not running is not replayed, and can be dropped", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, recorder.deliver);
    await t.log.publish([numbered(1)]);
    await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
    await subscription.close();
    const { id } = (await t.log.deadLetters())[0]!;
    await assert.rejects(t.log.replayDeadLetter(id), /"c" is not running/);
    await t.log.dropDeadLetter(id);
    assert.deepEqual(await t.log.deadLetters(), []);
    await assert.rejects(t.log.dropDeadLetter(id), /no dead letter/);
  });

  test("a long queue behind a failing event is delivered in order once it is through", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 0);
    await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered(0, "x")]);
    await until(() => recorder.seen.length === 1, "the first attempt");
    for (let round = 0; round < 4; round++) {
      await t.log.publish(Array.from({ length: 250 }, (_, n) => numbered(1 + round * 250 + n, "x")));
    }
    await t.log.publish([numbered(5_000, "y")]);
    await until(() => recorder.numbers.includes(5_000), "another subject");
    assert.equal((await t.log.consumers())[0]!.lag, 1_001);
    failing(recorder);
    await t.clock.advance(250);
    await until(() => recorder.seen.length === 1_003, "all of it");
    const x = recorder.numbers.filter((n) => n < 5_000).slice(1);
    assert.deepEqual(x, Array.from({ length: 1_001 }, (_, n) => n));
  });

  test("what comes while a long queue catches up takes its place behind it", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 0);
    await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered(0, "x")]);
    await until(() => recorder.seen.length === 1, "the first attempt");
    await t.log.publish(Array.from({ length: 100 }, (_, n) => numbered(1 + n, "x")));
    let published = 101;
    recorder.answer = async (event) => {
      const { n } = event.data as { n: number };
      if (n % 10 === 0 && n <= 100) await t.log.publish([numbered(published++, "x")]);
    };
    await t.clock.advance(250);
    await until(() => recorder.seen.length === 1 + 101 + 11, "all of it");
    assert.deepEqual(recorder.numbers.slice(1), Array.from({ length: 112 }, (_, n) => n));
  });

  test("a handler that throws at once is like one that rejects", async (t) => {
    let calls = 0;
    await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, () => {
      calls++;
      throw new Error("at once");
    });
    await t.log.publish([numbered(1)]);
    await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
    assert.equal(calls, 1);
  });
}
