import assert from "node:assert/strict";
import { dueTimes, takeDue } from "./due_times.ts";
import { cron, every } from "./triggers.ts";

function next(expression: string, timezone: string, from: string, count: number): string[] {
  const times = dueTimes(cron(expression, { timezone }), 0);
  const found: string[] = [];
  for (let at = times.after(Date.parse(from)); at !== undefined && found.length < count; at = times.after(at)) {
    found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
}

Deno.test("a cron expression means the clock on the wall, on both sides of daylight saving", () => {
  assert.deepEqual(next("0 9 * * *", "Europe/Berlin", "2026-03-27T12:00Z", 3), [
    "2026-03-28T08:00",
    "2026-03-29T07:00",
    "2026-03-30T07:00",
  ]);
});

Deno.test("a time that daylight saving leaves out comes right after the gap, one that comes twice counts once", () => {
  assert.deepEqual(next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", 2), [
    "2026-03-29T01:00",
    "2026-03-30T00:30",
  ]);
  assert.deepEqual(next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", 2), [
    "2026-10-25T00:30",
    "2026-10-26T01:30",
  ]);
});

Deno.test("every half hour goes on through the hour that comes twice", () => {
  assert.deepEqual(next("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:40Z", 5), [
    "2026-10-25T00:00",
    "2026-10-25T00:30",
    "2026-10-25T01:00",
    "2026-10-25T01:30",
    "2026-10-25T02:00",
  ]);
});

Deno.test("what is no expression, never comes or has no such zone is refused by name", () => {
  assert.throws(() => cron("* * * *"), /Bad cron expression "\* \* \* \*"/);
  assert.throws(
    () => dueTimes(cron("61 * * * *"), 0),
    /Bad cron expression "61 \* \* \* \*": Invalid value for minute/,
  );
  assert.throws(() => dueTimes(cron("0 0 31 2 *"), 0), /"0 0 31 2 \*" never comes/);
  assert.throws(() => dueTimes(cron("0 0 * * *", { timezone: "Mars/Base" }), 0), /Bad time zone "Mars\/Base"/);
  assert.throws(() => every("10ms"), /at least a second/);
  assert.throws(() => every("1h", { catchUp: "some" as never }), /Bad catchUp "some"/);
});

Deno.test("of missed times none, the newest or each is made up for, and the next lies ahead", () => {
  const hour = 3_600_000;
  const times = dueTimes(every("1h"), 0);
  const missed = (catchUp: "skip" | "last" | "all", now: number) => takeDue(times, { next: hour, now, catchUp });
  assert.deepEqual(missed("last", 3.5 * hour), { due: [3 * hour], next: 4 * hour });
  assert.deepEqual(missed("all", 3.5 * hour), { due: [hour, 2 * hour, 3 * hour], next: 4 * hour });
  assert.deepEqual(missed("skip", 3.5 * hour), { due: [], next: 4 * hour });
  // One that is due just now is not missed.
  assert.deepEqual(missed("skip", 3 * hour + 5), { due: [3 * hour], next: 4 * hour });
  assert.equal(missed("all", 1_000 * hour).due.length, 100);
});
