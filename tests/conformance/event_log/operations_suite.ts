import assert from "node:assert/strict";
import { gate, newEvent, type OpenFixture, Recorder, until } from "./fixture.ts";

/** What those who run the place do: pause, send back, edit and replay, search, look at what is held. */
export function operationsSuite(name: string, open: OpenFixture): void {
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

  test("a paused consumer takes nothing, over restarts, until it is resumed", async (t) => {
    const first = new Recorder();
    await t.log.subscribe({ name: "c", types: ["a.b"] }, first.deliver);
    await t.log.publish([numbered(1)]);
    await until(() => first.seen.length === 1, "the first");
    await t.log.pauseConsumer("c", "olga");
    await t.log.publish([numbered(2)]);
    const paused = await t.log.consumer("c");
    assert.deepEqual([paused.state, paused.paused, paused.pausedBy, paused.lag], ["paused", true, "olga", 1]);
    assert.equal(paused.behindSince, (await t.log.get(2))!.time);
    await t.restart();
    const second = new Recorder();
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"] }, second.deliver);
    subscription.resume();
    await t.log.publish([numbered(3)]);
    await t.clock.advance(600_000);
    assert.deepEqual(second.numbers, [], "its plugin being there does not lift it");
    await t.log.resumeConsumer("c");
    await until(() => second.seen.length === 2, "what waited");
    assert.deepEqual(second.numbers, [2, 3]);
    await until(async () => (await t.log.consumer("c")).lag === 0, "the acknowledgements");
    assert.deepEqual([(await t.log.consumer("c")).state, (await t.log.consumer("c")).pausedBy], ["running", undefined]);
  });

  test("what is under way when a consumer is paused comes to its end", async (t) => {
    const inFlight = gate();
    const recorder = new Recorder();
    recorder.answer = () => inFlight.passed;
    await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered(1, "x"), numbered(2, "x")]);
    await until(() => recorder.seen.length === 1, "a delivery");
    await t.log.pauseConsumer("c", "olga");
    inFlight.open();
    await until(async () => (await t.log.consumer("c")).position === 1, "its acknowledgement");
    assert.deepEqual(recorder.numbers, [1]);
  });

  test("a consumer that nobody takes part in can be paused and sent back", async (t) => {
    const first = new Recorder();
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"], from: 0 }, first.deliver);
    await t.log.publish([numbered(1), numbered(2)]);
    await until(async () => (await t.log.consumer("c")).position === 2, "both");
    await subscription.close();
    assert.equal((await t.log.consumer("c")).state, "away");
    await t.log.replayConsumer("c", 0);
    assert.deepEqual([(await t.log.consumer("c")).lag, (await t.log.consumer("c")).replayingTo], [2, 2]);
    const second = new Recorder();
    await t.log.subscribe({ name: "c", types: ["a.b"] }, second.deliver);
    await until(() => second.seen.length === 2, "both once more");
  });

  test("unknown consumers are not found", async ({ log }) => {
    for (
      const work of [
        () => log.consumer("nobody"),
        () => log.pauseConsumer("nobody", "olga"),
        () => log.resumeConsumer("nobody"),
        () => log.replayConsumer("nobody", 0),
      ]
    ) await assert.rejects(work, /no consumer "nobody"/);
  });

  test("a consumer that is sent back takes everything after that position once more, and says so", async (t) => {
    const replays: number[] = [];
    const recorder = new Recorder();
    await t.log.subscribe({ name: "c", types: ["a.b"], from: 0 }, (event, attempt, replay) => {
      replays.push(replay);
      return recorder.deliver(event, attempt);
    });
    await t.log.publish([numbered(1, "x"), numbered(2, "y"), newEvent("other.type"), numbered(3, "x")]);
    await until(async () => (await t.log.consumer("c")).position === 4, "all");
    await t.log.replayConsumer("c", 1);
    await until(() => recorder.seen.length === 5, "two once more");
    await t.log.publish([numbered(4, "x")]);
    await until(() => recorder.seen.length === 6, "the next");
    assert.deepEqual(recorder.numbers, [1, 2, 3, 2, 3, 4]);
    assert.deepEqual(replays, [0, 0, 0, 1, 1, 0]);
    await until(async () => (await t.log.consumer("c")).position === 5, "the cursor at the end");
    await t.log.replayConsumer("c", 3);
    await until(() => recorder.seen.length === 8, "twice more");
    assert.deepEqual(replays.slice(6), [2, 2]);
  });

  test("sending back keeps what waits before that position and reads the rest anew, without doubling", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1, 3);
    await t.log.subscribe({ name: "c", types: ["a.b"], from: 0 }, recorder.deliver);
    await t.log.publish([numbered(1, "x"), numbered(2, "y"), numbered(3, "z"), numbered(4, "z")]);
    await until(async () => (await t.log.consumer("c")).position === 4, "the cursor to pass what waits");
    failing(recorder);
    await t.log.replayConsumer("c", 2);
    await until(() => recorder.numbers.filter((n) => n === 4).length === 1, "what stood behind the failing one");
    await t.clock.advance(250);
    await until(async () => (await t.log.consumer("c")).lag === 0, "everything");
    assert.deepEqual(recorder.numbers, [1, 2, 3, 3, 4, 1]);
  });

  test("a consumer that is held or paused stays so when it is sent back", async (t) => {
    const recorder = new Recorder();
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"] }, recorder.deliver);
    await t.log.publish([numbered(1)]);
    await until(async () => (await t.log.consumer("c")).position === 1, "the first");
    subscription.pause();
    await t.log.replayConsumer("c", 0);
    await t.clock.advance(1_000);
    assert.equal(recorder.seen.length, 1);
    assert.equal((await t.log.consumer("c")).state, "away");
    subscription.resume();
    await until(() => recorder.seen.length === 2, "once more");
    await subscription.close();
    assert.equal((await t.log.consumer("c")).state, "away");
  });

  test("a consumer cannot be sent ahead, nor to what is not in the log any more", async (t) => {
    await t.log.subscribe({ name: "c", types: ["a.b"] }, () => Promise.resolve());
    await t.log.publish([numbered(1)]);
    await assert.rejects(t.log.replayConsumer("c", 7), /ahead of "c"/);
  });

  test("a time names the position before what was published from then on", async (t) => {
    const times: number[] = [];
    for (let n = 0; n < 20; n++) {
      times.push(t.clock.now());
      await t.log.publish([numbered(n), numbered(n)]);
      await t.clock.advance(1_000);
    }
    assert.equal(await t.log.positionBefore(times[0]! - 1), 0);
    for (const [n, time] of times.entries()) {
      assert.equal(await t.log.positionBefore(time), n * 2);
      assert.equal(await t.log.positionBefore(time + 500), n * 2 + 2);
    }
    assert.equal(await t.log.positionBefore(t.clock.now() + 1), 40);
  });

  test("a consumer shows its newest failure, also after a restart", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, recorder.deliver);
    await t.log.publish([numbered(1)]);
    await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
    const { lastError } = await t.log.consumer("c");
    assert.deepEqual([lastError!.message, lastError!.seq, lastError!.type, lastError!.attempt], [
      "handler failed",
      1,
      "a.b",
      1,
    ]);
    await t.restart();
    assert.deepEqual((await t.log.consumer("c")).lastError, lastError);
  });

  test("an edited dead letter is a new event with its cause, for its consumer alone; the first is kept", async (t) => {
    const [failed, other] = [new Recorder(), new Recorder()];
    failing(failed, 1);
    await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, failed.deliver);
    await t.log.subscribe({ name: "other", types: ["a.**"] }, other.deliver);
    const first = newEvent("a.b", { data: { n: 1 }, subject: "s", hops: 3, audience: "room:r", actor: "u1" });
    await t.log.publish([first]);
    await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
    const { id } = (await t.log.deadLetters())[0]!;
    const result = await t.log.replaceDeadLetter(id, { data: { n: 2 }, actor: "olga", actorkind: "human" });
    await until(() => failed.seen.length === 2, "the edited one");
    const edited = (await t.log.get(result.seq))!;
    assert.deepEqual(failed.seen[1]!.event, edited);
    const { source, type, subject, data, causeid, editof, target, hops, audience, actor, actorkind } = edited;
    assert.deepEqual({ source, type, subject, data, causeid, editof, target, hops, audience, actor, actorkind }, {
      ...{ source: "test", type: "a.b", subject: "s", data: { n: 2 }, causeid: first.id, editof: first.id },
      ...{ target: "c", hops: 4, audience: "room:r", actor: "olga", actorkind: "human" },
    });
    assert.notEqual(edited.id, first.id);
    assert.deepEqual((await t.log.get(1))!.data, { n: 1 });
    const letter = (await t.log.deadLetter(id))!;
    assert.deepEqual([letter.replacedBy, letter.event.seq], [result.seq, 1]);
    assert.equal((await t.log.consumer("c")).deadLetters, 0, "nobody has to look at it any more");
    await t.log.publish([numbered(3)]);
    await until(() => other.seen.length === 2, "the other consumer");
    assert.deepEqual(other.numbers, [1, 3], "it took the first, and is not bothered with the edited one");
    const again = { data: null, actorkind: "human" as const };
    await assert.rejects(t.log.replaceDeadLetter(id, again), /stands in for the dead letter/);
    await assert.rejects(t.log.replaceDeadLetter(999, again), /no dead letter/);
  });

  test("an edited dead letter waits for a consumer that is away, and passes by others that read the log", async (t) => {
    const failed = new Recorder();
    failing(failed, 1);
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, failed.deliver);
    await t.log.publish([numbered(1)]);
    await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
    await subscription.close();
    const { id } = (await t.log.deadLetters())[0]!;
    const { seq } = await t.log.replaceDeadLetter(id, { data: { n: 2 }, actorkind: "human" });
    await t.restart();
    const late = new Recorder();
    await t.log.subscribe({ name: "late", types: ["a.b"], from: 0 }, late.deliver);
    await t.log.subscribe({ name: "c", types: ["a.b"] }, failed.deliver);
    await until(() => failed.seen.length === 2 && late.seen.length === 1, "the edited one");
    await until(async () => (await t.log.consumer("late")).position >= seq, "the late one's cursor to pass it");
    assert.deepEqual([failed.numbers, late.numbers], [[1, 2], [1]]);
  });

  test("a dead letter of a paused consumer is not replayed, and one of a consumer that never comes is given back", async (t) => {
    const recorder = new Recorder();
    failing(recorder, 1);
    const subscription = await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, recorder.deliver);
    await t.log.publish([numbered(1)]);
    await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
    const { id } = (await t.log.deadLetters())[0]!;
    await t.log.pauseConsumer("c", "olga");
    await assert.rejects(t.log.replayDeadLetter(id), /"c" is paused/);
    subscription.pause();
    await t.log.resumeConsumer("c");
    await assert.rejects(t.log.replayDeadLetter(id), /failed again/, "holding is lifted for a try");
    assert.equal((await t.log.deadLetters())[0]!.attempts, 2);
  });

  test("dead letters are listed newest first, page by page", async (t) => {
    const recorder = new Recorder();
    recorder.answer = () => {
      throw new Error("always");
    };
    await t.log.subscribe({ name: "c", types: ["a.b"], maxAttempts: 1 }, recorder.deliver);
    for (let n = 1; n <= 5; n++) await t.log.publish([numbered(n, `s${n}`)]);
    await until(async () => (await t.log.deadLetters()).length === 5, "five dead letters");
    const page = await t.log.deadLetters({ limit: 2 });
    const numbers = (letters: typeof page) => letters.map(({ event }) => (event.data as { n: number }).n);
    assert.deepEqual(numbers(page), [5, 4]);
    const rest = await t.log.deadLetters({ consumer: "c", before: page[1]!.id, limit: 9 });
    assert.deepEqual(numbers(rest), [3, 2, 1]);
  });

  test("searching takes patterns, a source, a subject, words, both directions", async ({ log }) => {
    await log.publish([
      newEvent("chat.message.sent", { source: "chat", subject: "c1", data: { text: 'Grüße 100% "sure"' } }),
      newEvent("chat.message.sent", { source: "chat", subject: "c2", data: { text: "hello" } }),
      newEvent("github.issues.opened", { source: "github", subject: "c1", data: { title: "HELLO there" } }),
      newEvent("a.b", { source: "test", data: { subject: "c1" } }),
    ]);
    const seqs = async (options: Parameters<typeof log.search>[0]) =>
      (await log.search(options)).events.map(({ seq }) => seq);
    assert.deepEqual(await seqs({}), [4, 3, 2, 1]);
    assert.deepEqual(await seqs({ since: 0 }), [1, 2, 3, 4]);
    assert.deepEqual(await seqs({ types: ["chat.**"] }), [2, 1]);
    assert.deepEqual(await seqs({ types: ["nothing.here"] }), []);
    assert.deepEqual(await seqs({ source: "github" }), [3]);
    assert.deepEqual(await seqs({ subject: "c1" }), [3, 1]);
    assert.deepEqual(await seqs({ subject: "c1", types: ["chat.**"] }), [1]);
    assert.deepEqual(await seqs({ text: "hello" }), [3, 2]);
    assert.deepEqual(await seqs({ text: "100%" }), [1]);
    assert.deepEqual(await seqs({ text: "1_0" }), []);
    assert.deepEqual(await seqs({ text: '"sure"' }), [1]);
    assert.deepEqual(await seqs({ before: 3 }), [2, 1]);
    assert.deepEqual(await seqs({ since: 1, reverse: true }), [4, 3, 2]);
    assert.deepEqual(await seqs({ since: 1, reverse: true, before: 4, limit: 1 }), [3]);
    const page = await log.search({ limit: 2 });
    assert.deepEqual([page.events.map(({ seq }) => seq), page.reached], [[4, 3], 3]);
    assert.deepEqual(await log.search({ before: page.reached!, limit: 5 }).then(({ reached }) => reached), undefined);
  });

  test("the log says what it holds", async ({ log }) => {
    assert.deepEqual([(await log.stats()).head, (await log.stats()).oldest, (await log.stats()).events], [0, 0, 0]);
    await log.publish([numbered(1), numbered(2)]);
    const stats = await log.stats();
    assert.deepEqual([stats.head, stats.oldest, stats.events, stats.full], [2, 1, 2, false]);
    assert.ok(stats.bytes > 100);
    assert.ok(stats.oldestTime);
    assert.equal(log.types()[0]!.bytes, stats.bytes);
  });
}
