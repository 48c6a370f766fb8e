import assert from "node:assert/strict";
import { CpuWatch } from "./cpu_watch.ts";

/** One look a second at a process that uses `cores`; answers the seconds of warnings and of the end. */
function run(watch: CpuWatch, cores: (second: number) => number, seconds: number) {
  const told: [number, string][] = [];
  let cpuMs = 0;
  for (let second = 0; second <= seconds; second++) {
    const verdict = watch.check(cpuMs, second * 1_000);
    if (verdict) told.push([second, verdict]);
    cpuMs += cores(second) * 1_000;
  }
  return told;
}

Deno.test("above the limit for ten seconds warns, for ten more ends", () => {
  assert.deepEqual(run(new CpuWatch(1), () => 2, 20), [[10, "warn"], [20, "end"]]);
});

Deno.test("one busy core is within a limit of one, runtime threads included", () => {
  assert.deepEqual(run(new CpuWatch(1), () => 1.4, 60), []);
});

Deno.test("a pause forgives a warning, and what averages below the limit is never told", () => {
  assert.deepEqual(run(new CpuWatch(1), (second) => second < 7 ? 3 : 0.1, 60), [[10, "warn"]]);
  assert.deepEqual(run(new CpuWatch(1), (second) => second % 20 < 6 ? 2 : 0, 120), []);
});
