import assert from "node:assert/strict";
import { openSqliteFixture } from "./_sqlite_fixture.ts";
import { newEvent, Recorder, until } from "./fixture.ts";

const HOUR = 3_600_000;

Deno.test("sqlite log: old events go, the newest stays, and positions go on", async () => {
  await using t = await openSqliteFixture({ retention: { maxAgeMs: 10 * HOUR, everyMs: HOUR } });
  for (let n = 0; n < 3; n++) await t.log.publish(Array.from({ length: 600 }, () => newEvent("a.b")));
  await t.clock.advance(5 * HOUR);
  await t.log.publish([newEvent("c.d")]);
  await t.clock.advance(6 * HOUR);
  await until(() => t.log.oldest() === 1_801, "the old ones to go");
  const types = t.log.types().map(({ type, count, lastSeq }) => [type, count, lastSeq]);
  assert.deepEqual(types, [["a.b", 0, 1_800], ["c.d", 1, 1_801]]);
  await t.clock.advance(20 * HOUR);
  assert.equal((await t.log.read({})).length, 1, "the newest is kept, so that no position is given twice");
  await t.restart();
  assert.equal((await t.log.publish([newEvent("a.b")]))[0]!.seq, 1_802);
});

Deno.test("sqlite log: reading from a position that is gone says so", async () => {
  await using t = await openSqliteFixture({ retention: { maxAgeMs: HOUR, everyMs: HOUR } });
  await t.log.publish([newEvent("a.b"), newEvent("a.b"), newEvent("a.b")]);
  await t.clock.advance(2 * HOUR);
  await until(() => t.log.oldest() === 3, "the old ones to go");
  await assert.rejects(
    t.log.read({ since: 1 }),
    (error: { data?: { reason: string } }) => error.data?.reason === "resync_required",
  );
  assert.equal((await t.log.read({ since: 2 })).length, 1);
  assert.equal((await t.log.read({})).length, 1);
});

Deno.test("sqlite log: nothing goes that a consumer has not taken, be it running, off, or about to try again", async () => {
  await using t = await openSqliteFixture({ retention: { maxAgeMs: HOUR, everyMs: HOUR } });
  const off = await t.log.subscribe({ name: "off", types: ["off.event"] }, () => Promise.resolve());
  await off.close();
  const failing = new Recorder();
  failing.answer = () => {
    throw new Error("no");
  };
  await t.log.subscribe({ name: "failing", types: ["failing.event"], backoffMs: () => 50 * HOUR }, failing.deliver);
  await t.log.publish([newEvent("a.b"), newEvent("a.b"), newEvent("failing.event"), newEvent("a.b")]);
  await t.log.publish([newEvent("off.event"), newEvent("a.b")]);
  await until(() => failing.seen.length === 1, "the failure");
  await t.clock.advance(5 * HOUR);
  assert.equal(t.log.oldest(), 3, "up to the one that will be tried again");
  await t.log.removeConsumer("failing");
  await t.clock.advance(2 * HOUR);
  await until(() => t.log.oldest() === 5, "up to what the absent consumer wants");
  const back = new Recorder();
  await t.log.subscribe({ name: "off", types: ["off.event"] }, back.deliver);
  await until(() => back.seen.length === 1, "what waited");
  await t.clock.advance(2 * HOUR);
  await until(() => t.log.oldest() === 6, "all but the newest");
});

Deno.test("sqlite log: above its size the oldest go, and what cannot go is a matter for the owner", async () => {
  await using t = await openSqliteFixture({ retention: { maxBytes: 100_000, maxAgeMs: 0, everyMs: HOUR } });
  const fill = () => t.log.publish(Array.from({ length: 100 }, () => newEvent("a.b", { data: "x".repeat(2_000) })));
  await fill();
  await t.clock.advance(HOUR);
  await until(() => t.log.oldest() > 50, "half of it to go");
  assert.ok(t.log.oldest() < 80, "not more than needed");
  assert.ok(!t.logged.some((line) => line.startsWith("warn")));
  const subscription = await t.log.subscribe({ name: "off", types: ["**"] }, () => Promise.resolve());
  await subscription.close();
  await fill();
  await t.clock.advance(2 * HOUR);
  assert.equal(t.log.oldest(), 101);
  assert.equal(t.logged.filter((line) => /^warn The event log holds \d+ bytes/.test(line)).length, 1);
  const told = async () =>
    (await t.log.read({ types: ["host.eventlog.*"] })).map(({ type, audience }) => [type, audience]);
  await until(async () => (await told()).length === 1, "the owner to be told");
  assert.deepEqual(await told(), [["host.eventlog.filled", "role:admin"]]);
  assert.deepEqual([(await t.log.stats()).full, (await t.log.stats()).heldBy], [true, "off"]);
  await t.log.removeConsumer("off");
  await t.clock.advance(HOUR);
  await until(async () => !(await t.log.stats()).full, "it to be over");
  await until(async () => (await told()).at(-1)?.[0] === "host.eventlog.relieved", "the owner to be told of that");
});

Deno.test("sqlite log: nothing goes that somebody holds without a cursor", async () => {
  await using t = await openSqliteFixture({ retention: { maxAgeMs: HOUR, everyMs: HOUR } });
  await t.log.publish(Array.from({ length: 10 }, () => newEvent("a.b")));
  let needed: number | undefined = 4;
  const release = t.log.hold("waiting runs", () => needed);
  await t.clock.advance(3 * HOUR);
  await until(() => t.log.oldest() === 4, "those before it to go");
  needed = undefined;
  await t.clock.advance(HOUR);
  await until(() => t.log.oldest() === 10, "all but the newest to go");
  release();
});

Deno.test("sqlite log: a consumer is not sent back to what is gone", async () => {
  await using t = await openSqliteFixture({ retention: { maxAgeMs: HOUR, everyMs: HOUR } });
  await t.log.subscribe({ name: "c", types: ["a.b"] }, () => Promise.resolve());
  await t.log.publish(Array.from({ length: 10 }, () => newEvent("a.b")));
  await t.clock.advance(3 * HOUR);
  await until(() => t.log.oldest() === 10, "all but the newest to go");
  await assert.rejects(t.log.replayConsumer("c", 3), /were removed; the oldest is 10/);
  assert.equal(await t.log.positionBefore(0), 9);
});
