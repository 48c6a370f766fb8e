import assert from "node:assert/strict";
import type { Role } from "../sdk/channel/protocol.ts";
import type { RpcError } from "../sdk/errors.ts";
import { event, type List, SCHEMA, setUp } from "../../tests/conformance/event_log/methods_fixture.ts";

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

Deno.test("a repeated id is published once, and one that comes with something else is refused", async () => {
  await using t = await setUp();
  const first = { type: "a.b", subject: "s", data: { n: 1, list: [1, null] }, id: "x" };
  await t.call("host.event.publish", first);
  assert.deepEqual(await t.call("host.event.publish", first), { id: "x", seq: 1, duplicate: true });
  for (
    const [change, why] of [
      [{ data: { n: 2 } }, /id "x" is taken: event 1 has it, with other data/],
      [{ type: "a.c" }, /with another type/],
      [{ subject: "r" }, /with another subject/],
    ] as const
  ) {
    await assert.rejects(t.call("host.event.publish", { ...first, ...change }), (error: RpcError) => {
      assert.equal(error.kind, "conflict");
      assert.match(error.message, why);
      return true;
    });
  }
  assert.equal(t.log.head(), 1);
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
  assert.deepEqual(letters.items.map((letter) => [letter.error, letter.event.data]), [
    ["broken", { n: 0 }],
    ["broken", undefined],
  ]);
  const [first, second] = letters.items;
  await assert.rejects(t.call("host.event.deadLetter.replay", { id: first!.id }), /failed again/);
  works = true;
  assert.deepEqual(await t.call("host.event.deadLetter.replay", { id: first!.id }), { id: first!.id });
  assert.deepEqual(await t.call("host.event.deadLetter.drop", { id: second!.id }), { id: second!.id });
  assert.deepEqual((await t.call<Letters>("host.event.deadLetter.list", {})).items, []);
  const consumers = await t.call<{ items: { name: string; lag: number }[] }>("host.event.consumer.list", {});
  assert.deepEqual(consumers.items.map(({ name, lag }) => [name, lag]), [["plugin:x", 0]]);
});

Deno.test("data that does not fit what the plugin says is refused with the place", async () => {
  await using t = await setUp();
  const wrong = t.call("host.event.publish", { type: "shop.order.paid", data: { sum: 5 } });
  await assert.rejects(wrong, (error: RpcError) => {
    assert.deepEqual([error.kind, error.data.path], ["invalid_params", "/data/total"]);
    return true;
  });
  assert.equal(t.log.head(), 0);
  const large = t.call("host.event.publish", { type: "a.b", data: "x".repeat(2 ** 20) });
  await assert.rejects(large, (error: RpcError) => error.kind === "too_large");
});

