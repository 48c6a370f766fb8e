import assert from "node:assert/strict";
import { decideRestart, type RestartInput } from "./restart.ts";
import { Spec } from "./spec.ts";

const NOW = 10_000_000;
const rules = (given: Record<string, unknown> = {}) =>
  Spec.parse({ service: { name: "a", exec: ["a"], restart: { jitter: 0, ...given } } }).service.restart;
const input = (given: Partial<RestartInput>): RestartInput => ({
  ...{ rules: rules(), cause: "exit", code: 1, what: "It ended", stableMs: 0, unstable: [], onExceed: "restart" },
  ...{ nowMs: NOW, random: 0.5 },
  ...given,
});
const ago = (...seconds: number[]) => seconds.map((one) => NOW - one * 1_000);

Deno.test("what follows the end of a run", () => {
  const cases: [why: string, given: Partial<RestartInput>, action: string, delayMs?: number, unstable?: number][] = [
    ["a failure is tried again after the delay", {}, "restart", 5_000, 1],
    ["success is an end", { code: 0 }, "complete", undefined, 0],
    ["so is every code that counts as success", { code: 143 }, "complete", undefined, 0],
    ["but not where it is to run always", { code: 0, rules: rules({ policy: "always" }) }, "restart", 5_000, 1],
    ["a code that does not count is a failure", { code: 143, rules: rules({ success_codes: [0] }) }, "restart", 5_000],
    ["without restarts a failure is final", { rules: rules({ policy: "no" }) }, "fail", undefined, 1],
    ["without restarts success is an end as well", { code: 0, rules: rules({ policy: "no" }) }, "complete"],
    ["the delay grows", { unstable: ago(30, 20) }, "restart", 20_000, 3],
    ["up to its cap", { unstable: ago(...Array(15).fill(30)) }, "restart", 300_000, 16],
    ["after so many it is final", { unstable: ago(...Array(20).fill(30)) }, "fail", undefined, 21],
    ["no tries at all", { rules: rules({ max: 0 }) }, "fail"],
    [
      "what was well for long forgives",
      { stableMs: 60_000, unstable: ago(...Array(20).fill(90)) },
      "restart",
      5_000,
      1,
    ],
    ["what was well for short does not", { stableMs: 59_999, unstable: ago(90) }, "restart", 10_000, 2],
    ["memory never forgives", { cause: "memory", stableMs: 3_600_000, unstable: ago(90) }, "restart", 10_000, 2],
    ["nor does liveness", { cause: "liveness", stableMs: 3_600_000, unstable: ago(90) }, "restart", 10_000, 2],
    ["memory ends it where it says so", { cause: "memory", onExceed: "stop" }, "fail", undefined, 1],
    ["memory is no success, whatever the code", { cause: "memory", code: 0 }, "restart"],
    ["a failed start is no success", { cause: "startup", code: 143 }, "restart"],
    ["nor one that could not be launched", { cause: "launch", code: undefined }, "restart", 5_000],
    ["nor one under which the host went away", { cause: "host", code: undefined }, "restart", 5_000],
    ["what is older than the window is forgotten", { unstable: ago(90_000, 30) }, "restart", 10_000, 2],
    ["jitter makes it later", { rules: rules({ jitter: 0.25 }), random: 1 }, "restart", 6_250],
    ["or sooner", { rules: rules({ jitter: 0.25 }), random: 0 }, "restart", 3_750],
    ["a delay of nothing is nothing", { rules: rules({ delay: 0 }), unstable: ago(5, 4) }, "restart", 0, 3],
  ];
  for (const [why, given, action, delayMs, unstable] of cases) {
    const decision = decideRestart(input(given));
    assert.equal(decision.action, action, why);
    if (delayMs !== undefined) assert.equal((decision as { delayMs: number }).delayMs, delayMs, why);
    if (unstable !== undefined) assert.equal(decision.unstable.length, unstable, why);
  }
});

Deno.test("the reason of a final end says what happened and which rule it was", () => {
  const reason = (given: Partial<RestartInput>) => decideRestart(input(given)).reason;
  assert.equal(reason({ rules: rules({ policy: "no" }) }), 'It ended; restart.policy is "no"');
  assert.equal(reason({ cause: "memory", onExceed: "stop" }), 'It ended; limits.on_exceed is "stop"');
  assert.match(
    reason({ unstable: ago(...Array(20).fill(90)) }),
    /restarted 20 times in 1 min 30 s, which is restart\.max/,
  );
});
