import assert from "node:assert/strict";
import type { Database } from "../../../host/storage/ports.ts";
import type { BusEvent } from "../../../host/sdk/channel/protocol.ts";
import { openSqliteFixture, type SqliteFixture } from "./_sqlite_fixture.ts";
import { newEvent, Recorder, until } from "./fixture.ts";

async function setUp() {
  const t = await openSqliteFixture();
  await t.writer.write((db) => db.exec("CREATE TABLE run (seq INTEGER PRIMARY KEY)"));
  return t;
}

const insertRuns = (db: Database, events: BusEvent[]) => {
  for (const event of events) db.run("INSERT INTO run (seq) VALUES (?)", event.seq);
};
const runs = (t: SqliteFixture) => t.db.all<{ seq: number }>("SELECT seq FROM run ORDER BY seq").map((row) => row.seq);
const publish = (t: SqliteFixture, count: number) =>
  t.log.publish(Array.from({ length: count }, (_, n) => newEvent(n % 2 === 0 ? "a.b" : "c.d")));

Deno.test("sqlite log: an event and the work on it are one commit", async () => {
  await using t = await setUp();
  let commits = 0;
  let after = 0;
  await t.log.subscribeInTransaction({ name: "wf", types: ["a.b"] }, insertRuns, () => after++);
  await publish(t, 2);
  await until(() => after === 1, "the first event");
  t.writer.onCommit(() => commits++);
  await publish(t, 4);
  assert.equal(commits, 1);
  assert.equal(after, 2);
  assert.deepEqual(runs(t), [1, 3, 5]);
});

Deno.test("sqlite log: a transactional consumer takes what came before it, once, also after a crash", async () => {
  await using t = await setUp();
  for (let round = 0; round < 3; round++) await publish(t, 400);
  await t.log.subscribeInTransaction({ name: "wf", types: ["a.b"], from: 0 }, insertRuns, () => {});
  const meanwhile = publish(t, 100);
  await meanwhile;
  await until(() => runs(t).length === 650, "all runs");
  await t.crash();
  await publish(t, 2);
  await t.log.subscribeInTransaction({ name: "wf", types: ["a.b"] }, insertRuns, () => {});
  await until(() => runs(t).length === 651, "the one that came while nobody took it");
});

Deno.test("sqlite log: work that throws is undone, the publisher is not disturbed, and it is tried again", async () => {
  await using t = await setUp();
  let broken = true;
  await t.log.subscribeInTransaction({ name: "wf", types: ["a.b"] }, (db, events) => {
    insertRuns(db, events);
    if (broken) throw new Error("engine broken");
  }, () => {});
  const others = new Recorder();
  await t.log.subscribe({ name: "other", types: ["a.b"] }, others.deliver);
  await t.clock.advance(0);
  const results = await publish(t, 3);
  assert.deepEqual(results.map((r) => r.seq), [1, 2, 3]);
  await publish(t, 1);
  await until(() => others.seen.length === 3, "the other consumer");
  assert.deepEqual(runs(t), []);
  assert.ok(t.logged.some((line) => /"wf" could not take events .* engine broken/.test(line)));
  broken = false;
  await t.clock.advance(1_000);
  await until(() => runs(t).length === 3, "the second try");
  await publish(t, 1);
  assert.deepEqual(runs(t), [1, 3, 4, 5]);
});

Deno.test("sqlite log: a paused transactional consumer takes nothing, and all of it after resume", async () => {
  await using t = await setUp();
  const subscription = await t.log.subscribeInTransaction({ name: "wf", types: ["a.b"] }, insertRuns, () => {});
  await publish(t, 1);
  await until(() => runs(t).length === 1, "the first");
  subscription.pause();
  await publish(t, 3);
  await t.clock.advance(0);
  assert.deepEqual(runs(t), [1]);
  subscription.resume();
  await until(() => runs(t).length === 3, "the rest");
  await subscription.close();
  await publish(t, 1);
  assert.deepEqual(runs(t), [1, 2, 4]);
});

Deno.test("sqlite log: when the disk is full publishers are told, nothing is stored, and later it goes on", async () => {
  await using t = await setUp();
  const recorder = new Recorder();
  await t.log.subscribe({ name: "c", types: ["**"] }, recorder.deliver);
  await t.log.subscribeInTransaction({ name: "wf", types: ["a.b"] }, insertRuns, () => {});
  await publish(t, 1);
  await until(() => recorder.seen.length === 1 && runs(t).length === 1, "the first event");
  await t.clock.advance(0);
  const { page_count: pages } = t.db.get<{ page_count: number }>("PRAGMA page_count")!;
  t.db.exec(`PRAGMA max_page_count = ${pages}`);
  const big = () => newEvent("a.b", { data: "x".repeat(50_000) });
  const settled = await Promise.allSettled([t.log.publish([newEvent("new.type"), big()]), t.log.publish([big()])]);
  for (const each of settled) {
    assert.equal(each.status, "rejected");
    assert.match((each as PromiseRejectedResult).reason.message, /the disk is full/);
  }
  assert.equal(t.log.head(), 1);
  t.db.exec("PRAGMA max_page_count = 100000");
  const results = await t.log.publish([newEvent("new.type"), newEvent("a.b")]);
  assert.deepEqual(results.map((r) => r.seq), [2, 3]);
  await until(() => recorder.seen.length === 3 && runs(t).length === 2, "deliveries go on");
  await t.restart();
  assert.deepEqual(t.log.types().map((each) => [each.type, each.count]), [["a.b", 2], ["new.type", 1]]);
  assert.equal((await t.log.read({ types: ["new.*"] }))[0]!.seq, 2);
});

Deno.test("sqlite log: a transactional consumer is paused over restarts, and sent back", async () => {
  await using t = await setUp();
  const subscribe = () => t.log.subscribeInTransaction({ name: "wf", types: ["a.b"] }, insertRuns, () => {});
  await subscribe();
  await publish(t, 3);
  await until(() => runs(t).length === 2, "the first");
  await t.log.pauseConsumer("wf", "olga");
  await publish(t, 1);
  await t.restart();
  await subscribe();
  await t.clock.advance(0);
  assert.deepEqual([runs(t), (await t.log.consumer("wf")).state], [[1, 3], "paused"]);
  await t.log.resumeConsumer("wf");
  await until(() => runs(t).length === 3, "what waited");
  await t.writer.write((db) => db.run("DELETE FROM run WHERE seq > 1"));
  await t.log.replayConsumer("wf", 1);
  await until(() => runs(t).length === 3, "what came after the first, once more");
  await publish(t, 1);
  assert.deepEqual(runs(t), [1, 3, 4, 5], "and it takes part in the appending transactions again");
});

Deno.test("sqlite log: an edited event of another consumer does not reach a transactional one", async () => {
  await using t = await setUp();
  await t.log.subscribeInTransaction({ name: "wf", types: ["a.b"] }, insertRuns, () => {});
  await t.log.subscribe({ name: "failing", types: ["a.b"], maxAttempts: 1 }, () => Promise.reject(new Error("no")));
  await publish(t, 1);
  await until(async () => (await t.log.deadLetters()).length === 1, "a dead letter");
  const [letter] = await t.log.deadLetters();
  await t.log.replaceDeadLetter(letter!.id, { data: {}, actorkind: "human" });
  await publish(t, 1);
  assert.deepEqual(runs(t), [1, t.log.head()]);
});
