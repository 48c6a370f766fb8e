import assert from "node:assert/strict";
import { newEvent, type OpenFixture, until } from "./fixture.ts";

/** Publishing and reading. */
export function publishingSuite(name: string, open: OpenFixture): void {
  const test = (title: string, run: (t: Awaited<ReturnType<OpenFixture>>) => Promise<void>) =>
    Deno.test(`${name}: ${title}`, async () => {
      await using t = await open();
      await run(t);
    });

  test("an event keeps all its attributes and gets the next position", async ({ log }) => {
    assert.equal(log.head(), 0);
    const event = newEvent("chat.message.sent", {
      subject: "channel-1",
      data: { text: "grüße 👋", nested: [1, null, { a: true }] },
      actor: "u1",
      actorkind: "human",
      causeid: "c1",
      hops: 3,
      traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      audience: "room:r1",
    });
    const results = await log.publish([newEvent("a.b"), event]);
    assert.deepEqual(results.map((r) => [r.seq, r.duplicate]), [[1, false], [2, false]]);
    assert.equal(log.head(), 2);
    const expected = { specversion: "1.0", datacontenttype: "application/json", ...event, seq: 2 };
    assert.deepEqual(await log.get(2), expected);
    assert.deepEqual((await log.read({ types: ["chat.**"] }))[0], expected);
    assert.equal(await log.get(3), undefined);
  });

  test("a repeat of source and id is not stored again and answers the first position", async (t) => {
    const event = newEvent("a.b", { id: "same" });
    await t.log.publish([event]);
    const again = await t.log.publish([{ ...event, data: "other" }, newEvent("a.b"), {
      ...event,
      source: "elsewhere",
    }]);
    assert.deepEqual(again.map((r) => [r.seq, r.duplicate]), [[1, true], [2, false], [3, false]]);
    const twice = newEvent("a.b");
    const both = await Promise.all([t.log.publish([twice]), t.log.publish([twice])]);
    assert.deepEqual(both.flat().map((r) => [r.seq, r.duplicate]), [[4, false], [4, true]]);
    await t.restart();
    assert.deepEqual(await t.log.publish([event]), [{ id: "same", seq: 1, duplicate: true }]);
    assert.equal(t.log.head(), 4);
  });

  test("repeats among many events of one call take no position, and the order of the others is kept", async (t) => {
    await t.log.publish([3, 70, 71, 150].map((n) => newEvent("a.b", { id: `many-${n}`, data: "before" })));
    const events = Array.from({ length: 200 }, (_, n) => newEvent(n % 3 ? "a.b" : "a.c", { id: `many-${n}`, data: n }));
    const results = await t.log.publish([...events, events[5]!, newEvent("a.b", { data: 200 })]);
    const duplicates = results.flatMap((result, n) => result.duplicate ? [[n, result.seq]] : []);
    assert.deepEqual(duplicates, [[3, 1], [70, 2], [71, 3], [150, 4], [200, results[5]!.seq]]);
    const fresh = results.filter(({ duplicate }) => !duplicate).map(({ seq }) => seq);
    assert.deepEqual(fresh, Array.from({ length: 197 }, (_, n) => n + 5));
    const numbers = (await t.log.read({ since: 4, limit: 500 })).map(({ data }) => data);
    assert.deepEqual(numbers, Array.from({ length: 201 }, (_, n) => n).filter((n) => ![3, 70, 71, 150].includes(n)));
    const counts = () => t.log.types().map(({ type, count, lastSeq }) => [type, count, lastSeq]);
    const counted = counts();
    assert.deepEqual(counted, [["a.b", 136, 201], ["a.c", 65, 199]]);
    await t.restart();
    assert.deepEqual(counts(), counted);
  });

  test("a thousand publishers at once get every position once, each keeping its own order", async ({ log }) => {
    const results = await Promise.all(
      Array.from(
        { length: 1_000 },
        (_, n) => log.publish([newEvent("a.b", { data: n }), newEvent("a.b", { data: n })]),
      ),
    );
    const seqs = results.flat().map((r) => r.seq);
    assert.deepEqual([...seqs].sort((a, b) => a - b), Array.from({ length: 2_000 }, (_, n) => n + 1));
    for (const [first, second] of results) assert.ok(first!.seq < second!.seq);
  });

  test("reading takes patterns, a start, a limit and both directions", async ({ log }) => {
    const types = ["a.x", "a.y.z", "b.x", "a.x", "c.q", "b.x"];
    await log.publish(types.map((type) => newEvent(type)));
    const seqs = async (options: Parameters<typeof log.read>[0]) => (await log.read(options)).map((event) => event.seq);
    assert.deepEqual(await seqs({}), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(await seqs({ types: ["a.x"] }), [1, 4]);
    assert.deepEqual(await seqs({ types: ["*.x"] }), [1, 3, 4, 6]);
    assert.deepEqual(await seqs({ types: ["a.*"] }), [1, 2, 4]);
    assert.deepEqual(await seqs({ types: ["a.**", "c.q"], since: 1 }), [2, 4, 5]);
    assert.deepEqual(await seqs({ types: ["a.**", "c.q"], since: 1, limit: 2 }), [2, 4]);
    assert.deepEqual(await seqs({ types: ["*.x"], reverse: true, limit: 3 }), [6, 4, 3]);
    assert.deepEqual(await seqs({ types: ["*.x"], reverse: true, before: 4 }), [3, 1]);
    assert.deepEqual(await seqs({ types: ["nothing.here"] }), []);
    await assert.rejects(log.read({ types: ["a..b"] }), /not a type pattern/);
  });

  test("types are listed with how many events there are", async ({ log }) => {
    await log.publish(["b.x", "a.x", "b.x"].map((type) => newEvent(type)));
    const types = log.types().map(({ type, count, lastSeq }) => [type, count, lastSeq]);
    assert.deepEqual(types, [["a.x", 1, 2], ["b.x", 2, 3]]);
  });

  test("a malformed type is refused, and what cannot be JSON rejects alone", async ({ log }) => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    const settled = await Promise.allSettled([
      log.publish([newEvent("a.b")]),
      log.publish([newEvent("no dots")]),
      log.publish([newEvent("a.b", { data: loop })]),
      log.publish([newEvent("a.b")]),
    ]);
    assert.deepEqual(settled.map((s) => s.status), ["fulfilled", "rejected", "rejected", "fulfilled"]);
    assert.equal(log.head(), 2);
  });

  test("what was acknowledged is there after a crash", async (t) => {
    const events = Array.from({ length: 50 }, () => newEvent("a.b"));
    for (const event of events) await t.log.publish([event]);
    await t.crash();
    assert.deepEqual((await t.log.read({ limit: 100 })).map((event) => event.id), events.map((event) => event.id));
    assert.equal((await t.log.publish([newEvent("a.b")]))[0]!.seq, 51);
  });

  test("a chain of events that is too long is cut and reported, and the others of the call are stored", async (t) => {
    const results = await t.log.publish([
      newEvent("a.b", { hops: 32 }),
      newEvent("a.b", { hops: 33, id: "looping", causeid: "x" }),
      newEvent("a.b"),
    ]);
    assert.deepEqual(results.map((r) => [r.seq, r.cut ?? false]), [[1, false], [0, true], [2, false]]);
    assert.deepEqual((await t.log.read({ types: ["a.**"] })).map(({ seq }) => seq), [1, 2]);
    assert.equal(t.logged.filter((line) => /^error .*was cut: 33 events/.test(line)).length, 1);
  });

  test("a loop is reported by an event for admins, once a minute", async (t) => {
    const cut = () => t.log.publish([newEvent("a.b", { hops: 33, source: "looper", causeid: "x" })]);
    const reports = () => t.log.read({ types: ["host.loop.cut"] });
    for (let n = 0; n < 5; n++) await cut();
    await t.log.publish([newEvent("c.d", { hops: 40, source: "looper" })]);
    await until(async () => (await reports()).length === 2, "a report of each loop");
    const { source, subject, audience, hops, data } = (await reports())[0]!;
    assert.deepEqual([source, subject, audience, hops], ["host", "looper", "role:admin", 0]);
    const { type, causeid, limit, cutBefore } = data as Record<string, unknown>;
    assert.deepEqual({ type, causeid, limit, cutBefore }, { type: "a.b", causeid: "x", limit: 32, cutBefore: 0 });
    await t.clock.advance(60_000);
    await cut();
    await until(async () => (await reports()).length === 3, "the next report");
    assert.equal(((await reports())[2]!.data as { cutBefore: number }).cutBefore, 4);
  });

  test("watchers get every event after its commit, in order of position, and none after they leave", async ({ log }) => {
    const seen: number[] = [];
    const stop = log.watch((events) => {
      for (const event of events) seen.push(event.seq);
    });
    const repeat = newEvent("a.b");
    await log.publish([repeat]);
    await Promise.all([log.publish([newEvent("a.b")]), log.publish([repeat]), log.publish([newEvent("b.c")])]);
    await until(() => seen.length >= 3, "three events");
    stop();
    await log.publish([newEvent("a.b")]);
    assert.deepEqual(seen, [1, 2, 3]);
  });

  test("a watcher that throws disturbs nobody", async (t) => {
    t.log.watch(() => {
      throw new Error("bad watcher");
    });
    const seen: number[] = [];
    t.log.watch((events) => void seen.push(...events.map((event) => event.seq)));
    await t.log.publish([newEvent("a.b")]);
    assert.deepEqual(seen, [1]);
  });

  test("after close nothing is taken", async (t) => {
    await t.log.close();
    await assert.rejects(t.log.publish([newEvent("a.b")]));
    await assert.rejects(t.log.subscribe({ name: "late", types: ["**"] }, () => Promise.resolve()));
  });
}
