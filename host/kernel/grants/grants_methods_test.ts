import assert from "node:assert/strict";
import { type FileTree, type TestHost, testHost, until } from "../../../tests/harness/mod.ts";
import type { RpcError } from "../../sdk/errors.ts";
import type { PluginInfo } from "../mod.ts";
import type { GrantsView } from "./mod.ts";

const reason = "for the test of grants";

const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
export default definePlugin({
  migrations: { "0001_heard": "CREATE TABLE heard (n INTEGER PRIMARY KEY, type TEXT NOT NULL)" },
  methods: {
    "out": method({ ...any, summary: "Calls out", handler: async ({ method, params }, ctx) => await ctx.call(method, params ?? {}) }),
    "publish": method({ ...any, summary: "Publishes", handler: (event, ctx) => ctx.events.publish(event as never) }),
    "secret": method({ ...any, summary: "What it holds", handler: ({ name }, ctx) => ctx.secrets.get(name) ?? null }),
    "heard": method({ ...any, summary: "What it heard", handler: (_p, ctx) => ctx.db.all("SELECT type FROM heard ORDER BY n").map((row) => row.type) }),
    "sys": method({ ...any, summary: "What the machine says", handler: () => {
      try { return Deno.loadavg().length; } catch (error) { return (error as Error).name; }
    } }),
    "fetch": method({ ...any, summary: "Fetches", handler: async ({ url }, ctx) => await (await ctx.http.fetch(url)).text() }),
  },
  events: { "second.**": (event, ctx) => { ctx.db.run("INSERT INTO heard (type) VALUES (?)", event.type); } },
  hooks: { "in": () => ({ status: 204 }) },
});
`;

function plugin(id: string, permissions: Record<string, unknown[]>, version = "0.1.0"): FileTree {
  return {
    "plugin.json": JSON.stringify({ id, version, engine: "^1", name: id, permissions }),
    "plugin.ts": SOURCE,
  };
}
const FIRST = {
  call: [{ method: "second.heard", reason }],
  publish: [{ type: "first.**", reason }],
  subscribe: [{ type: "second.**", reason }],
  secrets: [{ name: "FIRST_KEY", reason }],
  sys: [{ name: "loadavg", reason }],
  hooks: [{ path: "**", reason }],
};
const SECOND = { publish: [{ type: "second.**", reason }] };

const start = (options: Partial<Parameters<typeof testHost>[0]> = {}) =>
  testHost({
    pluginFiles: { first: plugin("first", FIRST), second: plugin("second", SECOND) },
    secrets: { FIRST_KEY: "the first key", OTHER_KEY: "the other key" },
    ...options,
  });
const about = (text: string) => {
  const space = text.indexOf(" ");
  return { kind: text.slice(0, space), target: text.slice(space + 1) };
};
const set = (host: TestHost, change: { grant?: readonly string[]; revoke?: readonly string[] }, id = "first") =>
  host.call<GrantsView>("host.plugin.grants.set", {
    id,
    ...(change.grant ? { grant: change.grant.map(about) } : {}),
    ...(change.revoke ? { revoke: change.revoke.map(about) } : {}),
  });
const failure = async (work: Promise<unknown>): Promise<RpcError> =>
  await work.then(() => assert.fail("had to fail"), (error) => error as RpcError);
const pid = async (host: TestHost) => (await host.call<PluginInfo>("host.plugin.get", { id: "first" })).pid;
const granted = (view: GrantsView) => view.items.filter((one) => one.granted).map((one) => one.kind);

Deno.test("a revoked right to call, publish, hear, read a secret or take webhooks ends at once, without a restart", async () => {
  await using host = await start();
  const before = await pid(host);
  const alice = await host.call<{ id: string }>("host.user.me");
  await host.call("second.publish", { type: "second.thing.one", data: 1 });
  await until(async () => (await host.call<string[]>("first.heard", {}))[0] === "second.thing.one");
  assert.deepEqual(await host.call("first.out", { method: "second.heard" }), ["second.thing.one"]);
  assert.equal(await host.call("first.secret", { name: "FIRST_KEY" }), "the first key");
  assert.equal((await host.hook("first/in", {})).status, 204);

  const view = await set(host, {
    revoke: ["call second.heard", "publish first.**", "subscribe second.**", "secrets FIRST_KEY", "hooks **"],
  });
  assert.deepEqual(granted(view), ["sys"]);
  const call = view.items.find(({ kind }) => kind === "call")!;
  assert.deepEqual([call.granted, call.grantedBy, call.words], [false, alice.id, "Call: second.heard"]);
  assert.equal((await failure(host.call("first.out", { method: "second.heard" }))).kind, "not_permitted");
  assert.equal(await host.call("first.secret", { name: "FIRST_KEY" }), null);
  assert.equal((await host.hook("first/in", {})).status, 404);
  await host.call("second.publish", { type: "second.thing.two", data: 2 });
  await until(async () => (await host.call<string[]>("second.heard", {})).includes("second.thing.two"));
  await host.call("first.publish", { type: "first.thing.made", data: 1 });
  await until(
    async () =>
      (await host.call<GrantsView>("host.plugin.grants.get", { id: "first" })).denied.some(({ target }) =>
        target === "first.thing.made"
      ),
    { what: "the event to be refused" },
  );
  await set(host, { grant: ["subscribe second.**"] });
  await host.call("second.publish", { type: "second.thing.three", data: 3 });
  await until(async () => (await host.call<string[]>("first.heard", {})).includes("second.thing.three"));
  // What went by without the right does not come later.
  assert.deepEqual(await host.call("first.heard"), ["second.thing.one", "second.thing.three"]);

  assert.equal(await pid(host), before);
});

Deno.test("a revoked right to the machine ends the process that had it; the answer comes when the new one runs", async () => {
  await using host = await start();
  const before = await pid(host);
  assert.equal(await host.call("first.sys"), 3);
  await set(host, { revoke: ["sys loadavg"] });
  assert.equal(await host.call("first.sys"), "NotCapable");
  const after = await pid(host);
  assert.notEqual(after, before);
  await set(host, { grant: ["sys loadavg"] });
  assert.equal(await host.call("first.sys"), 3);
});

Deno.test("what the manifest does not ask for can be given, counts at once, and is marked", async () => {
  await using server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, () => new Response("hello"));
  const { port } = server.addr as Deno.NetAddr;
  await using host = await start();
  const url = `http://127.0.0.1:${port}/`;
  assert.equal((await failure(host.call("first.fetch", { url }))).kind, "not_permitted");
  const view = await set(host, { grant: [`net 127.0.0.1:${port}`, "secrets OTHER_KEY", "call second.secret"] });
  assert.equal(await host.call("first.fetch", { url }), "hello");
  assert.equal(await host.call("first.secret", { name: "OTHER_KEY" }), "the other key");
  assert.equal(await host.call("first.out", { method: "second.secret", params: { name: "OTHER_KEY" } }), null);
  const net = view.items.find(({ kind }) => kind === "net")!;
  assert.deepEqual([net.declared, net.granted, net.risk], [false, true, "high"]);
  // Taken back, it is gone from the list: the manifest never asked for it.
  const later = await set(host, { revoke: [`net 127.0.0.1:${port}`] });
  assert.equal(later.items.find(({ kind }) => kind === "net"), undefined);
  assert.equal((await failure(host.call("first.fetch", { url }))).kind, "not_permitted");
});

