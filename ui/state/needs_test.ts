import assert from "node:assert/strict";
import { needsOf } from "./needs.ts";
import type { PluginInfo, RunInfo, WorkflowInfo } from "./wire.ts";

const plugin = (id: string, state: string, more: Partial<PluginInfo> = {}): PluginInfo => ({
  id,
  version: "1.0.0",
  name: id,
  description: "",
  enabled: true,
  state,
  since: "2026-01-01T00:00:00Z",
  running: true,
  bundled: true,
  restarts: 0,
  methods: 1,
  ...more,
});
const run = (id: string, name: string, state: string, startedAt: string): RunInfo => ({ id, name, state, startedAt });
const workflow = (name: string, faulty: boolean, lastGood = true): WorkflowInfo => ({
  name,
  file: `${name}.ts`,
  state: "live",
  uses: [],
  triggers: [],
  lastGood,
  diagnostics: faulty ? [{ file: `${name}.ts`, line: 3, column: 1, message: "Unexpected token", kind: "syntax" }] : [],
});

Deno.test("what works needs nobody", () => {
  assert.deepEqual(
    needsOf([plugin("chat", "ready")], [workflow("w", false)], [run("1", "w", "succeeded", "2026")]),
    [],
  );
});

Deno.test("what is broken stands before what is impaired, and a quarantined plugin can be retried", () => {
  const needs = needsOf([plugin("a", "degraded"), plugin("b", "quarantined"), plugin("c", "backoff")], [], []);
  assert.deepEqual(needs.map((need) => need.tone), ["bad", "warn", "warn"]);
  assert.equal(needs[0]!.retryPlugin, "b");
});

Deno.test("a plugin that somebody turned off needs nobody", () => {
  assert.deepEqual(needsOf([plugin("a", "quarantined", { enabled: false })], [], []), []);
});

Deno.test("only the newest run of a workflow counts: one that succeeded since takes the failure away", () => {
  const failed = run("1", "w", "failed", "2026-01-01T00:00:00Z");
  assert.equal(needsOf([], [], [failed]).length, 1);
  assert.equal(needsOf([], [], [failed, run("2", "w", "succeeded", "2026-01-01T00:01:00Z")]).length, 0);
});

Deno.test("a fault is worse when no good version goes on", () => {
  assert.equal(needsOf([], [workflow("w", true, true)], [])[0]!.tone, "warn");
  assert.equal(needsOf([], [workflow("w", true, false)], [])[0]!.tone, "bad");
});
