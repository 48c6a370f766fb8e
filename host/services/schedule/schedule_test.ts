import assert from "node:assert/strict";
import { HoldError } from "../../bus/ports.ts";
import { type ManualClock, manualClock } from "../../observe/mod.ts";
import type { ScheduleSpec } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import { createWriter, openDatabase } from "../../storage/mod.ts";
import { type DueRun, openSchedules, type Schedules } from "./mod.ts";

const START = Date.parse("2026-03-01T12:00:00Z");
const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Fixture extends AsyncDisposable {
  schedules: Schedules;
  clock: ManualClock;
  /** What was delivered, in order. */
  runs: DueRun[];
  logged: string[];
  /** What a delivery does; default: nothing, which is success. */
  answer: (run: DueRun) => void | Promise<void>;
  set(name: string, spec: ScheduleSpec, data?: unknown): Promise<void>;
  /** The service as after a kill: on the same database, with nothing in memory. */
  restart(): void;
  advance(ms: number): Promise<void>;
}

function open(): Fixture {
  const dir = Deno.makeTempDirSync();
  const db = openDatabase(`${dir}/host.db`);
  const writer = createWriter(db);
  const clock = manualClock(START);
  const write = (level: string) => (message: string) => void fixture.logged.push(`${level} ${message}`);
  const logger = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
  const make = () =>
    openSchedules({
      db,
      writer,
      clock,
      logger: { ...logger, child: () => assert.fail("not used") },
      deliver: async (_plugin, run) => {
        fixture.runs.push(run);
        await fixture.answer(run);
      },
    });
  let settings = 0;
  const fixture: Fixture = {
    schedules: make(),
    clock,
    runs: [],
    logged: [],
    answer: () => {},
    set: (name, spec, data = null) => fixture.schedules.set("polls", { name, id: `set-${++settings}`, spec, data }),
    restart() {
      fixture.schedules.close();
      fixture.schedules = make();
    },
    async advance(ms) {
      await clock.advance(ms);
      // What was delivered is written down on the next turns.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
    },
    async [Symbol.asyncDispose]() {
      fixture.schedules.close();
      await writer.close();
      db.close();
      Deno.removeSync(dir, { recursive: true });
    },
  };
  return fixture;
}

const fails = async (work: Promise<unknown>): Promise<RpcError> =>
  await work.then(() => assert.fail("had to fail"), (error) => error as RpcError);

Deno.test("every, cron and at are due at their times, with one timer for the nearest", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("often", { every: HOUR }, { n: 1 });
  await t.set("nightly", { cron: "30 0 * * *", timezone: "Europe/Berlin" });
  await t.set("once", { at: "2026-03-01T14:30:00Z" });
  assert.equal(t.clock.waiting, 1);
  await t.advance(HOUR);
  assert.deepEqual(t.runs.map(({ name, data, dueAt, missed }) => ({ name, data, dueAt, missed })), [
    { name: "often", data: { n: 1 }, dueAt: "2026-03-01T13:00:00.000Z", missed: 0 },
  ]);
  for (let hour = 0; hour < 12; hour++) await t.advance(HOUR);
  const others = t.runs.filter(({ name }) => name !== "often").map(({ name, dueAt }) => `${name} ${dueAt}`);
  assert.deepEqual(others, ["once 2026-03-01T14:30:00.000Z", "nightly 2026-03-01T23:30:00.000Z"]);
  assert.equal(t.runs.filter(({ name }) => name === "often").length, 13);
  const info = t.schedules.list("polls");
  assert.deepEqual(info.map(({ name, nextAt }) => [name, nextAt]), [
    ["nightly", "2026-03-02T23:30:00.000Z"],
    ["often", "2026-03-02T02:00:00.000Z"],
    ["once", undefined],
  ]);
  assert.equal(t.clock.waiting, 1);
});

Deno.test("a day has its local length: a cron time follows its zone into summer time", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("morning", { cron: "0 9 * * *", timezone: "Europe/Berlin" });
  for (let day = 0; day < 30; day++) await t.advance(DAY);
  const around = t.runs.map(({ dueAt }) => dueAt).filter((at) => at >= "2026-03-27" && at < "2026-03-31");
  assert.deepEqual(around.map((at) => at.slice(5, 16)), ["03-27T08:00", "03-28T08:00", "03-29T07:00", "03-30T07:00"]);
});

