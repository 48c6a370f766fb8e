import assert from "node:assert/strict";
import { RpcError } from "../../../host/sdk/errors.ts";
import { type TestHost, testHost, until } from "../../harness/mod.ts";

/** A plugin that is called: it tells whom it was called for. */
const TARGET = {
  "plugin.json": JSON.stringify({
    id: "target",
    version: "0.1.0",
    engine: "^1",
    name: "Target",
    entry: "plugin.ts",
    permissions: { publish: [{ type: "target.**", reason: "Test" }] },
  }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.unknown()), result: z.unknown() };
export default definePlugin({
  methods: {
    "who.get": method({ summary: "Tells who calls", ...any, handler: (_p, ctx) => ctx.caller }),
    "who.keep": method({ summary: "Keeps who calls", ...any, handler: async (_p, ctx) => {
      await ctx.kv.set("last", ctx.caller);
      return null;
    } }),
    "who.kept": method({ summary: "Tells who was kept", ...any, handler: async (_p, ctx) => (await ctx.kv.get("last")) ?? null }),
    "secret.get": method({ summary: "Not granted to anyone", ...any, handler: () => "secret" }),
    "admin.only": method({ summary: "For admins", roles: ["owner", "admin"], ...any, handler: (_p, ctx) => ctx.caller.id }),
  },
});
`,
};

/** A plugin that holds some grants and tries to have more. */
const PROBE = {
  "plugin.json": JSON.stringify({
    id: "probe",
    version: "0.1.0",
    engine: "^1",
    name: "Probe",
    entry: "plugin.ts",
    permissions: {
      call: [
        { method: "target.who.*", reason: "Test" },
        { method: "target.admin.only", reason: "Test" },
        { method: "host.plugin.list", reason: "Test" },
        { method: "host.plugin.disable", reason: "Test" },
        { method: "host.user.setRole", reason: "Test" },
        { method: "host.secret.set", reason: "Test" },
      ],
      publish: [{ type: "probe.thing.made", reason: "Test" }],
    },
    limits: { maxConcurrent: 32, eventsPerSecond: 200 },
  }),
  "plugin.ts": `import { definePlugin, method, RpcError } from "@bulkhead/plugin";
import { writeSync } from "node:fs";
import { z } from "zod";
const any = { params: z.record(z.string(), z.unknown()), result: z.unknown() };
const outcome = (promise) => promise.then((value) => ({ value: value ?? null }),
  (error) => ({ reason: error.data?.reason ?? String(error), hint: error.data?.hint }));
