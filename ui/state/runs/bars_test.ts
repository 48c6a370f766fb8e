import assert from "node:assert/strict";
import type { StepInfo } from "../wire.ts";
import { layAxis } from "./axis.ts";
import { layStep, momentsOf, spanOf } from "./bars.ts";

const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();
const axis = layAxis(1_700_000_000_000, 1_700_000_001_000, [], "scale");
const now = 1_700_000_001_000;
const step = (more: Partial<StepInfo>): StepInfo => ({ id: "s", name: "s", state: "succeeded", attempts: 1, ...more });
const error = { message: "no" };

Deno.test("a step with attempts that failed shows work, a mark, the pause, and work again", () => {
  const bar = layStep(
    step({
      startedAt: at(0),
      endedAt: at(500),
      failures: [{ attempt: 1, endedAt: at(100), retryAt: at(300), error }],
    }),
    axis,
    now,
  );
  assert.deepEqual(bar.pieces, [
    { kind: "work", from: 0, to: 10 },
    { kind: "pause", from: 10, to: 30 },
    { kind: "work", from: 30, to: 50 },
  ]);
  assert.deepEqual([bar.failures, bar.end, bar.durationMs], [[10], 50, 500]);
});

Deno.test("what waits reaches to now, and dimly to when it goes on", () => {
  const half = now - 500;
  const bar = layStep(step({ kind: "sleep", state: "sleeping", startedAt: at(100), wakeAt: at(900) }), axis, half);
  assert.deepEqual(bar.pieces, [
    { kind: "wait", from: 10, to: 50 },
    { kind: "ahead", from: 50, to: 90 },
  ]);
});

Deno.test("a step of no time has a place, and one from before the run begins at its edge", () => {
  assert.deepEqual(layStep(step({ startedAt: at(200), endedAt: at(200) }), axis, now).pieces, [
    { kind: "work", from: 20, to: 20 },
  ]);
  assert.equal(layStep(step({ startedAt: at(-500), endedAt: at(100) }), axis, now).pieces[0]!.from, 0);
});

Deno.test("the span of steps goes from the first beginning to the last end", () => {
  const steps = [step({ startedAt: at(10), endedAt: at(20) }), step({ startedAt: at(5) })];
  assert.deepEqual(spanOf(steps, now), { startMs: Date.parse(at(5)), endMs: now });
  assert.equal(spanOf([], now), undefined);
  assert.equal(momentsOf(steps).length, 3);
});
