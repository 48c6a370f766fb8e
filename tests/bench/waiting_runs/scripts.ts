/** Workflows that wait, for a time and for an event, and then tell that they went on. */
export const SCRIPTS: Record<string, string> = {
  "sleeper.ts": `import { event, workflow } from "@bulkhead/workflow";

export default workflow({ name: "sleeper", on: event("bench.sleep.asked") }, async ({ event, sleepUntil, publish }) => {
  await sleepUntil(event.data.until);
  await publish({ type: "bench.sleeper.woke", data: event.data.n });
});
`,
  "waiter.ts": `import { event, workflow } from "@bulkhead/workflow";

export default workflow({ name: "waiter", on: event("bench.wait.asked") }, async ({ event, waitFor, publish }) => {
  await waitFor("bench.order.paid", { where: { "data.n": event.data.n } });
  await publish({ type: "bench.waiter.woke", data: event.data.n });
});
`,
};