Deno.test("a dead letter is edited by whoever may see it, with data that fits", async () => {
  await using t = await setUp();
  const took: unknown[] = [];
  await t.log.subscribe({ name: "plugin:x", types: ["shop.**"], maxAttempts: 1 }, (event) => {
    took.push(event.data);
    return took.length > 2 ? Promise.resolve() : Promise.reject(new Error("broken"));
  });
  await t.log.publish([event("shop.order.paid", "role:admin", 1), event("shop.order.paid", "room:r1", 2)]);
  type Letters = { items: { id: number; hidden: boolean; replacedBy?: number }[] };
  let letters = { items: [] } as Letters;
  for (const deadline = Date.now() + 5_000; letters.items.length < 2 && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    letters = await t.call<Letters>("host.event.deadLetter.list", {});
  }
  const [unseen, seen] = letters.items;
  assert.deepEqual([unseen!.hidden, seen!.hidden], [true, false]);
  const edit = (id: number, data: unknown) => t.call("host.event.deadLetter.replay", { id, data });
  await assert.rejects(edit(unseen!.id, { total: 1 }), (error: RpcError) => error.kind === "forbidden");
  await assert.rejects(edit(seen!.id, {}), (error: RpcError) => error.data.path === "/data/total");
  const { event: made } = await edit(seen!.id, { total: 9 }) as { event: { seq: number } };
  for (const deadline = Date.now() + 5_000; took.length < 3 && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assert.deepEqual(took[2], { total: 9 });
  const kept = await t.call<{ replacedBy: number }>("host.event.deadLetter.get", { id: seen!.id });
  assert.equal(kept.replacedBy, made.seq);
  await assert.rejects(t.call("host.event.deadLetter.get", { id: 99 }), /no dead letter 99/);
});

Deno.test("types name who emits, who listens, the rate, the schema and what nobody has published yet", async () => {
  await using t = await setUp();
  await t.log.subscribe({ name: "plugin:x", types: ["shop.order.*"] }, () => Promise.resolve());
  await t.log.publish([{ ...event("shop.order.paid", "plugins"), source: "shop" }, event("a.b", "plugins")]);
  type Types = { items: Record<string, unknown>[] };
  const { items } = await t.call<Types>("host.event.types", {});
  const shown = items.map(({ bytes: _, ...rest }) => rest);
  assert.deepEqual(shown, [
    {
      ...{ type: "a.b", count: 1, lastSeq: 2, perMinute: 1, emitters: ["chat"], listeners: [], durability: "full" },
    },
    {
      ...{ type: "shop.order.lost", count: 0, lastSeq: 0, perMinute: 0, emitters: ["shop"], listeners: ["plugin:x"] },
      ...{ declaredBy: "shop", schema: {}, durability: "normal" },
    },
    {
      ...{ type: "shop.order.paid", count: 1, lastSeq: 1, perMinute: 1, emitters: ["shop"], listeners: ["plugin:x"] },
      ...{ declaredBy: "shop", schema: SCHEMA, durability: "full" },
    },
  ]);
  await t.clock.advance(61_000);
  const later = await t.call<Types>("host.event.types", {});
  assert.deepEqual(later.items.map(({ perMinute }) => perMinute), [0, 0, 0]);
});

Deno.test("the flow shows who publishes and how it fares with those who take it", async () => {
  await using t = await setUp();
  await t.log.subscribe({ name: "plugin:ok", types: ["a.*"] }, () => Promise.resolve());
  await t.log.subscribe(
    { name: "plugin:bad", types: ["a.b"], maxAttempts: 1 },
    () => Promise.reject(new Error("broken")),
  );
  await t.log.publish([event("a.b", "plugins"), event("a.c", "plugins"), event("a.c", "plugins")]);
  type Flow = {
    emits: { source: string; type: string; count: number }[];
    takes: { consumer: string; type: string; taken: number; failed: number; dead: number }[];
    consumers: { name: string }[];
  };
  let flow = await t.call<Flow>("host.event.flow", {});
  const attempts = () => flow.takes.reduce((sum, { taken, failed }) => sum + taken + failed, 0);
  for (const deadline = Date.now() + 5_000; attempts() < 4 && Date.now() < deadline;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    flow = await t.call<Flow>("host.event.flow", {});
  }
  assert.deepEqual(
    flow.emits.filter(({ source }) => source !== "host").map(({ source, type, count }) => [source, type, count]),
    [
      ["chat", "a.b", 1],
      ["chat", "a.c", 2],
    ],
  );
  const takes = flow.takes.map(({ consumer, type, taken, failed, dead }) => [consumer, type, taken, failed, dead]);
  assert.deepEqual(takes.sort(), [
    ["plugin:bad", "a.b", 0, 1, 1],
    ["plugin:ok", "a.b", 1, 0, 0],
    ["plugin:ok", "a.c", 2, 0, 0],
  ]);
  assert.deepEqual(flow.consumers.map(({ name }) => name), ["plugin:bad", "plugin:ok"]);
});

Deno.test("a consumer is paused, resumed and sent back to a position or a time", async () => {
  await using t = await setUp();
  const took: number[] = [];
  await t.log.subscribe({ name: "plugin:x", types: ["a.b"] }, (event) => {
    took.push(event.seq);
    return Promise.resolve();
  });
  const until = async (count: number) => {
    for (const deadline = Date.now() + 5_000; took.length < count && Date.now() < deadline;) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  type Info = { state: string; pausedBy?: string };
  const paused = await t.call<Info>("host.event.consumer.pause", { name: "plugin:x" });
  assert.deepEqual([paused.state, paused.pausedBy], ["paused", "olga"]);
  await t.log.publish([event("a.b", "plugins")]);
  await t.clock.advance(1_000);
  const time = new Date(t.clock.now()).toISOString();
  await t.log.publish([event("a.b", "plugins")]);
  assert.equal((await t.call<Info>("host.event.consumer.resume", { name: "plugin:x" })).state, "running");
  await until(2);
  await t.call("host.event.consumer.replay", { name: "plugin:x", position: 0 });
  await until(4);
  await t.call("host.event.consumer.replay", { name: "plugin:x", time });
  await until(5);
  assert.deepEqual(took, [1, 2, 1, 2, 2]);
  for (const params of [{}, { position: 0, time }]) {
    await assert.rejects(t.call("host.event.consumer.replay", { name: "plugin:x", ...params }), /either "position" or/);
  }
  await assert.rejects(t.call("host.event.consumer.pause", { name: "plugin:y" }), /no consumer "plugin:y"/);
});

Deno.test("what was refused at publish is shown once, newest first, and dropped", async () => {
  await using t = await setUp();
  const fault = { path: "/total", message: "is required" };
  const refuse = (id: string) => t.refused.add({ source: "shop", id, type: "shop.order.paid", subject: "o1" }, fault);
  await refuse("e1");
  await refuse("e1");
  await refuse("e2");
  type Refused = { items: { id: number; eventId: string; path: string; problem: string; subject: string }[] };
  const { items } = await t.call<Refused>("host.event.refused.list", { source: "shop" });
  assert.deepEqual(items.map(({ eventId, path, problem, subject }) => [eventId, path, problem, subject]), [
    ["e2", "/total", "is required", "o1"],
    ["e1", "/total", "is required", "o1"],
  ]);
  for (let n = 0; n < 250; n++) void refuse(`more-${n}`);
  await refuse("last");
  const all = await t.call<Refused & { nextCursor: string }>("host.event.refused.list", { limit: 200 });
  assert.deepEqual([all.items[0]!.eventId, all.items.length, all.nextCursor], ["last", 200, undefined]);
  await t.call("host.event.refused.drop", { id: all.items[0]!.id });
  await assert.rejects(t.call("host.event.refused.drop", { id: all.items[0]!.id }), /no refused event/);
});

Deno.test("a list is narrowed by source, subject, words and time", async () => {
  await using t = await setUp();
  await t.log.publish([
    { ...event("a.b", "role:member", 1), subject: "s1" },
    { ...event("a.b", "role:member", 2), source: "github" },
    event("a.b", "plugins", 3),
  ]);
  await t.clock.advance(5_000);
  const sinceTime = new Date(t.clock.now()).toISOString();
  await t.log.publish([event("a.c", "role:member", 4)]);
  const numbers = async (params: unknown) =>
    (await t.call<List>("host.event.list", params)).items.map((item) => (item.data as { n: number }).n);
  assert.deepEqual(await numbers({ source: "github" }), [2]);
  assert.deepEqual(await numbers({ subject: "s1" }), [1]);
  assert.deepEqual(await numbers({ text: '"n":3' }), [], "not what the audience hides");
  assert.deepEqual(await numbers({ text: "github" }), [2]);
  assert.deepEqual(await numbers({ sinceTime }), [4]);
  assert.deepEqual(await numbers({ sinceTime, types: ["a.b"] }), []);
});

Deno.test("only those who run the place may look at consumers, dead letters and the flow, or change them", async () => {
  await using t = await setUp();
  for (const [name, { roles, risk, readOnly }] of Object.entries(t.methods)) {
    if (["list", "get", "chain", "tail", "types"].includes(name.slice("host.event.".length))) continue;
    assert.deepEqual(roles, ["owner", "admin"], name);
    assert.equal(risk, readOnly ? undefined : "high", name);
  }
});

Deno.test("a tail waits for what comes, takes a moment's events together, and says when it passed over some", async () => {
  await using t = await setUp();
  type Tail = { items: { seq: number }[]; position: number; skipped: boolean };
  const seqs = (tail: Tail) => tail.items.map(({ seq }) => seq);
  const first = t.call<Tail>("host.event.tail", { types: ["a.*"] });
  await t.clock.advance(5_000);
  await t.log.publish([event("a.b", "plugins"), event("c.d", "role:admin")]);
  await t.log.publish([event("a.b", "role:admin")]);
  await t.log.publish([event("a.c", "role:admin")]);
  await t.clock.advance(250);
  const tail = await first;
  assert.deepEqual([seqs(tail), tail.position, tail.skipped], [[3, 4], 4, false]);
  await t.log.publish([event("a.b", "role:admin")]);
  const second = await t.call<Tail>("host.event.tail", { types: ["a.*"], since: tail.position });
  assert.deepEqual([seqs(second), second.position], [[5], 5], "what is there already is not waited for");
  const quiet = t.call<Tail>("host.event.tail", { types: ["a.*"], since: 5, waitMs: 1_000 });
  await t.clock.advance(1_000);
  assert.deepEqual(await quiet, { items: [], position: 5, skipped: false });
  await t.log.publish(Array.from({ length: 300 }, (_, n) => event("a.b", "role:admin", n)));
  const many = await t.call<Tail>("host.event.tail", { since: 5 });
  assert.deepEqual([many.items.length, many.items.at(-1)!.seq, many.skipped], [200, 305, true]);
});

Deno.test("the chain of an event names what led to it and what it led to, as far as one may see", async () => {
  await using t = await setUp();
  const ids = ["first", "second", "third", "fourth"];
  await t.log.publish(ids.map((id, n) => ({
    ...event("a.b", id === "second" ? "plugins" : "role:admin", n),
    id,
    ...(n === 0 ? {} : { causeid: ids[n - 1]! }),
    hops: n,
  })));
  type Chain = { causes: { id: string }[]; hidden: number; effects: { id: string }[] };
  const chain = async (seq: number) => {
    const { causes, hidden, effects } = await t.call<Chain>("host.event.chain", { seq });
    return [causes.map(({ id }) => id), hidden, effects.map(({ id }) => id)];
  };
  assert.deepEqual(await chain(1), [[], 0, []]);
  assert.deepEqual(await chain(3), [["first"], 1, ["fourth"]]);
  assert.deepEqual(await chain(4), [["first", "third"], 1, []]);
  await assert.rejects(chain(2), /no event 2 that you may see/);
});
