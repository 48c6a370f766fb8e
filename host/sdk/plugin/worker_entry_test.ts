import assert from "node:assert/strict";
import { z } from "zod";
import { type IncomingRequest, Peer, transportPair } from "../channel/mod.ts";
import type { BusEvent, Caller, InitParams, InitResult, OutCallParams, RelayParams } from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { definePlugin, method } from "../plugin.ts";
import { serveOn } from "./worker_entry.ts";

const ANN: Caller = { kind: "user", id: "ann", name: "Ann", role: "admin" };

const plugin = definePlugin({
  methods: {
    "greeting.say": method({
      summary: "Greets",
      description: "In English.",
      roles: ["guest"],
      params: z.object({ name: z.string().max(5), loud: z.boolean().default(false) }),
      result: z.object({ text: z.string() }),
      handler: ({ name, loud }, { caller, plugin }) => ({
        text: `Hello ${loud ? name.toUpperCase() : name} and ${caller.name}, from ${plugin.id} ${plugin.version}`,
      }),
    }),
    "wrong.result": method({
      summary: "Answers what it must not",
      params: z.object({}),
      result: z.object({ n: z.number() }),
      // deno-lint-ignore no-explicit-any -- any: the type checker would catch what this test is about
      handler: () => ({ n: "one" }) as any,
    }),
    "wrong.throw": method({
      summary: "Throws",
      params: z.object({}),
      result: z.null(),
      handler: () => {
        throw new Error("a secret detail");
      },
    }),
    "call.out": method({
      summary: "Calls out",
      params: z.object({}),
      result: z.unknown(),
      handler: async (_, ctx) => await ctx.call("other.thing.get", { a: 1 }),
    }),
    "wait": method({
      summary: "Waits until it is taken back",
      params: z.object({}),
      result: z.null(),
      handler: (_, { signal }) =>
        new Promise<null>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    }),
    "note.add": method({
      summary: "Publishes and names a room's members",
      params: z.object({}),
      result: z.object({ id: z.string() }),
      handler: (_, ctx) => {
        ctx.sockets.room("r").setMembers([ctx.caller.id]);
        ctx.sockets.room("r").send("hello.typing", { by: ctx.caller.id });
        ctx.log.info("added", { by: ctx.caller.id });
        return ctx.events.publish({ type: "hello.note.added", data: 1, audience: "room:r" });
      },
    }),
  },
  events: {
    "source.*.happened": async (event, ctx) => {
      await ctx.call("other.event.seen", { id: event.id });
    },
  },
  hooks: {
    "": (request) => ({ status: 200, body: { root: request.text() } }),
    "streams/*": (request) => ({ status: 202, body: { path: request.path, bytes: request.body.length } }),
  },
});

interface Channel extends AsyncDisposable {
  host: Peer;
  description: InitResult;
  asked: { method: string; params: unknown }[];
  told: { method: string; params: unknown }[];
}

