import assert from "node:assert/strict";
import { type Dependency, dependencyVerdict } from "./dependency.ts";

type State = NonNullable<Dependency["state"]>;
const state = (given: Partial<State>): State => ({
  ...{ actual: "running", desired: "running", checked: false, logged: false, readyLog: "" },
  ...given,
});

Deno.test("each condition is met by its own states, and what cannot come is told at once", () => {
  const cases: [condition: Dependency["condition"], given: Partial<State>, met: true | "wait" | "hopeless"][] = [
    ["started", { actual: "starting" }, true],
    ["started", { actual: "completed" }, true],
    ["started", { actual: "pending" }, "wait"],
    ["ready", { actual: "ready", checked: true }, true],
    ["ready", { actual: "running", checked: false }, true],
    ["ready", { actual: "running", checked: true }, "wait"],
    ["ready", { actual: "unhealthy", checked: true }, "wait"],
    ["ready", { actual: "backoff" }, "wait"],
    ["ready", { actual: "skipped" }, "wait"],
    ["ready", { actual: "completed" }, "hopeless"],
    ["ready", { actual: "failed" }, "hopeless"],
    ["ready", { actual: "disabled" }, "hopeless"],
    ["ready", { actual: "stopped", desired: "stopped", stoppedBy: "Ann" }, "hopeless"],
    ["completed", { actual: "completed" }, true],
    ["completed", { actual: "running" }, "wait"],
    ["log", { logged: true, readyLog: "up" }, true],
    ["log", { logged: false, readyLog: "up" }, "wait"],
    ["log", { actual: "running", readyLog: "" }, "hopeless"],
  ];
  for (const [condition, given, met] of cases) {
    const verdict = dependencyVerdict([{ service: "db", condition, state: state(given) }]);
    const told = verdict.met ? true : verdict.hopeless ? "hopeless" : "wait";
    assert.equal(told, met, `${condition} ${JSON.stringify(given)}`);
    if (!verdict.met) assert.match(verdict.reason, /"db"/);
  }
  assert.equal(dependencyVerdict([{ service: "db", condition: "ready" }]).met, false);
  assert.deepEqual(dependencyVerdict([]), { met: true });
});
