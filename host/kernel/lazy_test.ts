import assert from "node:assert/strict";
import { type FileTree, processesOf, type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import { manualClock } from "../observe/mod.ts";
import type { RpcError } from "../sdk/errors.ts";
import type { PluginInfo } from "./ports.ts";

const IDLE_MS = 600_000;

const SOURCE = `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
export default definePlugin({
  migrations: { "0001_heard": "CREATE TABLE heard (n INTEGER PRIMARY KEY, what TEXT NOT NULL)" },
  setup: (ctx) => { ctx.db.run("INSERT INTO heard (what) VALUES ('start')"); },
  methods: {
    "say": method({ ...any, summary: "Says that it is there", handler: () => "here" }),
    "wait": method({ ...any, summary: "Takes its time", handler: async ({ ms }) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      return "done";
    } }),
    "later": method({ ...any, summary: "Sets a timer", handler: (_p, ctx) => {
      ctx.schedule.after("later", "1h", () => {});
      return null;
    } }),
    "heard": method({ ...any, summary: "What it heard", readOnly: true, handler: (_p, ctx) =>
      ctx.db.all("SELECT what FROM heard ORDER BY n").map(({ what }) => what) }),
  },
  events: { "host.test.**": (event, ctx) => { ctx.db.run("INSERT INTO heard (what) VALUES (?)", event.type); } },
  hooks: { "": (request, ctx) => {
    ctx.db.run("INSERT INTO heard (what) VALUES (?)", "hook " + request.text());
    return { status: 202 };
  } },
});
`;

const manifest = (more: Record<string, unknown> = {}) => ({
  id: "probe",
  version: "0.1.0",
  engine: "^1",
  name: "Probe",
  activation: ["onCall", "onEvent:host.test.loud", "onView"],
  permissions: {
    subscribe: [{ type: "host.test.**", reason: "keeps what it hears" }],
    hooks: [{ path: "", reason: "is called from outside" }],
  },
  events: { listens: { "host.test.**": { type: "object" } } },
  ...more,
});

interface Documented {
  name: string;
  [field: string]: unknown;
}

const documented = (...methods: Documented[]) =>
  JSON.stringify({
    openrpc: "1.3.2",
    info: { title: "Probe", version: "0.1.0" },
    methods: methods.map((method) => ({
      summary: "as documented",
      params: [],
      result: { name: "result", schema: {} },
      "x-params-schema": { type: "object" },
      ...method,
    })),
  });
const DOCUMENT = documented(...["say", "wait", "later", "heard"].map((name) => ({ name: `probe.${name}` })));

const lazy = (files: FileTree = {}, more: Record<string, unknown> = {}): FileTree => ({
  "plugin.json": JSON.stringify(manifest(more)),
  "plugin.ts": SOURCE,
  "openrpc.json": DOCUMENT,
  ...files,
});

const get = (host: TestHost) => host.call<PluginInfo>("host.plugin.get", { id: "probe" });
const heard = (host: TestHost) => host.call<string[]>("probe.heard");
const publish = (host: TestHost, type: string) => host.call("host.event.publish", { type, data: {}, subject: "s" });
const fails = async (work: Promise<unknown>): Promise<RpcError> =>
  await work.then(() => assert.fail("had to fail"), (error) => error as RpcError);
const asleep = async (host: TestHost): Promise<void> => {
  const { state, running, reason } = await get(host);
  assert.deepEqual({ state, running, reason }, { state: "ready", running: false, reason: undefined });
};

Deno.test("a lazy plugin is ready without a process; the first call starts it, and all that wait share one start", async () => {
  await using host = await testHost({ pluginFiles: { probe: lazy() } });
  await asleep(host);
  assert.deepEqual(processesOf(`${host.dataDir}/plugins/probe`), []);
  assert.equal((await get(host)).methods, 4);
  const document = await host.call<{ methods: { name: string }[] }>("rpc.discover", { prefix: "probe" });
  assert.ok(document.methods.some(({ name }) => name === "probe.say"));
  const answers = await Promise.all(Array.from({ length: 20 }, () => host.call("probe.say")));
  assert.deepEqual(answers, Array(20).fill("here"));
  assert.deepEqual(await heard(host), ["start"]);
  const { running, restarts } = await get(host);
  assert.deepEqual([running, restarts], [true, 0]);
});

Deno.test("a webhook that it serves starts it; another path does not", async () => {
  await using host = await testHost({ pluginFiles: { probe: lazy() } });
  assert.equal((await host.hook("probe/elsewhere", "x")).status, 404);
  await asleep(host);
  assert.equal((await host.hook("probe", JSON.stringify("knock"))).status, 202);
  assert.deepEqual(await heard(host), ["start", `hook "knock"`]);
});

Deno.test("an event of its activation wakes it; another one waits for it, and none is lost or out of order", async () => {
  await using host = await testHost({ pluginFiles: { probe: lazy() } });
  await publish(host, "host.test.quiet");
  await publish(host, "host.test.still");
  await asleep(host);
  await publish(host, "host.test.loud");
  await until(async () => (await get(host)).running, { what: "the event to wake it" });
  const all = ["start", "host.test.quiet", "host.test.still", "host.test.loud"];
  await until(async () => (await heard(host)).length === all.length);
  assert.deepEqual(await heard(host), all);
});

Deno.test("an event that waited over a restart of the host wakes it, also from behind one that does not", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await testHost({ dir, pluginFiles: { probe: lazy({ "plugin.ts": "export default {;" }) } });
      await publish(host, "host.test.quiet");
      await publish(host, "host.test.loud");
      await until(async () => (await get(host)).state === "quarantined");
      await Deno.writeTextFile(`${host.pluginsDir}/probe/plugin.ts`, SOURCE);
    }
    await using host = await testHost({ dir });
    await until(async () => (await get(host)).running, { what: "the event to wake it" });
    await until(async () => (await heard(host)).length === 3);
    assert.deepEqual(await heard(host), ["start", "host.test.quiet", "host.test.loud"]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a view of its page wakes it, if its activation says so", async () => {
  const page = { "ui/index.html": "<!doctype html><title>Probe</title>" };
  const ui = { ui: { page: "ui/index.html" } };
  await using host = await testHost({ pluginFiles: { probe: lazy(page, ui) } });
  host.running.kernel.wake("nobody");
  assert.equal(await host.fetch("/p/nobody/").then(async (answer) => (await answer.text(), answer.status)), 404);
  await asleep(host);
  const answer = await host.fetch("/p/probe/");
  assert.match(await answer.text(), /<title>Probe/);
  await until(async () => (await get(host)).running, { what: "the view to wake it" });
  await using other = await testHost({ pluginFiles: { probe: lazy({}, { activation: "onCall" }) } });
  other.running.kernel.wake("probe");
  await asleep(other);
  assert.equal(await other.call("probe.say"), "here");
  assert.deepEqual(await heard(other), ["start"]);
});

