import assert from "node:assert/strict";
import type { Workflow } from "./definition.ts";
import { type CrashPoint, MemoryWorkflow } from "./testing.ts";
import type { TestWorkflow, TestWorkflowOptions } from "./test_types.ts";

/** What {@linkcode crashAtEveryCommit} did. */
export interface CrashReport {
  /** Of the scenario without a crash. */
  commits: number;
  /** Times that the scenario was carried out with a crash. */
  crashes: number;
}

/**
 * Carries a scenario out once without a crash, and then twice for each commit of its runs' journals: with a process that
 * ends just before it, and one that ends just after it. Effects on plugins, events, what the scenario answers and how
 * each run ended must be the same every time; else it throws, naming the commit.
 *
 * Fakes see each key once, since a plugin answers a repeat from its record. Fakes that remember something are made anew
 * for each time: give `options` as a function.
 *
 * @example
 * ```ts
 * import { manual, workflow } from "@bulkhead/workflow";
 * import { crashAtEveryCommit } from "@bulkhead/testing";
 *
 * const script = workflow({ on: manual() }, async ({ step, sleep }) => {
 *   const id = await step("make", () => crypto.randomUUID().length);
 *   await sleep("1h");
 *   return id;
 * });
 * const { crashes } = await crashAtEveryCommit(script, async (test) => {
 *   const run = await test.run();
 *   await test.advance("1h");
 *   return await run.result();
 * });
 * if (crashes < 6) throw new Error("It has three commits at least");
 * ```
 */
export async function crashAtEveryCommit(
  script: Workflow,
  scenario: (test: TestWorkflow) => Promise<unknown>,
  options: TestWorkflowOptions | (() => TestWorkflowOptions) = {},
): Promise<CrashReport> {
  const attempt = async (crash?: CrashPoint) => {
    using test = new MemoryWorkflow(script, typeof options === "function" ? options() : options, crash);
    const result = await scenario(test);
    test.verify();
    return { commits: test.commits, picture: { result, ...picture(test) } };
  };
  const { commits, picture: expected } = await attempt();
  let crashes = 0;
  for (let commit = 1; commit <= commits; commit++) {
    for (const when of ["before", "after"] as const) {
      const what = `With a crash ${when} commit ${commit} of ${commits}`;
      let found: unknown;
      try {
        ({ picture: found } = await attempt({ commit, when }));
      } catch (error) {
        throw new Error(`${what} the scenario fails: ${(error as Error).message}`, { cause: error });
      }
      assert.deepEqual(found, expected, `${what} it does not end as without`);
      crashes++;
    }
  }
  return { commits, crashes };
}

/** What must be the same, however often the process ended. Attempts are not: one that was interrupted counts. */
function picture({ calls, events, runs }: TestWorkflow) {
  const effects = new Map(calls.map(({ key, method, params }) => [key, { key, method, params }]));
  return {
    effects: [...effects.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    events: events.map(({ type, subject, data }) => ({ type, subject, data: withoutDeadline(type, data) })),
    runs: runs.map(({ id, state, output, error, steps }) => ({
      id,
      state,
      output,
      error: error && { message: error.message, reason: error.reason },
      steps: steps.map(({ name, occurrence, state }) => `${name}#${occurrence} ${state}`).sort(),
    })),
  };
}

/** An attempt that was interrupted counts, so retries end later, and so does the time of a question that comes after. */
function withoutDeadline(type: string, data: unknown): unknown {
  if (type !== "workflow.approval.requested") return data;
  const { deadline: _deadline, ...rest } = data as { deadline?: string };
  return rest;
}
