import assert from "node:assert/strict";
import type { RunInfo } from "../wire.ts";
import { fitsFilter, readRunsSearch, runFilterOf, toggleWord } from "./run_filter.ts";

const NOW = Date.parse("2026-06-01T10:00:30Z");
const run = (more: Partial<RunInfo> = {}): RunInfo => ({
  id: "run_0abc",
  name: "order",
  state: "failed",
  triggerKind: "manual",
  createdAt: "2026-06-01T09:30:00Z",
  startedAt: "2026-06-01T09:30:00Z",
  error: { message: "The bank is busy" },
  ...more,
});

Deno.test("an address becomes the host's filter; what is unknown is left out", () => {
  const search = readRunsSearch({
    state: "failed nonsense",
    trigger: "time replay",
    since: "1h",
    text: " x ",
    other: 1,
  });
  assert.deepEqual(runFilterOf(search, NOW), {
    state: ["failed"],
    trigger: ["cron", "every", "replay"],
    since: "2026-06-01T09:00:00.000Z",
    text: "x",
  });
  assert.deepEqual(runFilterOf(readRunsSearch({ state: "nonsense", since: "soon" }), NOW), {});
});

Deno.test("a run that is told of fits or does not, as the host would say", () => {
  const fits = (filter: Parameters<typeof fitsFilter>[1], more: Partial<RunInfo> = {}) => fitsFilter(run(more), filter);
  assert.ok(fits({}));
  assert.ok(fits({ name: "order", state: ["failed"], trigger: ["manual"], since: "2026-06-01T09:00:00.000Z" }));
  assert.ok(!fits({ name: "other" }));
  assert.ok(!fits({ state: ["running"] }));
  assert.ok(!fits({ since: "2026-06-01T09:45:00.000Z" }));
  assert.ok(!fits({ trigger: ["manual"] }, { origin: "run_0" }));
  assert.ok(fits({ trigger: ["replay"] }, { origin: "run_0" }));
  assert.ok(fits({ text: "BANK" }));
  assert.ok(fits({ text: "run_0a" }));
  assert.ok(!fits({ text: "run_0b" }));
});

Deno.test("a chip puts its state in and takes it out", () => {
  assert.equal(toggleWord(undefined, "failed"), "failed");
  assert.equal(toggleWord("failed", "paused"), "failed paused");
  assert.equal(toggleWord("failed", "failed"), undefined);
});
