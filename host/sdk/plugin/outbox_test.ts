import assert from "node:assert/strict";
import { z } from "zod";
import type { RelayItem } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { definePlugin, method } from "../plugin.ts";
import { testPlugin } from "../testing.ts";
import { Sqlite } from "./database.ts";
import { LogBuffer, PluginLog } from "./logger.ts";
import { migrate } from "./migrations.ts";
import { MovableClock } from "./movable_clock.ts";
import { Outbox } from "./outbox.ts";
import { Store } from "./store.ts";

const plugin = definePlugin({
  methods: {
    "say": method({
      summary: "Publishes",
      params: z.object({ data: z.unknown(), audience: z.string().optional(), type: z.string().default("test.said") }),
      result: z.object({ id: z.string() }),
      handler: ({ data, audience, type }, ctx) => ctx.events.publish({ type, data, audience }),
    }),
    "join": method({
      summary: "Sets the members of a room, then publishes into it",
      params: z.object({ members: z.array(z.string()) }),
      result: z.null(),
      handler: ({ members }, ctx) => {
        ctx.sockets.room("r").setMembers(members);
        ctx.events.publish({ type: "test.joined", data: members, audience: "room:r" });
        return null;
      },
    }),
  },
});

Deno.test("events and memberships reach the host in the order in which they were written", async () => {
  const items: RelayItem[] = [];
  await using test = await testPlugin(plugin, { relay: (batch) => void items.push(...batch) });
  await test.call("test.say", { data: 1 });
  await Promise.all([test.call("test.join", { members: ["a", "b", "a"] }), test.call("test.say", { data: 2 })]);
  await test.relayed();
  assert.deepEqual(items.map((item) => item.kind === "event" ? item.type : item), [
    "test.said",
    { kind: "room", room: "r", members: ["a", "b"] },
    "test.joined",
    "test.said",
  ]);
});

Deno.test("what is undone is told nobody, and what is written beside it is, in order", async () => {
  const items: RelayItem[] = [];
  const undecided = definePlugin({
    methods: {
      "try": method({
        summary: "Publishes, a part of it in vain, and then perhaps not at all",
        params: z.object({ n: z.int(), fail: z.boolean() }),
        result: z.null(),
        handler: ({ n, fail }, ctx) => {
          ctx.events.publish({ type: "test.said", data: n });
          assert.throws(() =>
            ctx.db.transaction(() => {
              ctx.events.publish({ type: "test.said", data: "in vain" });
              throw new Error("no");
            })
          );
          if (fail) throw new RpcError("conflict", "no");
          return null;
        },
      }),
    },
  });
  await using test = await testPlugin(undecided, { relay: (batch) => void items.push(...batch) });
  await test.call("test.try", { n: 1, fail: false });
  const tries = [2, 3, 4, 5, 6].map((n) => test.call("test.try", { n, fail: n % 2 === 0 }));
  await Promise.allSettled(tries);
  await test.call("test.try", { n: 7, fail: false });
  await test.relayed();
  assert.deepEqual(items.map((item) => item.kind === "event" && item.data), [1, 3, 5, 7]);
});

Deno.test("more than fits into one message to the host arrives whole and in order", async () => {
  const said: unknown[] = [];
  await using test = await testPlugin(plugin, {
    relay: (batch) => void said.push(...batch.map((item) => item.kind === "event" && item.data)),
  });
  const numbers = Array.from({ length: 700 }, (_, n) => n);
  await Promise.all(numbers.map((data) => test.call("test.say", { data })));
  await test.call("test.say", { data: "x".repeat(600_000) });
  await Promise.all(["a", "b", "c"].map((letter) => test.call("test.say", { data: letter.repeat(500_000) })));
  await test.relayed();
  assert.deepEqual(said.map((data) => typeof data === "string" ? data[0] : data), [...numbers, "x", "a", "b", "c"]);
});

