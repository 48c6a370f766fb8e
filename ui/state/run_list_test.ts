import assert from "node:assert/strict";
import { hasEnded, runDurationMs, upsertRun } from "./run_list.ts";

const run = (id: string, state: string, startedAt: string) => ({ id, name: "w", state, startedAt });

Deno.test("a run that changes stays in its place", () => {
  const runs = upsertRun(
    [run("2", "running", "2026-02"), run("1", "running", "2026-01")],
    run("1", "succeeded", "2026-01"),
  );
  assert.deepEqual(runs.map((each) => [each.id, each.state]), [["2", "running"], ["1", "succeeded"]]);
});

Deno.test("a new run stands first, and the list keeps its length", () => {
  const runs = upsertRun(
    [run("2", "running", "2026-02"), run("1", "running", "2026-01")],
    run("3", "queued", "2026-03"),
    2,
  );
  assert.deepEqual(runs.map((each) => each.id), ["3", "2"]);
});

Deno.test("a run takes time until it ends", () => {
  assert.equal(runDurationMs({ startedAt: "2026-01-01T00:00:00Z" }, Date.parse("2026-01-01T00:00:02Z")), 2000);
  assert.equal(runDurationMs({ startedAt: "2026-01-01T00:00:00Z", endedAt: "2026-01-01T00:00:01Z" }, Infinity), 1000);
  assert.equal(hasEnded({ state: "waiting" }), false);
  assert.equal(hasEnded({ state: "cancelled" }), true);
});
