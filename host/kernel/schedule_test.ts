import assert from "node:assert/strict";
import { type FileTree, spawnHost, type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import { manualClock } from "../observe/mod.ts";
import type { PluginInfo } from "./ports.ts";

const HOUR = 3_600_000;

/** Keeps what its schedules bring; each run is one row. */
const standup = (manifest: Record<string, unknown> = {}): FileTree => ({
  "plugin.json": JSON.stringify({ id: "standup", version: "0.1.0", engine: "^1", name: "Standup", ...manifest }),
  "openrpc.json": JSON.stringify({
    openrpc: "1.3.2",
    info: { title: "Standup", version: "0.1.0" },
    methods: ["set", "clear", "ran", "list"].map((name) => ({
      name: `standup.${name}`,
      params: [],
      result: { name: "result", schema: {} },
      "x-params-schema": { type: "object" },
    })),
  }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.record(z.string(), z.any()), result: z.any() };
const keep = (run, ctx) => {
  ctx.db.run("INSERT INTO runs (name, run) VALUES (?, ?)", run.name, JSON.stringify(run));
};
export default definePlugin({
  migrations: { "0001_runs": "CREATE TABLE runs (n INTEGER PRIMARY KEY, name TEXT NOT NULL, run TEXT NOT NULL)" },
  setup: (ctx) => ctx.schedule.set("hourly", { every: "1h" }, { from: "setup" }),
  schedules: { hourly: keep, remind: keep },
  methods: {
    "set": method({ ...any, summary: "Sets", handler: ({ name, when, data, fail }, ctx) => {
      ctx.schedule.set(name, when, data);
      if (fail) throw new Error("undone");
      return null;
    } }),
    "many": method({ ...any, summary: "Sets many", handler: ({ count, at }, ctx) => {
      for (let n = 0; n < count; n++) ctx.schedule.set("remind:" + n, { at }, n);
      return null;
    } }),
    "clear": method({ ...any, summary: "Clears", handler: ({ name }, ctx) => { ctx.schedule.clear(name); return null; } }),
    "ran": method({ ...any, summary: "What ran", readOnly: true, handler: (_p, ctx) =>
      ctx.db.all("SELECT run FROM runs ORDER BY n").map(({ run }) => JSON.parse(run)) }),
    "list": method({ ...any, summary: "What is set", readOnly: true, handler: async (_p, ctx) => await ctx.schedule.list() }),
  },
});
`,
});

interface Run {
  name: string;
  data: unknown;
  dueAt: string;
  missed: number;
}

type Callable = Pick<TestHost, "call">;
const ran = (host: Callable) => host.call<Run[]>("standup.ran");
const get = (host: Callable) => host.call<PluginInfo>("host.plugin.get", { id: "standup" });
const list = (host: Callable) =>
  host.call<{ name: string; when: unknown; data: unknown; nextAt?: string; lastAt?: string }[]>("standup.list");

Deno.test("a schedule wakes its lazy plugin, over a restart of the host as well, and setup does not disturb it", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const clock = manualClock(Date.parse("2026-03-01T12:00:00Z"));
  try {
    {
      await using host = await testHost({ dir, clock, pluginFiles: { standup: standup({ activation: "onCall" }) } });
      const [hourly] = await list(host);
      assert.deepEqual(hourly, {
        name: "hourly",
        when: { every: HOUR },
        data: { from: "setup" },
        nextAt: "2026-03-01T13:00:00.000Z",
      });
      await clock.advance(600_000);
      await until(async () => !(await get(host)).running, { what: "it to sleep" });
    }
    await using host = await testHost({ dir, clock });
    assert.equal((await get(host)).running, false);
    await clock.advance(HOUR - 600_000);
    await until(async () => (await get(host)).running, { what: "its schedule to wake it" });
    await until(async () => (await ran(host)).length === 1);
    assert.deepEqual(await ran(host), [
      { name: "hourly", data: { from: "setup" }, dueAt: "2026-03-01T13:00:00.000Z", missed: 0 },
    ]);
    await until(async () => (await list(host))[0]?.nextAt === "2026-03-01T14:00:00.000Z");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("what is due while its plugin is off runs once when it is on, and is told how often it was missed", async () => {
  const clock = manualClock(Date.parse("2026-03-01T12:00:00Z"));
  await using host = await testHost({ clock, pluginFiles: { standup: standup() } });
  await host.call("standup.set", { name: "remind:42", when: { at: "2026-03-01T12:30:00Z" }, data: "call back" });
  await until(async () => (await list(host)).length === 2);
  await host.call("host.plugin.disable", { id: "standup" });
  await clock.advance(3 * HOUR + 1);
  await host.call("host.plugin.enable", { id: "standup" });
  await until(async () => (await ran(host)).length === 2);
  assert.deepEqual((await ran(host)).sort((a, b) => a.name < b.name ? -1 : 1), [
    { name: "hourly", data: { from: "setup" }, dueAt: "2026-03-01T13:00:00.000Z", missed: 2 },
    { name: "remind:42", data: "call back", dueAt: "2026-03-01T12:30:00.000Z", missed: 0 },
  ]);
});

Deno.test("a schedule is set and cleared in the transaction of its call", async () => {
  const clock = manualClock(Date.parse("2026-03-01T12:00:00Z"));
  await using host = await testHost({ clock, pluginFiles: { standup: standup() } });
  await host.call("standup.set", { name: "remind:1", when: { at: "2026-03-01T12:30:00Z" }, fail: true }).catch(
    () => {},
  );
  await host.call("standup.set", { name: "remind:2", when: { cron: "0 9 * * 1-5", timezone: "Europe/Berlin" } });
  await host.call("standup.clear", { name: "hourly" });
  assert.deepEqual((await list(host)).map(({ name, nextAt }) => [name, nextAt]), [[
    "remind:2",
    "2026-03-02T08:00:00.000Z",
  ]]);
  const wrong = await host.call("standup.set", { name: "nobody", when: { every: "1h" } }).catch((error) => error);
  assert.match(wrong.message, /There is no handler for the schedule "nobody"/);
});

Deno.test("a host that is killed in the middle of it has every run done once in effect after its next start", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  const count = 60;
  try {
    {
      const host = await spawnHost({ dir, pluginFiles: { standup: standup() } });
      try {
        await host.call("standup.many", { count, at: new Date().toISOString() });
        await until(async () => (await ran(host)).length > 5);
      } finally {
        await host.end("SIGKILL");
      }
    }
    await using host = await spawnHost({ dir });
    await until(async () => (await ran(host)).length >= count, { timeoutMs: 30_000 });
    await until(async () => (await list(host)).filter(({ lastAt }) => lastAt).length === count);
    const names = (await ran(host)).map(({ name }) => name);
    assert.deepEqual([names.length, new Set(names).size], [count, count]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