async function open(definition: unknown = plugin, init: Partial<InitParams> = {}): Promise<Channel> {
  const dataDir = Deno.makeTempDirSync();
  const [near, far] = transportPair();
  const asked: Channel["asked"] = [], told: Channel["told"] = [];
  const host = new Peer({
    side: "host",
    transport: near,
    onRequest: (method: string, params: unknown, _: IncomingRequest) => {
      asked.push({ method, params });
      if (method === "relay") return (params as RelayParams).items.map(() => null);
      const { method: name } = params as OutCallParams;
      if (name === "other.thing.get") return { found: true };
      if (name === "other.event.seen") return null;
      throw new RpcError("not_permitted", `no grant to call ${name}`);
    },
    onNotification: (method, params) => void told.push({ method, params }),
  });
  const compartment = new Peer({ side: "compartment", transport: far });
  const dispose = async () => {
    host.close();
    compartment.close();
    await Promise.all([host.closed, compartment.closed]);
    Deno.removeSync(dataDir, { recursive: true });
  };
  serveOn(compartment, definition);
  try {
    const description = await host.request<InitResult>("init", {
      kind: "plugin",
      id: "hello",
      version: "1.2.3",
      dataDir,
      settings: {},
      secrets: {},
      limits: { callMs: 30_000, maxConcurrent: 256, storageMb: 100 },
      validateResults: true,
      ...init,
    });
    return {
      host,
      description,
      asked,
      told,
      async [Symbol.asyncDispose]() {
        await host.request("drain").catch(() => {});
        await dispose();
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

const call = (channel: Channel, method: string, params: unknown = {}, more: Record<string, unknown> = {}) =>
  channel.host.request<Record<string, unknown>>("call", { method, params, caller: ANN, timeoutMs: 5_000, ...more });

async function until(what: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!what()) {
    if (Date.now() > deadline) throw new Error("it did not come about within 5 s");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

Deno.test("init answers methods with JSON Schemas, patterns and hooks", async () => {
  await using channel = await open();
  const { methods, listens, hooks } = channel.description;
  assert.deepEqual(listens, ["source.*.happened"]);
  assert.deepEqual(hooks, ["", "streams/*"]);
  assert.deepEqual(methods[0], {
    name: "hello.greeting.say",
    summary: "Greets",
    description: "In English.",
    roles: ["guest"],
    params: {
      type: "object",
      properties: { name: { type: "string", maxLength: 5 }, loud: { type: "boolean", default: false } },
      required: ["name"],
      additionalProperties: false,
    },
    result: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  });
});

Deno.test("a call reaches its handler with parsed params and the caller", async () => {
  await using channel = await open();
  assert.deepEqual(await call(channel, "hello.greeting.say", { name: "Bob", loud: true }), {
    text: "Hello BOB and Ann, from hello 1.2.3",
  });
});

Deno.test("params that do not fit are refused with a pointer, an unknown method with what there is", async () => {
  await using channel = await open();
  await assert.rejects(call(channel, "hello.greeting.say", { name: "Barbara" }), (error: RpcError) => {
    assert.deepEqual([error.code, error.data.path], [-32602, "/name"]);
    return true;
  });
  await assert.rejects(call(channel, "hello.greeting.say", { name: "Bob", lout: true }), (error: RpcError) => {
    assert.deepEqual([error.code, error.data.path], [-32602, "/lout"]);
    assert.match(error.message, /"\/lout" is not a known field/);
    return true;
  });
  await assert.rejects(call(channel, "hello.greeting.sing"), (error: RpcError) => {
    assert.equal(error.code, -32601);
    assert.match(error.data.hint!, /hello\.greeting\.say/);
    return true;
  });
});

Deno.test("a result that does not fit its schema never leaves", async () => {
  await using channel = await open();
  await assert.rejects(call(channel, "hello.wrong.result"), (error: RpcError) => {
    assert.equal(error.kind, "internal");
    assert.match(error.message, /result of hello\.wrong\.result .* "\/n" must be number, not string/);
    return true;
  });
});

Deno.test("in production a wrong result that a sample finds is logged for the author, and the caller is answered", async () => {
  await using channel = await open(plugin, { validateResults: false });
  assert.deepEqual(await call(channel, "hello.wrong.result"), { n: "one" });
  await until(() => channel.told.some(({ params }) => JSON.stringify(params).includes("does not fit its schema")));
});

Deno.test("what a handler throws by accident is named in development and hidden in production, and logged in both", async () => {
  for (const validateResults of [true, false]) {
    await using channel = await open(plugin, { validateResults });
    await assert.rejects(call(channel, "hello.wrong.throw"), (error: RpcError) => {
      assert.equal(error.kind, "internal");
      assert.equal(error.message.includes("secret detail"), validateResults);
      return true;
    });
    await until(() => channel.told.some(({ params }) => JSON.stringify(params).includes("secret detail")));
  }
});

Deno.test("a call out names the request that it serves as parent, and gets a key when that has one", async () => {
  await using channel = await open();
  assert.deepEqual(await call(channel, "hello.call.out"), { found: true });
  await call(channel, "hello.call.out", {}, { key: "run/1" });
  const [plain, keyed] = channel.asked.map(({ params }) => params as OutCallParams);
  assert.equal(plain!.method, "other.thing.get");
  assert.deepEqual(plain!.params, { a: 1 });
  assert.ok(plain!.parent! > 0 && keyed!.parent! > plain!.parent!);
  assert.ok(plain!.timeoutMs! <= 5_000);
  assert.equal(plain!.key, undefined);
  assert.equal(keyed!.key, "run/1/0");
});

Deno.test("a call that is taken back aborts its handler's signal", async () => {
  await using channel = await open();
  const controller = new AbortController();
  const waiting = channel.host.request("call", { method: "hello.wait", params: {}, caller: ANN, timeoutMs: 5_000 }, {
    signal: controller.signal,
  });
  controller.abort();
  await assert.rejects(waiting, (error: RpcError) => error.kind === "cancelled");
  // Drain resolves only when the handler has ended.
});

Deno.test("events, rooms, messages to rooms and logs reach the host", async () => {
  await using channel = await open();
  const { id } = await call(channel, "hello.note.add");
  await until(() => channel.asked.length > 0);
  const { items } = channel.asked[0]!.params as RelayParams;
  assert.deepEqual(items[0], { kind: "room", room: "r", members: ["ann"] });
  assert.partialDeepStrictEqual(items[1], {
    kind: "event",
    id,
    type: "hello.note.added",
    data: 1,
    audience: "room:r",
    actor: "ann",
    actorkind: "human",
  });
  assert.deepEqual(channel.told.find(({ method }) => method === "room.send")?.params, {
    room: "r",
    type: "hello.typing",
    data: { by: "ann" },
  });
  const records = channel.told.filter(({ method }) => method === "log").flatMap(({ params }) =>
    (params as { records: { message: string; fields: unknown }[] }).records
  );
  assert.partialDeepStrictEqual(records, [{ message: "added", level: "info", fields: { by: "ann" } }]);
});

Deno.test("an event is acknowledged by the answer, and its handler's calls carry a key made of the event", async () => {
  await using channel = await open();
  const event: BusEvent = {
    specversion: "1.0",
    id: "e1",
    source: "source",
    type: "source.thing.happened",
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    data: {},
    actorkind: "human",
    hops: 0,
    seq: 1,
    audience: "plugins",
  };
  await channel.host.request("event", { event, attempt: 1 });
  await channel.host.request("event", { event, attempt: 2 });
  const calls = channel.asked.map(({ params }) => params as OutCallParams);
  assert.deepEqual(calls.map(({ params, key }) => [params, key]), [
    [{ id: "e1" }, "event:source:e1:source.*.happened/0"],
  ]);
});

Deno.test("a hook gets the raw bytes; a path without handler is not found", async () => {
  await using channel = await open();
  const hook = (path: string, body: string) =>
    channel.host.request("hook", { method: "POST", path, query: {}, headers: {}, bodyBase64: btoa(body) });
  assert.deepEqual(await hook("", "abc"), { status: 200, body: { root: "abc" } });
  assert.deepEqual(await hook("streams/x/y", "\xff\x00"), { status: 202, body: { path: "streams/x/y", bytes: 2 } });
  await assert.rejects(hook("streams/", ""), (error: RpcError) => error.kind === "not_found");
  await assert.rejects(hook("other", ""), (error: RpcError) => error.kind === "not_found");
  await assert.rejects(hook("", "\xff"), (error: RpcError) => error.kind === "parse_error");
});

Deno.test("a large body comes as a stream, whole and unchanged", async () => {
  await using channel = await open();
  const body = new Uint8Array(20 * 1024 * 1024).fill(120);
  const stream = channel.host.openStream();
  const hook = { method: "POST", path: "streams/x/y", query: {}, headers: {}, bodyBase64: "", bodyStream: stream.id };
  const answer = channel.host.request("hook", hook);
  const writer = stream.writable.getWriter();
  await writer.write(body);
  await writer.close();
  assert.deepEqual(await answer, { status: 202, body: { path: "streams/x/y", bytes: body.byteLength } });
});

Deno.test("draining finishes what runs, refuses what comes, and runs teardown last", async () => {
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  await using channel = await open(definePlugin({
    methods: {
      "slow": method({
        summary: "Slow",
        params: z.object({}),
        result: z.null(),
        handler: async () => {
          await gate.promise;
          order.push("handler");
          return null;
        },
      }),
    },
    teardown: () => void order.push("teardown"),
  }));
  const slow = call(channel, "hello.slow");
  const drained = channel.host.request("drain").then(() => order.push("drained"));
  await assert.rejects(call(channel, "hello.slow"), (error: RpcError) => error.kind === "plugin_unavailable");
  gate.resolve();
  assert.equal(await slow, null);
  await drained;
  assert.deepEqual(order, ["handler", "teardown", "drained"]);
});

Deno.test("a plugin that cannot start says why", async () => {
  const cases: [unknown, RegExp][] = [
    [null, /export default definePlugin/],
    [{ methods: { "Bad Name": {} } }, /Method name "Bad Name" is not valid/],
    [definePlugin({ setup: () => Promise.reject(new Error("no such table")) }), /setup failed: no such table/],
    [definePlugin({ migrations: { "0001_x": "CREATE TABEL x (a)" } }), /Migration "0001_x" failed and was undone/],
  ];
  for (const [definition, message] of cases) {
    await assert.rejects(open(definition), (error: RpcError) => {
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("nothing but init is answered before init", async () => {
  const [near, far] = transportPair();
  const host = new Peer({ side: "host", transport: near });
  const compartment = new Peer({ side: "compartment", transport: far });
  serveOn(compartment, plugin);
  await assert.rejects(host.request("drain"), (error: RpcError) => error.data.reason === "not_initialized");
  host.close();
  compartment.close();
  await Promise.all([host.closed, compartment.closed]);
});
