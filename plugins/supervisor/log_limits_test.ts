import assert from "node:assert/strict";
import { testHost, until } from "../../tests/harness/mod.ts";

Deno.test("of a service's lines is kept what its spec says, and of others nothing is taken", async () => {
  await using host = await testHost({ plugins: ["supervisor"] });
  const lines = async (service: string) =>
    (await host.call<{ items: { message: string }[] }>("supervisor.logs.query", { service, limit: 200 })).items
      .map(({ message }) => message);
  const count = async (name: string) =>
    (await host.call<{ items: { name: string; count: number }[] }>("host.log.tree", { prefix: "supervisor" })).items
      .find((branch) => branch.name === `supervisor.${name}`)?.count ?? 0;
  const chatter = (name: string, logs: Record<string, unknown>) => ({
    service: {
      name,
      exec: ["/bin/sh", "-c", 'i=0; while [ $i -lt 20000 ]; do echo "line $i of many"; i=$((i+1)); done'],
      logs,
    },
  });
  await host.call("supervisor.service.register", { spec: chatter("bounded", { max_mb: 1 }) });
  await host.call("supervisor.service.register", { spec: chatter("free", {}) });
  for (const name of ["bounded", "free"]) {
    await host.call("supervisor.service.start", { name });
    await until(async () => await count(name) >= 20_000, { what: `all lines of ${name}`, timeoutMs: 60_000 });
  }
  const { items } = await host.call<{ items: { service: string; removed: number }[] }>("supervisor.logs.prune");
  assert.equal(items.length, 1);
  assert.equal(items[0]!.service, "bounded");
  assert.ok(items[0]!.removed > 8_000, String(items[0]!.removed));
  const left = await count("bounded");
  assert.ok(left > 5_000 && left < 12_000, String(left));
  assert.ok((await lines("bounded")).some((line) => line === "line 19999 of many"), "the newest stay");
  const found = await host.call<{ items: unknown[] }>("host.log.query", {
    source: "supervisor.bounded",
    text: "line 3 of",
  });
  assert.equal(found.items.length, 0, "what is gone is not found");

  await host.call("supervisor.logs.prune", { service: "free", max_mb: 0 });
  assert.equal(await count("free"), 0);
  await assert.rejects(host.call("supervisor.logs.prune", { service: "nobody" }), { message: /nobody/ });
});

Deno.test("a plugin removes lines of its own only, and a member none", async () => {
  const source = `
import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
const any = { params: z.any(), result: z.any() };
export default definePlugin({
  methods: {
    "prune": method({ ...any, summary: "Prunes", handler: async (params, ctx) => await ctx.call("host.log.prune", params) }),
  },
});
`;
  const manifest = {
    ...{ id: "eager", version: "0.1.0", engine: "^1", name: "Eager", entry: "plugin.ts" },
    permissions: { call: [{ method: "host.log.prune", reason: "Tries" }] },
  };
  await using host = await testHost({
    pluginFiles: { eager: { "plugin.json": JSON.stringify(manifest), "plugin.ts": source } },
  });
  await host.call("host.log.insert", { source: "audit-me", message: "stays" });
  const { removed } = await host.call<{ removed: number }>("eager.prune", { source: "audit-me", maxMb: 0 });
  assert.equal(removed, 0);
  const { items } = await host.call<{ items: unknown[] }>("host.log.query", { source: "audit-me" });
  assert.equal(items.length, 1);
  await assert.rejects(
    host.call("host.log.prune", { source: "audit-me", maxMb: 0 }, { as: "bob" }),
    /removed by admins/,
  );
  assert.equal((await host.call<{ removed: number }>("host.log.prune", { source: "audit-me", maxMb: 0 })).removed, 1);
});
