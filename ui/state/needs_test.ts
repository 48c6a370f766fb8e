import assert from "node:assert/strict";
import { needsOf as needsAt, type NeedSources } from "./needs.ts";
import type { PluginInfo, RegistryInfo, RunInfo, WorkflowInfo } from "./wire.ts";

const NOW = Date.parse("2026-06-01T00:00:00Z");
const needsOf = (sources: Partial<NeedSources>) =>
  needsAt({ plugins: [], workflows: [], runs: [], registries: [], ...sources }, NOW);

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
const registry = (more: Partial<RegistryInfo> = {}): RegistryInfo => ({
  url: "https://plugins.example.com/",
  name: "Example",
  publicKey: "",
  fingerprint: "",
  revision: 7,
  expires: "2026-07-01T00:00:00Z",
  plugins: 3,
  addedBy: "alice",
  addedAt: "2026-01-01T00:00:00Z",
  checkedAt: "2026-05-31T00:00:00Z",
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
    needsOf({
      plugins: [plugin("chat", "ready")],
      workflows: [workflow("w", false)],
      runs: [run("1", "w", "succeeded", "2026")],
      registries: [registry()],
    }),
    [],
  );
});

Deno.test("what is broken stands before what is impaired, and a quarantined plugin can be retried", () => {
  const needs = needsOf({ plugins: [plugin("a", "degraded"), plugin("b", "quarantined"), plugin("c", "backoff")] });
  assert.deepEqual(needs.map((need) => need.tone), ["bad", "warn", "warn"]);
  assert.equal(needs[0]!.retryPlugin, "b");
});

Deno.test("a plugin that somebody turned off needs nobody", () => {
  assert.deepEqual(needsOf({ plugins: [plugin("a", "quarantined", { enabled: false })] }), []);
});

Deno.test("only the newest run of a workflow counts: one that succeeded since takes the failure away", () => {
  const failed = run("1", "w", "failed", "2026-01-01T00:00:00Z");
  assert.equal(needsOf({ runs: [failed] }).length, 1);
  assert.equal(needsOf({ runs: [failed, run("2", "w", "succeeded", "2026-01-01T00:01:00Z")] }).length, 0);
});

Deno.test("a fault is worse when no good version goes on", () => {
  assert.equal(needsOf({ workflows: [workflow("w", true, true)] })[0]!.tone, "warn");
  assert.equal(needsOf({ workflows: [workflow("w", true, false)] })[0]!.tone, "bad");
});

Deno.test("a revoked package needs somebody even while it is off, and is told once", () => {
  const revoked = { revoked: { registry: "Example" } };
  const needs = needsOf({
    plugins: [plugin("a", "quarantined", revoked), plugin("b", "disabled", { ...revoked, enabled: false })],
  });
  assert.deepEqual(needs.map(({ id, tone }) => `${id} ${tone}`).sort(), ["revoked a bad", "revoked b bad"]);
  assert.equal(needs[0]!.path.endsWith("/versions"), true);
});

Deno.test("an update waits for somebody only when it asks for more", () => {
  const update = (needsConsent: boolean) => [plugin("a", "ready", { update: { version: "2.0.0", needsConsent } })];
  assert.deepEqual(needsOf({ plugins: update(false) }), []);
  assert.match(needsOf({ plugins: update(true) })[0]!.title, /2\.0\.0 asks for more/);
});

Deno.test("a registry that expired is worse than one that cannot be read", () => {
  const [need] = needsOf({ registries: [registry({ expires: "2026-05-01T00:00:00Z" })] });
  assert.deepEqual([need!.tone, need!.since], ["bad", "2026-05-01T00:00:00Z"]);
  assert.equal(needsOf({ registries: [registry({ problem: "no answer" })] })[0]!.tone, "warn");
});

Deno.test("an event log that cannot keep to its limit, and events that could not be taken, need somebody", () => {
  const events = {
    head: 9,
    oldest: 1,
    events: 9,
    bytes: 5,
    maxBytes: 4,
    maxAgeMs: 0,
    full: true,
    heldBy: "plugin:chat",
  };
  const of = (deadLetters: number, full: boolean) =>
    needsOf({ plugins: [], workflows: [], runs: [], registries: [], events: { ...events, full, deadLetters } })
      .map(({ tone, title, path }) => [tone, title, path]);
  assert.deepEqual(of(2, true), [
    ["bad", "The event log is above its limit", "/events"],
    ["warn", "2 events could not be taken", "/events/dead"],
  ]);
  assert.deepEqual(of(1, false), [["warn", "One event could not be taken", "/events/dead"]]);
  assert.deepEqual(of(0, false), []);
});

Deno.test("approvals are told one by one, and together when there are many", () => {
  const ask = (n: number) => ({
    run: `run_${n}`,
    workflow: "order",
    step: "approve",
    question: `Ship ${n}?`,
    role: "admin",
    askedAt: `2026-01-0${n}T00:00:00Z`,
  });
  const two = needsOf({ approvals: [ask(1), ask(2)] });
  assert.deepEqual(two.map(({ title, path }) => [title, path]), [
    ["Ship 2?", "/workflows/order/run_2"],
    ["Ship 1?", "/workflows/order/run_1"],
  ]);
  const [all, ...rest] = needsOf({ approvals: [1, 2, 3, 4].map(ask) });
  assert.deepEqual([all!.title, all!.search, rest.length], [
    "4 runs of order ask for an approval",
    { state: "waiting" },
    0,
  ]);
});

Deno.test("all runs that failed since the last good one are one line; what comes by itself is none", () => {
  const failed = (id: string, minute: number) => run(id, "w", "failed", `2026-01-01T00:0${minute}:00Z`);
  const [need, ...rest] = needsOf({
    runs: [failed("1", 1), run("2", "w", "succeeded", "2026-01-01T00:02:00Z"), failed("3", 3), failed("4", 4)],
  });
  assert.equal(need!.title, "2 runs of w failed or are paused");
  assert.deepEqual([need!.path, need!.search, rest.length], ["/workflows/w/runs", { state: "failed paused" }, 0]);
  const waits = (reason: string) => [{ ...run("5", "w", "waiting", "2026-01-01T00:05:00Z"), reason }];
  assert.equal(needsOf({ runs: waits("waiting for the event chat.message.posted") }).length, 0);
  assert.equal(needsOf({ runs: waits("waiting for chat") }).length, 1);
});

Deno.test("a workflow that waits for an owner needs one", () => {
  const needs = { hash: "h", net: ["api.example.com"], secrets: ["KEY"] };
  const [need] = needsOf({ workflows: [{ ...workflow("w", false), needs }] });
  assert.deepEqual([need!.path, need!.reason], ["/workflows/w", "api.example.com, KEY"]);
});
