import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import type { RunInfo } from "./wire.ts";

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