Deno.test("an item that the host had just before a crash is sent again with the same id", async () => {
  let sent: RelayItem[] = [];
  await using test = await testPlugin(plugin, { relay: (batch) => void (sent = batch) });
  await test.call("test.say", { data: 1 });
  await test.relayed();
  const first = sent;
  sent = [];
  // Deleting waits for the next transaction: this is the window between the host's commit and the plugin's.
  await using after = await testPlugin(plugin, {
    dataDir: test.snapshot(),
    relay: (batch) => void (sent = batch),
  });
  await after.relayed();
  assert.deepEqual(sent, first);
});

Deno.test("nothing is sent twice after a clean stop", async () => {
  const dataDir = Deno.makeTempDirSync();
  try {
    const sent: RelayItem[] = [];
    const relay = (batch: RelayItem[]) => void sent.push(...batch);
    const test = await testPlugin(plugin, { dataDir, relay });
    await test.call("test.say", { data: 1 });
    await test.stop();
    const again = await testPlugin(plugin, { dataDir, relay });
    await again.relayed();
    await again.stop();
    assert.equal(sent.length, 1);
  } finally {
    Deno.removeSync(dataDir, { recursive: true });
  }
});

Deno.test("a host that is away is tried again, in order, until it takes everything", async () => {
  let failures = 3;
  const items: RelayItem[] = [];
  await using test = await testPlugin(plugin, {
    relay: (batch) => {
      if (failures-- > 0) throw new RpcError("rate_limited", "too many", { retryAfterMs: 1 });
      items.push(...batch);
    },
  });
  for (const data of [1, 2, 3]) await test.call("test.say", { data });
  await test.relayed();
  assert.deepEqual(items.map((item) => item.kind === "event" && item.data), [1, 2, 3]);
  assert.ok(failures < 0);
});

Deno.test("an event that the host refuses for good is set aside with an error in the log, the others go on", async () => {
  await using test = await testPlugin(plugin, {
    relay: (batch) => {
      if (batch.some((item) => item.kind === "event" && item.data === "bad")) {
        throw new RpcError("not_permitted", "no grant to publish test.said");
      }
    },
  });
  await Promise.all([1, "bad", 2].map((data) => test.call("test.say", { data })));
  await test.relayed();
  assert.deepEqual(test.events.map((event) => event.data), [1, 2]);
  const error = test.logs.find((record) => record.level === "error");
  assert.equal(error?.fields?.error, "no grant to publish test.said");
});

Deno.test("a type of another plugin and a malformed audience are refused at once", async () => {
  await using test = await testPlugin(plugin);
  await assert.rejects(test.call("test.say", { data: 1, type: "chat.message.sent" }), (error: RpcError) => {
    assert.equal(error.kind, "not_permitted");
    assert.match(error.message, /must start with "test\."/);
    return true;
  });
  await assert.rejects(test.call("test.say", { data: 1, audience: "everybody" }), /Audience "everybody"/);
  await test.relayed();
  assert.deepEqual(test.events, []);
});

Deno.test("nothing is relayed before it is on disk, at whatever moment it is written", async () => {
  for (let moment = 0; moment < 12; moment++) {
    using store = Object.assign(new Store(() => new Sqlite(":memory:")), {
      [Symbol.dispose]: () => store.close(),
    });
    migrate(store.db, {});
    const gate = Promise.withResolvers<void>();
    const open: boolean[] = [];
    const outbox = new Outbox({
      store,
      clock: new MovableClock(),
      log: new PluginLog(new LogBuffer(() => {})),
      relay: async ({ items }) => {
        open.push(store.pending !== undefined);
        await gate.promise;
        return items.map(() => null);
      },
    });
    const add = () => store.unit(() => outbox.add(JSON.stringify({ kind: "room", room: "r", members: [] })));
    outbox.start();
    add();
    store.commit();
    while (open.length === 0) await Promise.resolve();
    // The first relay ends; the next row is written some moments later, while the outbox looks for more.
    gate.resolve();
    for (let tick = 0; tick < moment; tick++) await Promise.resolve();
    add();
    await outbox.idle();
    await outbox.stop();
    assert.deepEqual(open, [false, false], `written after ${moment} moments`);
  }
});
