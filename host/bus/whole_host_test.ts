import assert from "node:assert/strict";
import { type FileTree, type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import type { RpcError } from "../sdk/errors.ts";

const SHOP: FileTree = {
  "plugin.json": JSON.stringify({
    ...{ id: "shop", version: "0.1.0", engine: "^1", name: "Shop" },
    permissions: { publish: [{ type: "shop.**", reason: "tells of its orders" }] },
    events: {
      emits: {
        "shop.order.*": {
          type: "object",
          required: ["total"],
          properties: { total: { type: "number" }, note: { type: "string", pattern: "^(a+)+$" } },
        },
        "shop.meter.read": { type: "object", "x-durability": "normal" },
        "desk.order.taken": { type: "object", required: ["never"] },
      },
    },
  }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "tell": method({
      summary: "Publishes events in one transaction",
      params: z.object({ events: z.array(z.object({ type: z.string(), subject: z.string().optional(), data: z.any() })) }),
      result: z.null(),
      handler: ({ events }, ctx) => {
        for (const event of events) ctx.events.publish(event);
        return null;
      },
    }),
  },
});
`,
};

const DESK: FileTree = {
  "plugin.json": JSON.stringify({
    ...{ id: "desk", version: "0.1.0", engine: "^1", name: "Desk" },
    permissions: {
      subscribe: [{ type: "shop.order.*", reason: "takes orders" }],
      publish: [{ type: "desk.**", reason: "says what it took" }],
    },
    events: { listens: { "shop.order.*": { type: "object" } }, emits: { "desk.order.taken": { type: "object" } } },
  }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  migrations: { "0001_took": "CREATE TABLE took (n INTEGER PRIMARY KEY, data TEXT NOT NULL)" },
  methods: {
    "took": method({
      summary: "What it took",
      params: z.object({}),
      result: z.array(z.any()),
      readOnly: true,
      handler: (_params, ctx) => ctx.db.all("SELECT data FROM took ORDER BY n").map(({ data }) => JSON.parse(data)),
    }),
  },
  events: {
    "shop.order.*": (event, ctx) => {
      if (event.data.note === "bad") throw new Error("cannot take that");
      ctx.db.run("INSERT INTO took (data) VALUES (?)", JSON.stringify(event.data.total));
      ctx.events.publish({ type: "desk.order.taken", subject: event.subject, data: { seq: event.seq } });
    },
  },
});
`,
};

const took = (host: TestHost) => host.call<unknown[]>("desk.took");
const tell = (host: TestHost, ...events: unknown[]) => host.call("shop.tell", { events });
const events = async (host: TestHost, types: string[]) =>
  (await host.call<{ items: { seq: number; data: unknown }[] }>("host.event.list", { types })).items;

Deno.test("an event that does not fit its schema is kept aside and shown; those beside it go their way", async () => {
  await using host = await testHost({ pluginFiles: { shop: SHOP, desk: DESK } });
  await tell(
    host,
    { type: "shop.order.paid", data: { total: 1 } },
    { type: "shop.order.paid", subject: "o2", data: { total: "two" } },
    { type: "shop.order.lost", data: { sum: 3 } },
    { type: "shop.order.paid", data: { total: 4 } },
  );
  await until(async () => (await took(host)).length === 2, { what: "the two that fit" });
  await tell(host, { type: "shop.order.paid", data: { total: 5 } });
  await until(async () => (await took(host)).length === 3, { what: "nothing is stuck behind them" });
  assert.deepEqual(await took(host), [1, 4, 5]);
  const { items } = await host.call<{ items: Record<string, unknown>[] }>("host.event.refused.list");
  const shown = items.map(({ source, type, subject, path, problem }) => [source, type, subject, path, problem]);
  assert.deepEqual(shown, [
    ["shop", "shop.order.lost", undefined, "/total", "is required"],
    ["shop", "shop.order.paid", "o2", "/total", "expected number, got string"],
  ]);
  await host.call("host.event.refused.drop", { id: items[0]!.id });
});

