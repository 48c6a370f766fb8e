import assert from "node:assert/strict";
import { activityOf } from "./activity.ts";
import type { PluginInfo, RunInfo } from "./wire.ts";

const plugin = (id: string, state: string, since: string): PluginInfo => ({
  id,
  version: "1.0.0",
  name: id,
  description: "",
  enabled: true,
  state,
  since,
  running: true,
  bundled: true,
  restarts: 0,
  methods: 1,
});
const run = (id: string, state: string, startedAt: string, more: Partial<RunInfo> = {}): RunInfo => ({
  id,
  name: "w",
  state,
  startedAt,
  ...more,
});

Deno.test("runs and plugins stand in one list, the newest first, and no more than asked for", () => {
  const items = activityOf([plugin("chat", "ready", "2026-01-02")], [
    run("1", "succeeded", "2026-01-01"),
    run("2", "running", "2026-01-03"),
  ], 2);
  assert.deepEqual(items.map((item) => item.id), ["2", "plugin chat"]);
});

Deno.test("each line says why: the error, else the reason, else what began it", () => {
  const words = (more: Partial<RunInfo>, state = "succeeded") =>
    activityOf([], [run("1", state, "2026", more)])[0]!.words;
  assert.equal(words({ error: { message: "no channel" } }, "failed"), "failed: no channel");
  assert.equal(words({ reason: "waiting for chat" }, "waiting"), "waits: waiting for chat");
  assert.equal(words({ trigger: "event github.issues.opened" }), "ran, on github.issues.opened");
});

Deno.test("a folder that was never turned on has no history", () => {
  assert.deepEqual(activityOf([plugin("new", "installed", "2026")], []), []);
});
