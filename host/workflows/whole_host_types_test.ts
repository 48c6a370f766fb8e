import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";
import type { WorkflowInfo } from "./wire.ts";

const DESK = {
  "plugin.json": JSON.stringify({ id: "desk", version: "1.0.0", engine: "^1", name: "Desk", entry: "plugin.ts" }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "sit": method({
      summary: "Sits down", params: z.object({ hours: z.number() }), result: z.object({}), handler: () => ({}),
    }),
  },
});
`,
};

const script = (hours: string) =>
  `import { manual, workflow } from "@bulkhead/workflow";

export default workflow({ on: manual(), uses: ["desk"] }, async ({ desk }) => {
  await desk.sit({ hours: ${hours} });
});
`;

Deno.test("scripts are checked against the plugins that are installed: types come and go with them", async () => {
  await using host = await testHost({
    plugins: ["chat"],
    workflows: { "good.ts": script("1"), "bad.ts": script("'1'") },
  });
  const info = (name: string) => host.call<WorkflowInfo>("host.workflow.get", { name });
  const types = () => Deno.readTextFile(`${host.dataDir}/types/plugins.d.ts`);
  for (const name of ["good", "bad"]) assert.equal((await info(name)).state, "faulty", name);
  assert.doesNotMatch(await types(), /sit: /);

  const source = `${host.dir}/desk`;
  await Deno.mkdir(source);
  for (const [file, text] of Object.entries(DESK)) await Deno.writeTextFile(`${source}/${file}`, text);
  const { grantHash } = await host.call("host.plugin.inspect", { source });
  await host.call("host.plugin.install", { source, grantHash });
  await until(async () => (await info("good")).state === "live", { what: "the one that fits", timeoutMs: 60_000 });
  assert.match(await types(), /sit: \(params: \{/);
  await until(async () => /is not assignable to type 'number'/.test((await info("bad")).reason ?? ""), {
    what: "the fault of the other one",
    timeoutMs: 60_000,
  });

  // A plugin that is off does not make scripts wrong; one that is gone does.
  await host.call("host.plugin.disable", { id: "desk" });
  assert.deepEqual(await host.call("host.workflow.validate", { name: "good", source: script("2") }), {
    ok: true,
    diagnostics: [],
  });
  await host.call("host.plugin.uninstall", { id: "desk" });
  await until(async () => !/sit: /.test(await types()), { what: "its types are gone" });
  const { diagnostics } = await host.call<WorkflowInfo>("host.workflow.validate", {
    name: "good",
    source: script("2"),
  });
  assert.match(diagnostics[0]!.message, /"desk" is no plugin of this server; known: chat$/);
});
