import assert from "node:assert/strict";
import { manualClock } from "../observe/mod.ts";
import { createWriter, openDatabase } from "../storage/mod.ts";
import { durabilityOf, type NewEvent, openEventLog } from "./mod.ts";

Deno.test("full beats normal, and of other types nothing is said", () => {
  const said = durabilityOf({ normal: ["a.**"], full: ["a.b.*"] });
  assert.deepEqual(["a.x", "a.b.c", "c.d", "a.x"].map(said), ["normal", "full", undefined, "normal"]);
});

Deno.test("publishing waits for the disk unless all that shares the transaction does without", async () => {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
  const durability = durabilityOf({ normal: ["meter.**"], full: [] });
  const log = await openEventLog({
    ...{ db, writer, clock: manualClock(), logger: quiet, retention: false },
    durability: (type) => durability(type) ?? "full",
  });
  const commits: number[] = [];
  // 1 = NORMAL: no fsync at the end of the transaction; 2 = FULL.
  writer.onCommit(() => commits.push(db.get<{ synchronous: number }>("PRAGMA synchronous")!.synchronous));
  const publish = (...types: string[]) => log.publish(types.map(event));
  const of = async (work: () => Promise<unknown>) => {
    commits.length = 0;
    await work();
    return [...commits];
  };
  assert.deepEqual(await of(() => publish("meter.value.read")), [1]);
  assert.deepEqual(await of(() => publish("shop.order.paid")), [2]);
  assert.deepEqual(await of(() => publish("meter.value.read", "shop.order.paid")), [2]);
  assert.deepEqual(await of(() => Promise.all([publish("meter.value.read"), publish("shop.order.paid")])), [2]);
  assert.deepEqual(await of(() => Promise.all([publish("shop.order.paid"), publish("meter.value.read")])), [2]);
  assert.deepEqual(await of(() => Promise.all([publish("meter.value.read"), publish("meter.value.read")])), [1]);
  assert.equal(log.head(), 10);
  await log.close();
  await writer.close();
  db.close();
});

function event(type: string): NewEvent {
  const time = "2026-01-01T00:00:00.000Z";
  return {
    id: crypto.randomUUID(),
    source: "x",
    type,
    time,
    data: 1,
    actorkind: "system",
    hops: 0,
    audience: "plugins",
  };
}
