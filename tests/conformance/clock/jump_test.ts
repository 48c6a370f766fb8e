/** Somebody sets the machine's clock while the host runs: days ahead, and hours or weeks back. */
import assert from "node:assert/strict";
import { manualClock } from "../../../host/observe/mod.ts";
import { testHost, until } from "../../harness/mod.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse("2026-03-01T12:00:00Z");

const TICKER = `
import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const note = (run, ctx) => ctx.db.run("INSERT INTO runs (name, due) VALUES (?, ?)", run.name, run.dueAt);
export default definePlugin({
  migrations: { "0001_runs": "CREATE TABLE runs (n INTEGER PRIMARY KEY, name TEXT NOT NULL, due TEXT NOT NULL)" },
  setup: (ctx) => {
    ctx.schedule.set("daily", { cron: "0 3 * * *", timezone: "UTC" });
    ctx.schedule.set("often", { every: "1h" });
  },
  schedules: { daily: note, often: note },
  methods: {
    "ran": method({ summary: "What ran", params: z.object({}), result: z.any(), readOnly: true, handler: (_p, ctx) =>
      ctx.db.all("SELECT name, due FROM runs ORDER BY n").map(({ name, due }) => name + " " + due) }),
  },
});
`;

const SCRIPTS = {
  "nightly.ts": `import { cron, workflow } from "@bulkhead/workflow";
export default workflow({ name: "nightly", on: [cron("30 3 * * *")] }, () => Promise.resolve("done"));
`,
  "sleeper.ts": `import { manual, workflow } from "@bulkhead/workflow";
import { z } from "zod";
export default workflow({ name: "sleeper", on: [manual({ input: z.object({}) })] }, async ({ sleep }) => {
  await sleep("2d");
});
`,
};

Deno.test("schedules, sleeps, backups and sign-ins follow a clock that is set ahead, and one that is set back", async () => {
  const clock = manualClock(START_MS, { lookMs: 60_000 });
  await using host = await testHost({
    clock,
    pluginFiles: { ticker: { "plugin.ts": TICKER } },
    workflows: SCRIPTS,
    toml: '[backup]\nschedule = "0 4 * * *"\ntimezone = "UTC"\nkeep-days = 2\n',
  });
  const ran = () => host.call<string[]>("ticker.ran");
  const runs = async (name: string) =>
    (await host.call<{ items: { state: string }[] }>("host.workflow.runs", { name })).items;
  const backups = async () =>
    (await host.call<{ items: { name: string }[] }>("host.backup.list")).items.map(({ name }) => name);
  const { token } = await host.call<{ token: string }>("host.token.create", { name: "week", expiresInDays: 7 });
  const signedIn = async () => {
    const response = await host.fetch("/openrpc.json", { headers: { authorization: `Bearer ${token}` } });
    await response.body?.cancel();
    return response.status === 200;
  };
  await host.call("host.workflow.run", { name: "sleeper", input: {} });
  await until(async () => (await runs("sleeper"))[0]?.state === "sleeping", { what: "the script to sleep" });

  // Three days ahead: what was due meanwhile comes once, within a minute.
  clock.jump(3 * DAY_MS);
  await clock.advance(MINUTE_MS + 1_000);
  await until(async () => (await ran()).length >= 2, { what: "the schedules to be looked at" });
  assert.deepEqual((await ran()).map((line) => line.split(" ")[0]).sort(), ["daily", "often"]);
  await until(async () => (await runs("sleeper"))[0]?.state === "succeeded", { what: "the sleep to end" });
  await until(async () => (await runs("nightly")).length === 1, { what: "the night's run" });
  await until(async () => (await backups()).length === 1, { what: "the backup", timeoutMs: 60_000 });
  assert.equal(await signedIn(), true);
  clock.jump(5 * DAY_MS);
  assert.equal(await signedIn(), false, "a token ends by the clock");

  // Weeks back, behind where it began: all goes on from what the clock shows now, nothing waits for the future to come.
  clock.jump(-29 * DAY_MS);
  assert.equal(await signedIn(), true);
  const before = (await ran()).length;
  for (let hour = 0; hour < 26; hour++) {
    await clock.advance(HOUR_MS);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await until(async () => {
    const names = (await ran()).slice(before).map((line) => line.split(" ")[0]);
    return names.filter((name) => name === "often").length >= 20 &&
      names.filter((name) => name === "daily").length === 1;
  }, { what: "the schedules to go on" });
  await until(async () => (await runs("nightly")).length >= 2, { what: "the script to go on" });
  await until(async () => (await backups()).length >= 2, { what: "a backup by the clock as it is", timeoutMs: 60_000 });
});