function frame(message) {
  const payload = new TextEncoder().encode(JSON.stringify(message));
  const bytes = new Uint8Array(8 + payload.length);
  bytes.set([0xb7, 0x4b, 1, 0]);
  new DataView(bytes.buffer).setUint32(4, payload.length);
  bytes.set(payload, 8);
  return bytes;
}
export default definePlugin({
  methods: {
    "try.call": method({ summary: "Calls what it is told", ...any, handler: (p, ctx) => outcome(ctx.call(p.method, p.params ?? {})) }),
    "try.publish": method({ summary: "Publishes what it is told", ...any, handler: (p, ctx) => {
      ctx.events.publish({ type: p.type, data: {}, audience: "role:member" });
      return null;
    } }),
    "try.forge": method({ summary: "Writes a frame by hand", ...any, handler: async (p) => {
      for (const message of p.messages) writeSync(1, frame(message));
      return null;
    } }),
    "try.flood": method({ summary: "Calls as often as it can", ...any, handler: async (p, ctx) => {
      const counts = {};
      const until = performance.now() + p.ms;
      while (performance.now() < until) {
        await Promise.all(Array.from({ length: 500 }, () => outcome(ctx.call("target.who.get", {}))
          .then((o) => { const key = o.reason ?? "answered"; counts[key] = (counts[key] ?? 0) + 1; })));
      }
      return counts;
    } }),
    "try.read": method({ summary: "Reads what it is told", ...any, handler: (p) => outcome(Deno.readTextFile(p.path)) }),
    "try.fetch": method({ summary: "Fetches what it is told", ...any, handler: (p) => outcome(fetch(p.url).then((r) => r.text())) }),
    "try.loop": method({ summary: "Never ends", ...any, handler: () => { for (;;); } }),
    "try.exit": method({ summary: "Ends", ...any, handler: () => Deno.exit(0) }),
    "try.echo": method({ summary: "Answers", ...any, handler: (p) => p }),
  },
});
`,
};

async function start(): Promise<TestHost> {
  return await testHost({ pluginFiles: { target: TARGET, probe: PROBE } });
}

interface Tried {
  value?: unknown;
  reason?: string;
  hint?: string;
}

const attempt = (host: TestHost, method: string, params: unknown = {}, as = "alice") =>
  host.call<Tried>("probe.try.call", { method, params }, { as });

Deno.test("a granted call is carried for the person who called, and a person's rights are not widened by the plugin", async () => {
  await using host = await start();
  const bob = (await attempt(host, "target.who.get", {}, "bob")).value as Record<string, string>;
  assert.deepEqual([bob.kind, bob.name, bob.role, bob.via], ["user", "Bob", "member", "plugin:probe"]);
  assert.equal((await attempt(host, "target.admin.only", {}, "bob")).reason, "forbidden");
  assert.ok((await attempt(host, "target.admin.only", {}, "alice")).value);
});

Deno.test("a caller that is forged in the params stays a param", async () => {
  await using host = await start();
  const owner = { kind: "user", id: "alice", name: "Alice", role: "owner" };
  const forged = { caller: owner, via: "host", parent: 1, params: { caller: owner }, through: "plugin:target" };
  const seen = (await attempt(host, "target.who.get", forged, "bob")).value as Record<string, string>;
  assert.deepEqual([seen.name, seen.role, seen.via], ["Bob", "member", "plugin:probe"]);
});

Deno.test("a message written by hand is answered for the plugin itself, whatever caller or parent it names", async () => {
  await using host = await start();
  const caller = { kind: "user", id: "alice", name: "Alice", role: "owner" };
  const call = (id: number, method: string, parent: unknown) => ({
    jsonrpc: "2.0",
    id,
    method: "call",
    params: { method, params: {}, caller, role: "owner", through: "host", parent },
  });
  const messages = [call(1_000_000, "target.who.keep", 999_999), call(1_000_001, "target.secret.get", 999_999)];
  // The reply to a message that the SDK did not send ends the probe: what counts is what the target saw.
  await host.call("probe.try.forge", { messages }, { as: "alice" }).catch(() => {});
  const kept = await until(() => host.call<Record<string, string> | null>("target.who.kept", {}), { what: "the call" });
  assert.deepEqual([kept.kind, kept.id, kept.role, kept.via], ["plugin", "probe", "member", "plugin:probe"]);
});

Deno.test("a method outside the grant is refused with the grant's name, also when it does not exist", async () => {
  await using host = await start();
  const refused = await attempt(host, "target.secret.get");
  assert.equal(refused.reason, "not_permitted");
  assert.match(refused.hint ?? "", /target\.secret\.get/);
  assert.ok((await attempt(host, "chat.message.send")).reason);
});

Deno.test("what may never be granted is refused although the manifest lists it, and a granted reading works", async () => {
  await using host = await start();
  assert.ok((await attempt(host, "host.plugin.list")).value);
  for (
    const [method, params] of Object.entries({
      "host.plugin.disable": { id: "target" },
      "host.user.setRole": { id: "@bob", role: "owner" },
      "host.secret.set": { name: "X", value: "y" },
      "host.token.create": { name: "x" },
    })
  ) {
    assert.equal((await attempt(host, method, params)).reason, "not_permitted", method);
  }
  const { items } = await host.call<{ items: { id: string; state: string }[] }>("host.plugin.list");
  assert.equal(items.find(({ id }) => id === "target")?.state, "ready");
});

Deno.test("only granted event types of its own prefix are published", async () => {
  await using host = await start();
  const publish = (type: string) => host.call<Tried>("probe.try.publish", { type });
  for (const type of ["target.thing.made", "host.thing.made", "chat.message.sent", "probe.other.made"]) {
    await publish(type).catch(() => {});
  }
  await publish("probe.thing.made");
  const events = () => host.call<{ items: { type: string; source: string }[] }>("host.event.list", { limit: 200 });
  await until(async () => (await events()).items.some(({ type }) => type === "probe.thing.made"), {
    what: "the event",
  });
  const types = (await events()).items.map(({ type }) => type);
  for (const type of ["target.thing.made", "host.thing.made", "chat.message.sent", "probe.other.made"]) {
    assert.ok(!types.includes(type), type);
  }
});

Deno.test("the host and port that the manifest asks for are reached, no other port and no other host", async () => {
  const reached: string[] = [];
  const serve = (name: string) =>
    Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
      reached.push(name);
      return new Response(name);
    });
  await using granted = serve("granted");
  await using other = serve("other");
  const manifest = JSON.parse(PROBE["plugin.json"]);
  manifest.permissions.net = [{ host: `127.0.0.1:${granted.addr.port}`, reason: "Test" }];
  const probe = { ...PROBE, "plugin.json": JSON.stringify(manifest) };
  await using host = await testHost({ pluginFiles: { target: TARGET, probe } });
  const fetched = (port: number) => host.call<Tried>("probe.try.fetch", { url: `http://127.0.0.1:${port}/` });
  assert.equal((await fetched(granted.addr.port)).value, "granted");
  assert.match((await fetched(other.addr.port)).reason ?? "", /NotCapable/);
  assert.match((await fetched(Number(new URL(host.url).port))).reason ?? "", /NotCapable/);
  assert.deepEqual(reached, ["granted"]);
});

