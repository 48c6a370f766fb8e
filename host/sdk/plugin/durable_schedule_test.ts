import assert from "node:assert/strict";
import { definePlugin, method } from "../plugin.ts";
import { testPlugin } from "../testing.ts";
import { z } from "zod";

const plugin = definePlugin({
  migrations: { "0001_runs": "CREATE TABLE runs (n INTEGER PRIMARY KEY, what TEXT NOT NULL)" },
  schedules: {
    daily: (run, ctx) => {
      ctx.db.run("INSERT INTO runs (what) VALUES (?)", `${run.name} ${run.data.text} ${run.missed}`);
      ctx.events.publish({ type: "test.digest.sent", data: { dueAt: run.dueAt } });
    },
    slow: async (_run, ctx) => {
      await Promise.resolve();
      ctx.db.transaction(() => ctx.db.run("INSERT INTO runs (what) VALUES ('slow')"));
      throw new Error("after the commit");
    },
  },
  methods: {
    "set": method({
      summary: "Sets what the test says",
      params: z.object({ name: z.string(), when: z.any(), data: z.any() }),
      result: z.null(),
      handler: ({ name, when, data }, ctx) => {
        ctx.schedule.set(name, when, data);
        return null;
      },
    }),
    "ran": method({
      summary: "What ran",
      params: z.object({}),
      result: z.array(z.string()),
      handler: (_params, ctx) => ctx.db.all<{ what: string }>("SELECT what FROM runs").map(({ what }) => what),
    }),
  },
});

Deno.test("a schedule that is due runs in one transaction, once for each time however often it is sent", async () => {
  await using test = await testPlugin(plugin);
  await test.call("test.set", { name: "daily:42", when: { cron: "0 9 * * *" }, data: { text: "hi" } });
  await test.relayed();
  assert.deepEqual([...test.schedules], [["daily:42", {
    when: { cron: "0 9 * * *", timezone: "UTC" },
    data: { text: "hi" },
  }]]);
  const monday = { dueAt: "2026-03-02T09:00:00.000Z", missed: 2 };
  await test.due("daily:42", monday);
  await test.due("daily:42", monday);
  await test.due("daily:42", { dueAt: "2026-03-03T09:00:00.000Z" });
  assert.deepEqual(await test.call("test.ran"), ["daily:42 hi 2", "daily:42 hi 0"]);
  await test.relayed();
  assert.equal(test.events.length, 2);
});

Deno.test("what an asynchronous handler committed before it failed is not done again", async () => {
  await using test = await testPlugin(plugin);
  await test.call("test.set", { name: "slow", when: { every: "1d" }, data: null });
  const run = { dueAt: "2026-03-02T09:00:00.000Z" };
  await assert.rejects(test.due("slow", run), /after the commit/);
  await assert.rejects(test.due("slow", run), /after the commit/);
  assert.deepEqual(await test.call("test.ran"), ["slow"]);
});

Deno.test("a time that is none, and a schedule that has no handler, are refused where they are set", async () => {
  await using test = await testPlugin(plugin);
  const bad: [string, unknown, RegExp][] = [
    ["weekly", { every: "1h" }, /no handler for the schedule "weekly".*names daily, slow/],
    ["daily 1", { every: "1h" }, /not the name of a schedule/],
    ["daily", { every: "1s" }, /at least 10 s/],
    ["daily", { every: "1h", at: "2026-01-01" }, /exactly one of cron, every and at/],
    ["daily", {}, /exactly one/],
    ["daily", { at: "soon" }, /"soon" is not a time/],
    ["daily", { cron: "0 9 * *" }, /expected five fields/],
    ["daily", { cron: "0 9 * * *", timezone: "Mars/North" }, /"Mars\/North" is not a time zone/],
  ];
  for (const [name, when, message] of bad) {
    await assert.rejects(test.call("test.set", { name, when, data: 0 }), message);
  }
  await test.relayed();
  assert.equal(test.schedules.size, 0);
  assert.throws(() => definePlugin({ schedules: { "a:b": () => {} } }), /without a colon/);
});