Deno.test("a start that fails answers everybody who waits with the reason, and is tried again as any other", async () => {
  await using host = await testHost({
    pluginFiles: { probe: lazy({ "plugin.ts": `throw new Error("no good");\n${SOURCE}` }) },
  });
  const errors = await Promise.all([fails(host.call("probe.say")), fails(host.call("probe.say"))]);
  for (const error of errors) assert.deepEqual([error.code, /no good/.test(error.data.hint ?? "")], [-32050, true]);
  await until(async () => (await get(host)).state === "quarantined", { what: "it to be quarantined" });
  await Deno.writeTextFile(`${host.pluginsDir}/probe/plugin.ts`, SOURCE);
  await host.call("host.plugin.restart", { id: "probe" });
  assert.equal(await host.call("probe.say"), "here");
});

Deno.test("enabling a lazy plugin answers without a start, but not with a source that cannot be bundled", async () => {
  await using host = await testHost({ pluginFiles: { probe: lazy() } });
  await host.call("host.plugin.disable", { id: "probe" });
  assert.equal((await fails(host.call("probe.say"))).data.hint, "disabled");
  await publish(host, "host.test.quiet");
  assert.deepEqual(await host.call("host.plugin.enable", { id: "probe" }), {
    id: "probe",
    enabled: true,
    state: "ready",
  });
  await asleep(host);
  await until(async () => (await heard(host)).length === 2, { what: "what came while it was off" });
  await host.call("host.plugin.disable", { id: "probe" });
  await Deno.writeTextFile(`${host.pluginsDir}/probe/plugin.ts`, "export default {;");
  const error = await fails(host.call("host.plugin.enable", { id: "probe" }));
  assert.match(error.data.hint ?? "", /quarantined: probe\/plugin\.ts:1:/);
});

