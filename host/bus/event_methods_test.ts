import assert from "node:assert/strict";
import type { z } from "zod";
import { manualClock } from "../observe/mod.ts";
import type { CallRequest } from "../rpc/ports.ts";
import type { Role } from "../sdk/channel/protocol.ts";
import { createWriter, openDatabase } from "../storage/mod.ts";
import { createAudience, eventMethods, type NewEvent, openEventLog, openRooms } from "./mod.ts";

async function setUp() {
  const db = openDatabase(":memory:");
  const writer = createWriter(db);
  const clock = manualClock();
  const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
  const log = await openEventLog({ db, writer, clock, logger: quiet });
  const rooms = openRooms({ db, writer });
  const methods = eventMethods({ log, audience: createAudience(rooms), clock });
  return {
    log,
    rooms,
    /** Calls a method as the router would: params in, checked result out. */
    async call<T = Record<string, unknown>>(
      name: string,
      params: unknown,
      id = "olga",
      role: Role = "owner",
    ): Promise<T> {
      const method = methods[name]!;
      const caller = { kind: "user" as const, id, name: id, role };
      const request: CallRequest = { method: name, params, caller, transport: "http" };
      const result = await method.handler(method.params.parse(params) as never, request);
      return (method.result as z.ZodType).parse(result) as T;
    },
    [Symbol.asyncDispose]: async () => {
      await log.close();
      await writer.close();
      db.close();
    },
  };
}

const event = (type: string, audience: string, n = 0): NewEvent => ({
  id: crypto.randomUUID(),
  source: "chat",
  type,
  time: "2026-01-01T00:00:00.000Z",
  data: { n },
  actorkind: "human",
  hops: 0,
  audience,
});

type List = { items: { seq: number; data: unknown }[]; nextCursor?: string; nextSince?: number };

Deno.test("what an admin publishes is listed for admins, with the host as source and the admin as actor", async () => {
  await using t = await setUp();
  const published = await t.call("host.event.publish", { type: "shop.order.paid", subject: "o1", data: { total: 5 } });
  assert.deepEqual([published.seq, published.duplicate], [1, false]);
  const { items } = await t.call<{ items: Record<string, unknown>[] }>("host.event.list", { types: ["shop.**"] });
  assert.equal(items.length, 1);
  const { source, subject, actor, actorkind, data, audience } = items[0]!;
  assert.deepEqual({ source, subject, actor, actorkind, data, audience }, {
    source: "host",
    subject: "o1",
    actor: "olga",
    actorkind: "human",
    data: { total: 5 },
    audience: "role:admin",
  });
  assert.deepEqual((await t.call<List>("host.event.list", {}, "mia", "member")).items, []);
});

Deno.test("a repeated id is published once", async () => {
  await using t = await setUp();
  await t.call("host.event.publish", { type: "a.b", data: 1, id: "x" });
  assert.deepEqual(await t.call("host.event.publish", { type: "a.b", data: 2, id: "x" }), {
    id: "x",
    seq: 1,
    duplicate: true,
  });
});

Deno.test("a malformed type, audience or pattern is refused", async () => {
  await using t = await setUp();
  await assert.rejects(t.call("host.event.publish", { type: "nodots", data: 1 }));
  await assert.rejects(t.call("host.event.publish", { type: "a.b", data: 1, audience: "everyone" }));
  await assert.rejects(t.call("host.event.publish", { type: "a.b", data: 1, source: "chat" }));
  await assert.rejects(t.call("host.event.list", { types: ["a..b"] }));
  await assert.rejects(t.call("host.event.list", { limit: 201 }));
});

Deno.test("a person gets only what the audience allows, in lists and one by one", async () => {
  await using t = await setUp();
  await t.rooms.set("chat", "r1", ["mia"]);
  await t.log.publish([
    event("chat.m.sent", "room:r1"),
    event("chat.m.sent", "plugins"),
    event("chat.m.sent", "role:member"),
  ]);
  const seqs = async (id: string, role: Role) =>
    (await t.call<List>("host.event.list", {}, id, role)).items.map((i) => i.seq);
  assert.deepEqual(await seqs("mia", "member"), [1, 3]);
  assert.deepEqual(await seqs("olga", "owner"), [3]);
  assert.deepEqual(await seqs("gus", "guest"), []);
  assert.equal((await t.call<{ seq: number }>("host.event.get", { seq: 1 }, "mia", "member")).seq, 1);
  await assert.rejects(t.call("host.event.get", { seq: 1 }), /no event 1 that you may see/);
  await assert.rejects(t.call("host.event.get", { seq: 99 }), /no event 99/);
});

Deno.test("lists page back from the newest and forward from a position, past what is hidden", async () => {
  await using t = await setUp();
  await t.log.publish(
    Array.from({ length: 1_000 }, (_, n) => event("a.b", n % 100 === 0 ? "role:admin" : "plugins", n)),
  );
  const numbers = (list: List) => list.items.map((item) => (item.data as { n: number }).n);
  const first = await t.call<List>("host.event.list", { limit: 4 });
  assert.deepEqual(numbers(first), [600, 700, 800, 900]);
  const second = await t.call<List>("host.event.list", { limit: 4, cursor: first.nextCursor });
  assert.deepEqual(numbers(second), [200, 300, 400, 500]);
  const last = await t.call<List>("host.event.list", { limit: 4, cursor: second.nextCursor });
  assert.deepEqual([numbers(last), last.nextCursor], [[0, 100], undefined]);
  const forward = await t.call<List>("host.event.list", { limit: 3, since: 1 });
  assert.deepEqual(numbers(forward), [100, 200, 300]);
  assert.deepEqual(numbers(await t.call<List>("host.event.list", { limit: 3, since: forward.nextSince })), [
    400,
    500,
    600,
  ]);
});

Deno.test("dead letters are listed without what their reader may not see, replayed and dropped", async () => {
  await using t = await setUp();
  let works = false;
  await t.log.subscribe({ name: "plugin:x", types: ["a.b"], maxAttempts: 1 }, () => {
    return works ? Promise.resolve() : Promise.reject(new Error("broken"));
  });
  await t.log.publish([event("a.b", "plugins"), event("a.b", "role:admin")]);
  type Letters = { items: { id: number; error: string; event: { data?: unknown } }[] };
  let letters = { items: [] } as Letters;
  for (const deadline = Date.now() + 5_000; letters.items.length < 2 && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    letters = await t.call<Letters>("host.event.deadLetter.list", { consumer: "plugin:x" });
  }
  assert.deepEqual(letters.items.map((letter) => [letter.error, letter.event.data]), [["broken", undefined], [
    "broken",
    { n: 0 },
  ]]);
  const [first, second] = letters.items;
  await assert.rejects(t.call("host.event.deadLetter.replay", { id: first!.id }), /failed again/);
  works = true;
  assert.deepEqual(await t.call("host.event.deadLetter.replay", { id: first!.id }), { id: first!.id });
  assert.deepEqual(await t.call("host.event.deadLetter.drop", { id: second!.id }), { id: second!.id });
  assert.deepEqual((await t.call<Letters>("host.event.deadLetter.list", {})).items, []);
  const consumers = await t.call<{ items: { name: string; lag: number }[] }>("host.event.consumer.list", {});
  assert.deepEqual(consumers.items.map(({ name, lag }) => [name, lag]), [["plugin:x", 0]]);
  assert.deepEqual(await t.call("host.event.types", {}), { items: [{ type: "a.b", count: 2, lastSeq: 2 }] });
});
