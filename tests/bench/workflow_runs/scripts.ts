/** The scripts that are measured, by file. All are plugin-free. */
export const SCRIPTS: Record<string, string> = {
  "three_steps.ts": `import { call, workflow } from "@bulkhead/workflow";

export default workflow({ name: "three-steps", on: call() }, async ({ step }) => {
  const one = await step("one", () => 1);
  const two = await step("two", () => one + 1);
  return await step("three", () => two + 1);
});
`,
  "first_step.ts": `import { event, workflow } from "@bulkhead/workflow";

export default workflow({ name: "first-step", on: event("bench.thing.done") }, async ({ event, step, publish }) => {
  // Inside a step the clock is the machine's, and both processes read the same one.
  const took = await step("first", () => performance.timeOrigin + performance.now() - event.data.at);
  await publish({ type: "benchdone.first", data: { took } });
});
`,
};
