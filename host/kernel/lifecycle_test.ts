import assert from "node:assert/strict";
import { type FileTree, processesOf, type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import type { RpcError } from "../sdk/errors.ts";
import type { PluginInfo } from "./mod.ts";

/** A plugin that does on demand what plugins should not do, and keeps what it heard. */
const PROBE: FileTree = {
  "plugin.json": JSON.stringify({
    id: "probe",
    version: "0.1.0",
    engine: "^1",
    name: "Probe",
    permissions: {
      publish: [{ type: "probe.**", reason: "says what it did" }],
      subscribe: [{ type: "host.**", reason: "keeps what it hears" }],
      secrets: [{ name: "PROBE_KEY", reason: "shows what it has" }],
    },
  }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
export default definePlugin({
  migrations: { "0001_heard": "CREATE TABLE heard (type TEXT NOT NULL, n INTEGER PRIMARY KEY)" },
  methods: {
    "crash": method({ ...any, summary: "Throws where nobody catches", handler: () => {
      setTimeout(() => { throw new Error("thrown on purpose"); });
      return new Promise(() => {});
    } }),
    "pid": method({ ...any, summary: "Says that it is there", handler: () => "here" }),
    "wait": method({ ...any, summary: "Takes its time", handler: async ({ ms }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return "done";
    } }),
    "heard": method({ ...any, summary: "What it heard", handler: (_p, ctx) => ctx.db.all("SELECT type FROM heard ORDER BY n").map((row) => row.type) }),
    "secret": method({ ...any, summary: "What it holds", handler: (_p, ctx) => ctx.secrets.get("PROBE_KEY") ?? null }),
  },
  events: { "host.**": (event, ctx) => { ctx.db.run("INSERT INTO heard (type) VALUES (?)", event.type); } },
});
`,
};

const get = (host: TestHost, id = "probe") => host.call<PluginInfo>("host.plugin.get", { id });
const state = (host: TestHost, wanted: string, id = "probe") =>
  until(async () => (await get(host, id)).state === wanted, { what: `${id} to be ${wanted}` });
const fails = async (work: Promise<unknown>): Promise<RpcError> =>
  await work.then(() => assert.fail("had to fail"), (error) => error as RpcError);

Deno.test("a plugin that crashes is shown with its end and starts again by itself", async () => {
  await using host = await testHost({ pluginFiles: { probe: PROBE } });
  const socket = await host.ws();
  await socket.call("events.subscribe", { types: ["host.plugin.changed"] });
  const before = await get(host);
  const error = await fails(host.call("probe.crash"));
  assert.equal(error.kind, "plugin_unavailable");
  await until(async () => (await get(host)).pid !== before.pid && (await get(host)).state === "ready");
  const after = await get(host);
  assert.equal(after.restarts, 1);
  assert.equal(after.lastEnd?.reason, "crash");
  assert.equal(await host.call("probe.pid"), "here");
  const states = () => socket.volatile.map(({ data }) => (data as { plugin: PluginInfo }).plugin.state);
  await until(() => states().at(-1) === "ready");
  assert.deepEqual([...new Set(states())], ["backoff", "starting", "ready"]);
});

Deno.test("one that keeps crashing is quarantined, says so to callers, and a restart lifts it", async () => {
  await using host = await testHost({
    pluginFiles: {
      probe: {
        ...PROBE,
        "plugin.ts": "import './gone_wrong.ts';\n" + PROBE["plugin.ts"],
        "gone_wrong.ts": "throw new Error('at load');",
      },
    },
  });
  await state(host, "quarantined");
  const info = await get(host);
  assert.match(info.reason ?? "", /3 starts in a row failed/);
  assert.match(info.lastEnd?.stderr ?? "", /at load/);
  const error = await fails(host.call("probe.pid"));
  assert.deepEqual([error.code, /quarantined/.test(error.data.hint ?? "")], [-32050, true]);
  await Deno.writeTextFile(`${host.pluginsDir}/probe/gone_wrong.ts`, "export {};");
  await host.call("host.plugin.restart", { id: "probe" });
  assert.equal(await host.call("probe.pid"), "here");
});

Deno.test("disabling drains: what runs finishes, what comes is refused at once, and the process is gone at the answer", async () => {
  await using host = await testHost({ pluginFiles: { probe: PROBE } });
  const { pid } = await get(host);
  const running = host.call("probe.wait", { ms: 300 });
  await host.call("probe.pid");
  const off = host.call("host.plugin.disable", { id: "probe" });
  await until(async () => (await fails(host.call("probe.pid"))).code === -32050);
  assert.equal(await running, "done");
  assert.deepEqual(await off, { id: "probe", enabled: false, state: "disabled" });
  assert.throws(() => Deno.kill(pid!, "SIGCONT"), Deno.errors.NotFound);
  assert.equal((await fails(host.call("probe.pid"))).data.hint, "disabled");
});

Deno.test("what happens while a plugin is off waits on its cursor and comes in order when it is on", async () => {
  await using host = await testHost({ pluginFiles: { probe: PROBE } });
  const publish = (type: string) => host.call("host.event.publish", { type, data: {} });
  const heard = () => host.call<string[]>("probe.heard");
  await publish("host.test.one");
  await until(async () => (await heard()).length === 1);
  await host.call("host.plugin.disable", { id: "probe" });
  await publish("host.test.two");
  await publish("host.test.three");
  await host.call("host.plugin.enable", { id: "probe" });
  await until(async () => (await heard()).length === 3);
  assert.deepEqual(await heard(), ["host.test.one", "host.test.two", "host.test.three"]);
});

Deno.test("off stays off over a restart of the host", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await testHost({ dir, pluginFiles: { probe: PROBE } });
      await host.call("host.plugin.disable", { id: "probe" });
    }
    await using again = await testHost({ dir });
    const info = await get(again);
    assert.deepEqual([info.enabled, info.state], [false, "disabled"]);
    assert.deepEqual(processesOf(`${dir}/data/plugins/probe`), []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a plugin that is not the product's own waits for an owner, and for another one when it asks for more", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await testHost({ dir, auth: "proxy", args: ["--demo"], pluginFiles: { probe: PROBE } });
      assert.equal(host.running.kernel.list()[0]?.state, "disabled");
      await host.running.kernel.enable("probe", "user-1");
      assert.equal(host.running.kernel.list()[0]?.state, "ready");
    }
    const manifest = JSON.parse(PROBE["plugin.json"]!);
    manifest.permissions.net = [{ host: "example.org", reason: "wants to go out" }];
    await Deno.writeTextFile(`${dir}/plugins/probe/plugin.json`, JSON.stringify(manifest));
    await using again = await testHost({ dir, auth: "proxy", args: ["--demo"] });
    const [info] = again.running.kernel.list();
    assert.equal(info?.state, "needs_grant");
    assert.match(info?.reason ?? "", /net .*example\.org/);
    await again.running.kernel.enable("probe", "user-1");
    assert.equal(again.running.kernel.list()[0]?.state, "ready");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a source with a fault is quarantined with file, line and column; the others run", async () => {
  await using host = await testHost({
    pluginFiles: {
      probe: PROBE,
      broken: { "plugin.ts": "export default {\n  methods: {;\n" },
      unreadable: { "plugin.json": "{ nope" },
    },
  });
  const broken = await get(host, "broken");
  assert.equal(broken.state, "quarantined");
  assert.match(broken.reason ?? "", /^broken\/plugin\.ts:2:\d+ /);
  const unreadable = await get(host, "unreadable");
  assert.match(unreadable.reason ?? "", /unreadable\/plugin\.json: the document is not JSON/);
  assert.equal((await fails(host.call("host.plugin.enable", { id: "unreadable" }))).kind, "precondition_failed");
  assert.equal((await fails(host.call("host.plugin.enable", { id: "nobody" }))).kind, "not_found");
  assert.equal(await host.call("probe.pid"), "here");
});

Deno.test("a saved source restarts its plugin in dev mode", async () => {
  await using host = await testHost({ pluginFiles: { probe: PROBE }, watch: true });
  await Deno.writeTextFile(`${host.pluginsDir}/probe/plugin.ts`, PROBE["plugin.ts"]!.replace(`"here"`, `"changed"`));
  await until(async () => await host.call<string>("probe.pid").catch(() => "") === "changed");
});

Deno.test("a changed secret reaches the running plugin; a missing one is a reason, not a state", async () => {
  await using host = await testHost({ pluginFiles: { probe: PROBE } });
  const { state, reason, pid } = await get(host);
  assert.deepEqual([state, reason], ["ready", "the secret PROBE_KEY is not set"]);
  await host.call("host.secret.set", { name: "PROBE_KEY", value: "open sesame" });
  await until(async () => await host.call<string>("probe.secret") === "open sesame");
  const after = await get(host);
  assert.deepEqual([after.reason, after.pid], [undefined, pid]);
});

Deno.test("a plugin waits for the interface that it needs, and starts when it is there", async () => {
  const needs = {
    ...PROBE,
    "plugin.json": PROBE["plugin.json"]!.replace(`"name":`, `"requires":{"other":"^1"},"name":`),
  };
  const other = {
    "plugin.json": JSON.stringify({ id: "other", version: "1.2.0", engine: "^1", name: "Other" }),
    "plugin.ts": `import { definePlugin } from "@bulkhead/plugin"; export default definePlugin({});`,
  };
  await using host = await testHost({ pluginFiles: { probe: needs, other } });
  await state(host, "ready");
  await host.call("host.plugin.disable", { id: "other" });
  await host.call("host.plugin.disable", { id: "probe" });
  const error = await fails(host.call("host.plugin.enable", { id: "probe" }));
  assert.match(error.message, /needs other \^1, which no enabled plugin provides/);
  assert.equal((await get(host)).state, "stopped");
  await host.call("host.plugin.enable", { id: "other" });
  await state(host, "ready");
});

Deno.test("a profile decides at the first start which of the product's plugins are on; later it does not", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const enabled = (host: TestHost) => host.running.kernel.list().map((plugin) => [plugin.id, plugin.enabled]);
  try {
    {
      await using host = await testHost({ dir, plugins: ["chat", "github"], args: ["--profile", "light"] });
      assert.deepEqual(enabled(host), [["chat", true], ["github", false]]);
    }
    await using again = await testHost({ dir, args: ["--profile", "none"] });
    assert.deepEqual(enabled(again), [["chat", true], ["github", false]]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("safe mode leaves out what is not the product's own, without forgetting that it is on", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await testHost({ dir, plugins: ["chat"], pluginFiles: { probe: PROBE } });
      await state(host, "ready");
    }
    {
      await using safe = await testHost({ dir, args: ["--safe-mode"] });
      assert.deepEqual(safe.running.kernel.states(), { chat: "ready", probe: "disabled" });
    }
    await using again = await testHost({ dir });
    assert.deepEqual(again.running.kernel.states(), { chat: "ready", probe: "ready" });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