Deno.test("the host's own files are out of reach: databases, keys, the socket and its token", async () => {
  await using host = await start();
  const paths = ["host.db", "logs.db", "plugins/target/data.db", "run/token", "run/rpc.sock", "keys"];
  for (const path of paths) {
    const { value, reason } = await host.call<Tried>("probe.try.read", { path: `${host.dataDir}/${path}` });
    assert.equal(value, undefined, path);
    assert.match(reason ?? "", /NotCapable/, path);
  }
});

Deno.test("while a plugin floods the router with calls, people are served", async () => {
  await using host = await start();
  const flood = host.call<Record<string, number>>("probe.try.flood", { ms: 2_000 });
  let flooding = true;
  flood.finally(() => flooding = false).catch(() => {});
  let longest = 0;
  for (let calls = 0; flooding; calls++) {
    const startedAt = performance.now();
    await host.call("target.who.get", {}, { as: "carol" });
    longest = Math.max(longest, performance.now() - startedAt);
  }
  const counts = await flood;
  assert.ok(longest < 2_000, `a person waited ${Math.round(longest)} ms`);
  assert.ok(counts.answered! > 0 && (counts.too_many_calls ?? counts.rate_limited ?? 0) > 0, JSON.stringify(counts));
});

Deno.test("a plugin that ends in the middle of a call fails that call by name and comes back", async () => {
  await using host = await start();
  const error = await host.call("probe.try.exit").then(() => undefined, (reason) => reason);
  assert.ok(error instanceof RpcError);
  assert.equal(error.kind, "plugin_unavailable");
  await until(() => host.call("probe.try.echo", { up: 1 }).catch(() => undefined), { what: "the restart" });
});

Deno.test("a plugin that loops is told as unresponsive and started anew, while the host serves on", async () => {
  await using host = await start();
  const looping = host.call("probe.try.loop").catch((error) => error);
  const stateOf = async () => (await host.call<{ state: string }>("host.plugin.get", { id: "probe" })).state;
  await until(async () => await stateOf() === "unresponsive", { what: "unresponsive", timeoutMs: 15_000 });
  const health = await host.fetch("/health");
  await health.body?.cancel();
  assert.equal(health.status, 200);
  assert.ok(await host.call("target.who.get"));
  assert.ok(await looping instanceof RpcError);
  await until(() => host.call("probe.try.echo", { up: 1 }).catch(() => undefined), {
    what: "the restart",
    timeoutMs: 30_000,
  });
  const info = await host.call<{ lastEnd?: { reason: string } }>("host.plugin.get", { id: "probe" });
  assert.equal(info.lastEnd?.reason, "hang");
});