Deno.test("setting the same again changes nothing, not even the rhythm; another time replaces", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("often", { every: HOUR }, "first");
  await t.advance(HOUR / 2);
  await t.set("often", { every: HOUR }, "second");
  await t.advance(HOUR / 2);
  assert.deepEqual(t.runs.map(({ data }) => data), ["second"]);
  await t.set("often", { every: 2 * HOUR });
  await t.advance(HOUR);
  assert.equal(t.runs.length, 1);
  await t.schedules.clear("polls", "often");
  await t.advance(DAY);
  assert.equal(t.runs.length, 1);
  await t.set("once", { at: new Date(START + DAY).toISOString() });
  await t.advance(HOUR);
  await t.set("once", { at: new Date(START + DAY).toISOString() });
  await t.advance(HOUR);
  assert.equal(t.runs.length, 2, "what has run is not due again");
  t.restart();
  t.schedules.open("polls");
  await t.set("once", { at: new Date(START + DAY).toISOString() });
  await t.advance(60 * DAY);
  await t.set("other", { at: new Date(START + 90 * DAY).toISOString() });
  await t.set("once", { at: new Date(START + DAY).toISOString() });
  await t.advance(HOUR);
  assert.equal(t.runs.length, 2, "nor when it is long over");
});

Deno.test("what fell into a stop runs once, and is told how often it was missed", async () => {
  await using t = open();
  await t.set("often", { every: HOUR });
  await t.set("nightly", { cron: "0 0 * * *", timezone: "UTC" });
  await t.set("once", { at: "2026-03-01T14:00:00Z" });
  await t.advance(2 * DAY + HOUR / 2);
  assert.equal(t.runs.length, 0, "it is off");
  t.restart();
  t.schedules.open("polls");
  await t.advance(0);
  assert.deepEqual(t.runs.map(({ name, dueAt, missed }) => [name, dueAt.slice(5, 16), missed]), [
    ["often", "03-01T13:00", 47],
    ["once", "03-01T14:00", 0],
    ["nightly", "03-02T00:00", 1],
  ]);
  await t.advance(HOUR / 2);
  assert.equal(t.runs.at(-1)?.dueAt, "2026-03-03T13:00:00.000Z", "the rhythm is kept");
});

Deno.test("a run whose end was not written down is sent again after a kill, under the same key", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("once", { at: "2026-03-01T13:00:00Z" });
  t.answer = () => new Promise(() => {});
  await t.advance(HOUR);
  assert.equal(t.runs.length, 1);
  t.restart();
  t.answer = () => {};
  t.schedules.open("polls");
  await t.advance(HOUR);
  assert.equal(t.runs.length, 2);
  assert.equal(t.runs[0]?.key, t.runs[1]?.key);
  assert.match(t.runs[0]!.key, /^schedule:once:set-1:2026-03-01T13:00:00.000Z$/);
});

Deno.test("a failing run is tried again with growing pauses, given up at last, and the next one comes as planned", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("daily", { every: DAY });
  t.answer = () => {
    throw new Error("no luck");
  };
  await t.advance(DAY);
  for (const pauseMs of [1, 2, 4, 8, 16, 32, 64].map((s) => s * SECOND)) {
    const before = t.runs.length;
    await t.advance(pauseMs - 1);
    assert.equal(t.runs.length, before);
    await t.advance(1);
    assert.equal(t.runs.length, before + 1);
  }
  assert.equal(t.runs.length, 8);
  assert.equal(new Set(t.runs.map(({ key }) => key)).size, 1);
  const [info] = t.schedules.list("polls");
  assert.deepEqual([info?.lastError, info?.nextAt], ["no luck", "2026-03-03T12:00:00.000Z"]);
  t.answer = () => {};
  await t.advance(DAY);
  assert.deepEqual([t.runs.length, t.schedules.list("polls")[0]?.lastError], [9, undefined]);
});

