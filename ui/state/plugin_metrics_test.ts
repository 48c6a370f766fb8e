import assert from "node:assert/strict";
import { metricLines, perSecond, withPush } from "./plugin_metrics.ts";

Deno.test("each figure is told with its unit, now and for each minute", () => {
  const lines = metricLines({
    callsPerSecond: 12.4,
    p95Ms: 3.2,
    errorsPerMinute: 2,
    memoryBytes: 48 * 1024 * 1024,
    cpu: 0.034,
    history: [{ at: "2026-01-01T00:00:00Z", calls: 120, errors: 0 }],
  });
  assert.deepEqual(lines.map(({ key, value }) => [key, value]), [
    ["calls", "12/s"],
    ["p95", "3 ms"],
    ["memory", "48 MB"],
    ["cpu", "3.4 % of a core"],
    ["errors", "2/min"],
  ]);
  assert.deepEqual(lines[0]!.points, [{ at: "2026-01-01T00:00:00Z", value: 2, words: "2.0/s" }]);
  assert.deepEqual(lines[1]!.points[0]!.value, undefined);
  assert.equal(lines.at(-1)!.alarming, true);
});

Deno.test("what was not measured is a dash", () => {
  const lines = metricLines({ callsPerSecond: 0, errorsPerMinute: 0, history: [] });
  assert.deepEqual(lines.map(({ value }) => value), ["0/s", "–", "–", "–", "0/min"]);
});

Deno.test("rates are told per second, slow ones per minute", () => {
  assert.deepEqual([0, 0.005, 0.02, 0.5, 9.96, 1234].map(perSecond), [
    "0/s",
    "1/min",
    "1/min",
    "0.5/s",
    "10.0/s",
    "1,234/s",
  ]);
});

Deno.test("a push brings what is now and appends the minute that ended, once", () => {
  const minute = (index: number) => ({ at: new Date(index * 60_000).toISOString(), calls: index, errors: 0 });
  const before = {
    callsPerSecond: 1,
    errorsPerMinute: 0,
    p95Ms: 4,
    history: Array.from({ length: 60 }, (_, index) => minute(index)),
  };
  const after = withPush(before, { id: "polls", callsPerSecond: 2, errorsPerMinute: 1, minute: minute(60) });
  assert.deepEqual([after.callsPerSecond, after.p95Ms], [2, undefined], "what was not measured now is not shown");
  assert.deepEqual([after.history.length, after.history[0]!.calls, after.history.at(-1)!.calls], [60, 1, 60]);
  assert.equal(
    withPush(after, { id: "polls", callsPerSecond: 2, errorsPerMinute: 1, minute: minute(60) }).history.length,
    60,
  );
  assert.equal(withPush(after, { id: "polls", callsPerSecond: 3, errorsPerMinute: 0 }).history, after.history);
});
