import assert from "node:assert/strict";
import { layTimeline, ticks } from "./timeline.ts";
import type { StepInfo } from "./wire.ts";

const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();
const step = (id: string, from: number | undefined, to?: number): StepInfo => ({
  id,
  name: id,
  state: to === undefined ? "running" : "succeeded",
  attempts: 1,
  startedAt: from === undefined ? undefined : at(from),
  endedAt: to === undefined ? undefined : at(to),
});

Deno.test("steps lie to scale in the time of their run", () => {
  const { bars, totalMs } = layTimeline({
    startedAt: at(0),
    endedAt: at(1000),
    steps: [step("a", 0, 250), step("b", 250, 1000)],
  }, 0);
  assert.equal(totalMs, 1000);
  assert.deepEqual(bars.map((bar) => [bar.fromPercent, bar.widthPercent]), [[0, 25], [25, 75]]);
});

Deno.test("a step that goes on reaches to now, and the run with it", () => {
  const now = Date.parse(at(4000));
  const { bars, totalMs } = layTimeline({ startedAt: at(0), steps: [step("a", 0, 1000), step("b", 1000)] }, now);
  assert.equal(totalMs, 4000);
  assert.equal(bars[1]!.durationMs, 3000);
});

Deno.test("a step whose clock runs behind the run's start is not drawn outside", () => {
  const { bars } = layTimeline({ startedAt: at(100), endedAt: at(200), steps: [step("a", 50, 150)] }, 0);
  assert.equal(bars[0]!.fromPercent, 0);
});

Deno.test("a run of no time at all has finite bars", () => {
  const { bars } = layTimeline({ startedAt: at(0), endedAt: at(0), steps: [step("a", 0, 0), step("b", undefined)] }, 0);
  for (const bar of bars) assert.ok(Number.isFinite(bar.fromPercent) && Number.isFinite(bar.widthPercent));
});

Deno.test("lines stand at round times, a handful of them", () => {
  assert.deepEqual(ticks(1000), [500]);
  assert.deepEqual(ticks(2810), [1000, 2000]);
  assert.deepEqual(ticks(60_000), [20_000, 40_000]);
  assert.ok(ticks(7).length <= 6);
});