Deno.test("a plugin that has no such handler is not asked again", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("gone", { every: HOUR });
  t.answer = () => {
    throw new RpcError("not_found", `This plugin has no schedule "gone"`);
  };
  await t.advance(HOUR + 10 * SECOND);
  assert.equal(t.runs.length, 1);
  assert.match(t.logged.at(-1) ?? "", /error A run of the schedule "gone" is given up: This plugin has no schedule/);
});

Deno.test("a plugin that is not there now is waited for, without a try being counted", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("once", { at: "2026-03-01T13:00:00Z" });
  t.answer = () => {
    throw new HoldError("not running");
  };
  await t.advance(DAY);
  assert.equal(t.runs.length, 1);
  for (let n = 0; n < 20; n++) {
    t.schedules.open("polls");
    await t.advance(SECOND);
  }
  assert.equal(t.runs.length, 21);
  t.answer = () => {};
  t.schedules.open("polls");
  await t.advance(0);
  assert.equal(t.schedules.list("polls")[0]?.lastAt !== undefined, true);
});

Deno.test("one that was opened while a run was being held back gets it at once", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("once", { at: "2026-03-01T13:00:00Z" });
  let hold = () => {};
  t.answer = () =>
    t.runs.length > 1 ? undefined : new Promise((_, reject) => hold = () => reject(new HoldError("away")));
  await t.advance(HOUR);
  t.schedules.open("polls");
  hold();
  await t.advance(0);
  assert.equal(t.runs.length, 2);
});

Deno.test("a handler that sets its own schedule anew is not undone by its end", async () => {
  await using t = open();
  t.schedules.open("polls");
  await t.set("chain", { at: "2026-03-01T13:00:00Z" }, 1);
  t.answer = async ({ data }) => {
    if (data === 1) await t.set("chain", { at: "2026-03-01T14:00:00Z" }, 2);
  };
  await t.advance(2 * HOUR);
  assert.deepEqual(t.runs.map(({ data }) => data), [1, 2]);
});

Deno.test("a few runs of a plugin are under way at once, the others follow", async () => {
  await using t = open();
  t.schedules.open("polls");
  for (let n = 0; n < 20; n++) await t.set(`remind:${n}`, { at: "2026-03-01T13:00:00Z" });
  const gates: (() => void)[] = [];
  t.answer = () => new Promise((resolve) => gates.push(resolve));
  await t.advance(HOUR);
  assert.equal(t.runs.length, 8);
  while (gates.length > 0) {
    gates.shift()!();
    await t.advance(0);
  }
  assert.equal(new Set(t.runs.map(({ name }) => name)).size, 20);
  assert.equal(t.runs.length, 20);
});

Deno.test("what is no time is refused by name; so is one schedule too many", async () => {
  await using t = open();
  const bad: [unknown, RegExp][] = [
    [{ cron: "* * * * * *", timezone: "UTC" }, /not a cron expression of five fields/],
    [{ cron: "61 * * * *", timezone: "UTC" }, /61/],
    [{ cron: "0 0 30 2 *", timezone: "UTC" }, /never comes/],
    [{ cron: "0 0 * * *", timezone: "Nowhere/None" }, /Nowhere/],
    [{ cron: "9".repeat(10_000) }, /not a cron expression/],
    [{ every: 9_999 }, /at least 10000 ms/],
    [{ every: Infinity }, /Expected/],
    [{ at: "tomorrow" }, /Expected/],
    [{}, /Expected/],
  ];
  for (const [spec, message] of bad) {
    const error = await fails(t.set("bad", spec as ScheduleSpec));
    assert.equal(error.kind, "invalid_params");
    assert.match(error.message, message);
  }
  assert.deepEqual(t.schedules.list("polls"), []);
  await Promise.all(Array.from({ length: 1_000 }, (_, n) => t.set(`remind:${n}`, { every: HOUR })));
  const error = await fails(t.set("remind:1000", { every: HOUR }));
  assert.equal(error.data.reason, "too_many_schedules");
  await t.set("remind:7", { every: 2 * HOUR });
  await t.schedules.set("other", { name: "remind", id: "x", spec: { every: HOUR }, data: null });
  await t.schedules.forget("polls");
  assert.deepEqual([t.schedules.list("polls").length, t.schedules.list("other").length], [0, 1]);
});
