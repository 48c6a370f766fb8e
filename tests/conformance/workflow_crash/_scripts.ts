/**
 * Workflows that use every power of the engine between them. What they do is decided by the events alone, so it must
 * come out the same however often they are killed.
 */
export const SCRIPTS: Record<string, string> = {
  /** Begun by an event, in the order of each customer's events. */
  "order.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({
  on: event("order.placed"),
  uses: ["shop"] as never,
  retry: { max: 4, delayMs: 1000 },
  concurrency: { limit: 1, key: "event.data.customer" },
  priority: "event.data.priority",
}, async ({ event, shop, step, sleep, sleepUntil, waitFor, signal, approve, publish, invoke, all, random, uuid, now, log }: any) => {
  const { n } = event.data;
  // Another number at a replay would be another input, and the run would pause: even when nothing but it is recorded yet.
  await shop.note({ id: "order-" + n, at: now(), die: random(), ticket: uuid() });
  const id = await step("name", () => "order-" + n);
  log.info("named", { id });
  const [paid, packed, shipped] = await all([
    shop.pay({ id }),
    async () => { await sleep("2s"); return await shop.pack({ id }); },
    invoke("ship", { id }),
  ], { limit: 2 });
  const flaky = await shop.flaky({ id });
  const words = [];
  for (const word of ["one", "two"]) words.push(await step("word", () => word + n));
  const first = await Promise.race([
    sleep("3h").then(() => "nobody came"),
    signal("ready").then((data: any) => data.by),
    waitFor("never.published", { timeout: "2h" }).catch((error: any) => error.reason),
  ]);
  const sure = await approve("Deliver " + id + "?", { timeout: "1d" });
  const settled = await Promise.allSettled([shop.refuse({ id }), step("fine", () => 1)]);
  let compensated = "nothing";
  try {
    await shop.reserve({ id });
    await shop.refuse({ id });
  } catch (error: any) {
    compensated = await shop.release({ id, why: error.reason });
  } finally {
    await step("tidy", () => "tidied");
  }
  await sleepUntil(new Date(now() + 60_000));
  await publish({ type: "order.ready", subject: id, data: { id } });
  const seen = await waitFor("order.ready", { subject: id });
  return {
    id, paid, packed, shipped, flaky, words, first, sure, compensated, seen: seen.data.id,
    settled: settled.map((each: any) => each.status),
  };
});
`,
  /** Invoked by the first. */
  "ship.ts": `
import { call, workflow } from "@bulkhead/workflow";
export default workflow({ on: call(), uses: ["shop"] as never, retry: { max: 4, delayMs: 1000 } },
  async ({ input, shop, sleep, step }: any) => {
    const box = await step("box", () => new Map([["of", input.id]]));
    await sleep("1s");
    return await shop.ship({ id: box.get("of") });
  });
`,
  /** Cancelled while it waits, and cleans up. */
  "hold.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("order.placed"), uses: ["shop"] as never, singleton: { mode: "skip", key: "event.subject" } },
  async ({ event, shop, sleep, step, invoke, waitFor }: any) => {
    const { n } = event.data;
    await shop.hold({ id: "hold-" + n });
    try {
      await Promise.all([sleep("30d"), waitFor("never.published"), invoke("linger", { id: "hold-" + n })]);
    } catch (error: any) {
      await sleep("5s");
      await shop.unhold({ id: "hold-" + n, why: error.reason });
      await step("noted", () => error.reason);
    } finally {
      await shop.bill({ id: "hold-" + n });
    }
  });
`,
  /** Cancelled with the one that invoked it. */
  "linger.ts": `
import { call, workflow } from "@bulkhead/workflow";
export default workflow({ on: call(), uses: ["shop"] as never }, async ({ input, shop, signal }: any) => {
  try {
    await signal("never");
  } finally {
    await shop.leave({ id: input.id });
  }
});
`,
  /** Takes longer than it may. */
  "late.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("order.placed"), uses: ["shop"] as never, timeout: "10m" },
  async ({ event, shop, step, waitFor }: any) => {
    try {
      await step("slow", ({ number }: any) => number === 1 ? new Promise(() => {}) : "quick", { timeout: "20s" });
      await waitFor("never.published");
    } finally {
      await shop.late({ id: "late-" + event.data.n });
    }
  });
`,
  /** Gives up, and is resumed when the shop is mended. */
  "stubborn.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({
  on: event("order.placed", { where: { "data.n": 1 } }), uses: ["shop"] as never,
  retry: { max: 2, delayMs: 1000, giveUp: "pause" }, throttle: { limit: 1, period: "1m" }, idempotencyKey: "event.subject",
}, ({ shop }: any) => shop.mend({}));
`,
  /** One run for several events. */
  "report.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("order.ready"), uses: ["shop"] as never, batch: { size: 3, timeout: "7d" } },
  ({ events, shop }: any) => shop.report({ ids: events.map((each: any) => each.data.id).sort() }));
`,
  /** One run for what comes close together. */
  "quiet.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("order.placed"), uses: ["shop"] as never, debounce: { period: "30s" } },
  ({ shop }: any) => shop.quiet({}));
`,
};
