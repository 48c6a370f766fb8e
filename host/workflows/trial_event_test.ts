import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import type { RpcError } from "../sdk/errors.ts";
import type { RunDetail } from "./wire.ts";

const SCRIPT = `import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  on: event<{ total: number }>("shop.order.*", { where: { "data.paid": true }, filter: ({ data }) => data.total > 10 }),
}, async ({ event, step }) => await step("seen", () => [event.type, event.subject, event.data.total]));
`;

Deno.test("a workflow is tried with an event that nobody published, by owners and admins alone", async () => {
  await using host = await testHost({ plugins: [], workflows: { "orders.ts": SCRIPT } });
  const run = (type: string, data: unknown, as = "alice") =>
    host.call<{ runId: string }>("host.workflow.run", { name: "orders", event: { type, subject: "o1", data } }, { as });

  const { runId } = await run("shop.order.placed", { paid: true, total: 11 });
  const ended = await until(async () => {
    const detail = await host.call<RunDetail>("host.workflow.run.get", { id: runId });
    return detail.state === "succeeded" && detail;
  }, { what: "the run to end" }) as RunDetail;
  assert.deepEqual(ended.output, ["shop.order.placed", "o1", 11]);
  assert.equal(ended.eventSeq, undefined, "it points at no event of the log");
  const { items } = await host.call<{ items: unknown[] }>("host.event.list", { types: ["shop.**"] });
  assert.deepEqual(items, [], "nobody else got it");

  const refused = (kind: string) => (error: RpcError) => error.kind === kind;
  await assert.rejects(run("shop.item.placed", { paid: true, total: 11 }), refused("precondition_failed"));
  await assert.rejects(run("shop.order.placed", { paid: false, total: 11 }), refused("precondition_failed"));
  await assert.rejects(run("shop.order.placed", { paid: true, total: 11 }, "bob"), refused("forbidden"));

  const left = await run("shop.order.placed", { paid: true, total: 9 });
  await until(
    () => host.call("host.workflow.run.get", { id: left.runId }).then(() => false, refused("not_found")),
    { what: "the run that the filter leaves out to be gone" },
  );
});
