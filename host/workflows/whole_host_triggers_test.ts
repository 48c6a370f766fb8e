import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import type { RunInfo, WorkflowInfo } from "./wire.ts";

const SCRIPT = `import { call, hook, workflow } from "@bulkhead/workflow";
import { z } from "zod";

export default workflow({
  on: [hook("orders"), call({ input: z.object({ n: z.number() }), output: z.number() })],
}, ({ input }) => "body" in input ? Number(input.body.n) : input.n + 1);
`;

Deno.test("a workflow takes requests at its hook and calls over HTTP, with the schemas that its script gives", async () => {
  await using host = await testHost({ plugins: ["chat"], workflows: { "sum.ts": SCRIPT } });
  assert.equal(await host.call("workflow.sum", { n: 1 }), 2);
  await assert.rejects(host.call("workflow.sum", { n: "one" }), /n/);
  const document = await host.call<{ methods: { name: string }[] }>("rpc.discover", {});
  assert.ok(document.methods.some(({ name }) => name === "workflow.sum"));

  const response = await fetch(`${host.url}/hooks/workflow/orders`, { method: "POST", body: '{"n":41}' });
  assert.equal(response.status, 202);
  const { runId } = await response.json();
  let run: RunInfo & { output?: unknown } | undefined;
  await until(async () => {
    run = await host.call("host.workflow.run.get", { id: runId });
    return run?.state === "succeeded";
  }, { what: "the run ended" });
  assert.equal(run!.output, 41);
  const none = await fetch(`${host.url}/hooks/workflow/nothing`, { method: "POST" });
  await none.body?.cancel();
  assert.equal(none.status, 404);
});

Deno.test("what an event carries is typed by its publisher's manifest: a wrong name is a fault at its line", async () => {
  const script = (field: string) =>
    `import { event, workflow } from "@bulkhead/workflow";
export default workflow({ on: event("chat.message.sent") }, async ({ event, waitFor }) => {
  const next = await waitFor("chat.message.sent");
  return [event.data.${field}, next.data.channelId];
});
`;
  await using host = await testHost({
    plugins: ["chat"],
    workflows: { "right.ts": script("text"), "wrong.ts": script("texxt") },
  });
  const faults = async (name: string) =>
    (await host.call<WorkflowInfo>("host.workflow.get", { name })).diagnostics.map(({ line, kind, message }) => ({
      line,
      kind,
      message,
    }));
  assert.deepEqual(await faults("right"), []);
  const [fault] = await faults("wrong");
  assert.deepEqual([fault?.line, fault?.kind], [4, "type"]);
  assert.match(fault!.message, /texxt/);
});