Deno.test("what nobody may give, what is no permission, and what is not there is refused, and nothing changes", async () => {
  await using host = await start();
  const before = await host.call<GrantsView>("host.plugin.grants.get", { id: "first" });
  for (
    const [change, kind, reason] of [
      [{ grant: ["call host.plugin.disable"] }, "precondition_failed", "not_grantable"],
      [{ grant: ["call host.secret.set"] }, "precondition_failed", "not_grantable"],
      [{ grant: ["process *"] }, "precondition_failed", "not_grantable"],
      [{ grant: ["publish second.thing.made"] }, "precondition_failed", "not_grantable"],
      [{ grant: ["read /etc/passwd"] }, "invalid_params", "invalid_params"],
      [{ grant: ["net not a host"] }, "invalid_params", "invalid_params"],
      [{ grant: ["sys loadavg"], revoke: ["sys loadavg"] }, "invalid_params", "invalid_params"],
      [{ revoke: ["net example.com"] }, "not_found", "not_found"],
      // One that is good does not pass with one that is not.
      [{ grant: ["secrets OTHER_KEY", "process *"] }, "precondition_failed", "not_grantable"],
    ] as const
  ) {
    const error = await failure(set(host, change));
    assert.deepEqual([error.kind, error.data.reason], [kind, reason], JSON.stringify(change));
    assert.match(error.data.path ?? "", /^\/(grant|revoke)\/\d$/);
  }
  assert.deepEqual(await host.call("host.plugin.grants.get", { id: "first" }), before);
  assert.equal((await failure(set(host, {}, "nobody"))).kind, "not_found");
  assert.equal(
    (await failure(host.call("host.plugin.grants.get", { id: "first" }, { as: "bob" }))).kind,
    "forbidden",
  );
});