Deno.test("publishing by hand is held to the schema of the type's plugin, of nobody else's", async () => {
  await using host = await testHost({ pluginFiles: { shop: SHOP, desk: DESK } });
  const publish = (type: string, data: unknown) => host.call("host.event.publish", { type, data });
  await assert.rejects(publish("shop.order.paid", { total: "x" }), (error: RpcError) => {
    assert.deepEqual([error.kind, error.data.path], ["invalid_params", "/data/total"]);
    return true;
  });
  // What the shop says of the desk's events does not count; a pattern is left to the plugin itself.
  await publish("desk.order.taken", {});
  await publish("shop.order.paid", { total: 1, note: "b" });
  await publish("nobody.thing.done", null);
  type Types = { items: { type: string; declaredBy?: string; durability: string; listeners: string[] }[] };
  const { items } = await host.call<Types>("host.event.types");
  const of = (type: string) => items.find((item) => item.type === type);
  assert.deepEqual([of("shop.order.paid")!.declaredBy, of("shop.order.paid")!.listeners], ["shop", ["plugin:desk"]]);
  assert.deepEqual([of("shop.meter.read")!.durability, of("desk.order.taken")!.durability], ["normal", "full"]);
});

Deno.test("a plugin that is sent back does its work once more, although it remembers what it has done", async () => {
  await using host = await testHost({ pluginFiles: { shop: SHOP, desk: DESK } });
  await tell(host, ...[1, 2, 3].map((total) => ({ type: "shop.order.paid", data: { total } })));
  await until(async () => (await took(host)).length === 3, { what: "all orders" });
  const second = (await events(host, ["shop.**"]))[1];
  assert.equal(second, undefined, "nobody but plugins sees them");
  const info = await host.call<{ position: number }>("host.event.consumer.replay", {
    name: "plugin:desk",
    position: 1,
  });
  assert.ok(info.position >= 1);
  await until(async () => (await took(host)).length === 5, { what: "two once more" });
  assert.deepEqual(await took(host), [1, 2, 3, 2, 3]);
  await host.call("host.plugin.restart", { id: "desk" });
  await tell(host, { type: "shop.order.paid", data: { total: 4 } });
  await until(async () => (await took(host)).length === 6, { what: "the next, once" });
});

Deno.test("a paused consumer waits over a restart of its plugin, and an admin looking sees it flow again", async () => {
  await using host = await testHost({ pluginFiles: { shop: SHOP, desk: DESK } });
  await host.call("host.event.consumer.pause", { name: "plugin:desk" });
  await tell(host, { type: "shop.order.paid", data: { total: 1 } });
  await host.call("host.plugin.restart", { id: "desk" });
  assert.deepEqual(await took(host), []);
  const socket = await host.ws("alice");
  await socket.call("events.subscribe", { types: ["host.event.flow"] });
  const resumed = await host.call<{ state: string }>("host.event.consumer.resume", { name: "plugin:desk" });
  assert.equal(resumed.state, "running");
  await until(async () => (await took(host)).length === 1, { what: "what waited" });
  type Flow = { takes: { consumer: string; taken: number }[] };
  const flows = () => socket.volatile.filter(({ type }) => type === "host.event.flow").map(({ data }) => data as Flow);
  await until(
    () => flows().some(({ takes }) => takes.some(({ consumer, taken }) => consumer === "plugin:desk" && taken === 1)),
    { what: "the picture" },
  );
  const trail = await host.call<{ items: { method: string }[] }>("host.audit.list", { limit: 50 });
  const methods = trail.items.map(({ method }) => method);
  for (const method of ["pause", "resume"]) assert.ok(methods.includes(`host.event.consumer.${method}`), method);
  for (const person of ["bob"]) {
    await assert.rejects(
      host.call("host.event.consumer.list", {}, { as: person }),
      (error: RpcError) => error.kind === "forbidden",
    );
  }
});

Deno.test("what a plugin could not take is shown with its reason, and tried again", async () => {
  await using host = await testHost({ pluginFiles: { shop: SHOP, desk: DESK } });
  await tell(host, { type: "shop.order.paid", subject: "s", data: { total: 1, note: "bad" } });
  type Consumers = { items: { name: string; lastError?: { message: string } }[] };
  await until(async () => {
    const { items } = await host.call<Consumers>("host.event.consumer.list");
    return items.find(({ name }) => name === "plugin:desk")?.lastError?.message.includes("cannot take that") ?? false;
  }, { what: "its failure to be shown" });
});