Deno.test("without an openrpc.json it is started once, says why, and sleeps when it has nothing to do", async () => {
  const clock = manualClock(Date.now());
  const { "openrpc.json": _, ...files } = lazy();
  await using host = await testHost({ pluginFiles: { probe: files }, clock });
  const { running, reason } = await get(host);
  assert.deepEqual([running, reason], [true, "runs so that its methods get known: it has no openrpc.json"]);
  await clock.advance(IDLE_MS);
  await until(async () => !(await get(host)).running);
  await asleep(host);
  assert.equal(await host.call("probe.say"), "here");
});

Deno.test("an idle lazy plugin is stopped and stays ready; work in hand and timers of its own keep it", async () => {
  const clock = manualClock(Date.now());
  await using host = await testHost({ pluginFiles: { probe: lazy() }, clock });
  const { pid } = (await host.call("probe.say"), await get(host));
  await clock.advance(IDLE_MS - 1_000);
  assert.equal((await get(host)).pid, pid);
  await host.call("probe.say");
  await clock.advance(IDLE_MS - 1_000);
  assert.equal((await get(host)).pid, pid, "it was called in between");
  await clock.advance(1_000);
  await until(async () => !(await get(host)).running, { what: "it to be stopped" });
  await asleep(host);
  assert.throws(() => Deno.kill(pid!, "SIGCONT"), Deno.errors.NotFound);

  const busy = host.call("probe.wait", { ms: 700 });
  await until(async () => (await get(host)).running);
  await clock.advance(IDLE_MS + 1_000);
  assert.equal(await busy, "done", "what runs is not ended");
  await host.call("probe.later");
  await clock.advance(IDLE_MS + 1_000);
  assert.equal((await get(host)).running, true, "it has a timer");
  assert.equal(await host.call("probe.say"), "here");
});

Deno.test("calls that come while it is being stopped wait for its next start", async () => {
  const clock = manualClock(Date.now());
  const slow = SOURCE.replace(
    "methods: {",
    "teardown: () => new Promise((resolve) => setTimeout(resolve, 300)),\n  methods: {",
  );
  await using host = await testHost({ pluginFiles: { probe: lazy({ "plugin.ts": slow }) }, clock });
  await host.call("probe.say");
  const { pid } = await get(host);
  // A call that is quicker than the decision to stop keeps it awake; then it is tried again.
  await until(async () => {
    await clock.advance(IDLE_MS);
    const answers = [];
    for (let n = 0; n < 20; n++) {
      answers.push(host.call("probe.say"));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual(await Promise.all(answers), Array(20).fill("here"));
    return (await get(host)).pid !== pid;
  }, { what: "a start anew" });
});

Deno.test("what the running plugin says counts: its document lets nobody in who may not", async () => {
  const source = SOURCE.replace(`"say": method({ ...any,`, `"say": method({ ...any, roles: ["owner"], `)
    .replace(
      `"wait": method({ ...any,`,
      `"wait": method({ result: z.any(), params: z.object({ ms: z.number().max(5) }),`,
    );
  const document = documented(
    { name: "probe.say" },
    { name: "probe.wait" },
    { name: "probe.gone" },
    { name: "probe.heard", "x-roles": ["owner"] },
    { name: "chat.message.send" },
  );
  await using host = await testHost({
    pluginFiles: { probe: lazy({ "plugin.ts": source, "openrpc.json": document }) },
  });
  assert.equal((await fails(host.call("probe.heard", {}, { as: "bob" }))).kind, "forbidden");
  assert.equal((await fails(host.call("chat.message.send"))).kind, "method_not_found");
  await asleep(host);
  const errors = await Promise.all([
    fails(host.call("probe.say", {}, { as: "bob" })),
    fails(host.call("probe.gone")),
    fails(host.call("probe.wait", { ms: "soon" })),
  ]);
  assert.deepEqual(errors.map(({ kind }) => kind), ["forbidden", "method_not_found", "invalid_params"]);
  assert.equal(await host.call("probe.say"), "here");
  assert.deepEqual(await heard(host), ["start"]);
});