Deno.test("what was revoked stays so over restarts, switching off and on, and a new version", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await start({ dir, bundled: ["first", "second"] });
      await set(host, { revoke: ["sys loadavg", "call second.heard"] });
      await host.call("host.plugin.disable", { id: "first" });
      await host.call("host.plugin.enable", { id: "first" });
      assert.equal(await host.call("first.sys"), "NotCapable");
    }
    await Deno.writeTextFile(
      `${dir}/plugins/first/plugin.json`,
      plugin("first", { ...FIRST, call: [...FIRST.call, { method: "second.sys", reason }] }, "0.2.0")[
        "plugin.json"
      ] as string,
    );
    await using host = await start({ dir, bundled: ["first", "second"] });
    assert.equal(await host.call("first.sys"), "NotCapable");
    assert.equal((await failure(host.call("first.out", { method: "second.heard" }))).kind, "not_permitted");
    // What the new version asks for in addition, a bundled plugin has.
    assert.equal(await host.call("first.out", { method: "second.sys" }), "NotCapable");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a change of grants is audited and told to those who look", async () => {
  await using host = await start();
  const socket = await host.ws();
  await socket.call("events.subscribe", { types: ["host.plugin.changed"] });
  await set(host, { revoke: ["call second.heard"] });
  await until(() => socket.volatile.some(({ data }) => (data as { plugin: PluginInfo }).plugin.id === "first"));
  const { items } = await host.call<{ items: { method: string; outcome: string; caller: { name: string } }[] }>(
    "host.audit.list",
    { method: "host.plugin.grants.set" },
  );
  assert.equal(items.length, 1);
  assert.equal(items[0]!.outcome, "allowed");
});

Deno.test("one that asks for more starts as soon as all of it is decided, be it given or refused", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const asking = (more: Record<string, unknown[]>) => plugin("first", { ...FIRST, ...more });
  const options = { dir, auth: "proxy" as const, args: ["--demo"] };
  const owner = { kind: "user", id: "owner-1", name: "Owner", role: "owner" } as const;
  const call = (host: TestHost, method: string, params: unknown) =>
    host.running.router.call({ method, params, caller: owner, transport: "http" });
  const state = (host: TestHost) => host.running.kernel.list().find(({ id }) => id === "first")?.state;
  try {
    {
      await using host = await testHost({ ...options, pluginFiles: { first: asking({}) } });
      await call(host, "host.plugin.enable", { id: "first" });
      assert.equal(state(host), "ready");
    }
    const net = ["one.example", "two.example"].map((host) => ({ host, reason }));
    await Deno.writeTextFile(`${dir}/plugins/first/plugin.json`, asking({ net })["plugin.json"] as string);
    {
      await using host = await testHost(options);
      assert.equal(state(host), "needs_grant");
      const half = { id: "first", grant: [{ kind: "net", target: "one.example" }] };
      await call(host, "host.plugin.grants.set", half);
      assert.equal(state(host), "needs_grant");
      const view = await call(host, "host.plugin.grants.set", {
        id: "first",
        revoke: [{ kind: "net", target: "two.example" }],
      }) as GrantsView;
      assert.equal(state(host), "ready");
      assert.deepEqual(
        view.items.filter(({ kind }) => kind === "net").map(({ target, granted }) => [target, granted]),
        [
          ["one.example", true],
          ["two.example", false],
        ],
      );
    }
    await using host = await testHost(options);
    assert.equal(state(host), "ready");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
