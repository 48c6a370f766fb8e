import assert from "node:assert/strict";
import { processesOf, type SpawnedHost, spawnHost, until } from "../../harness/mod.ts";

const SLOW = {
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
let begun = 0;
export default definePlugin({
  methods: {
    "work": method({
      summary: "Takes its time", params: z.object({ ms: z.number() }), result: z.string(),
      handler: async ({ ms }) => { begun++; await new Promise((resolve) => setTimeout(resolve, ms)); return "done"; },
    }),
    "begun": method({ summary: "How much was begun", params: z.object({}), result: z.number(), handler: () => begun }),
  },
});
`,
};

async function withHost(work: (host: SpawnedHost) => Promise<void>): Promise<void> {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-stop-" }));
  try {
    await using host = await spawnHost({ dir, pluginFiles: { slow: SLOW } });
    await work(host);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`${signal} lets a call under way finish, ends with 0 and leaves no process`, async () => {
    await withHost(async (host) => {
      const answer = host.call<string>("slow.work", { ms: 400 });
      await until(async () => await host.call<number>("slow.begun") === 1);
      assert.equal(await host.end(signal), 0);
      assert.equal(await answer, "done");
      assert.deepEqual(processesOf(`${host.dir}/data`), []);
    });
  });
}

Deno.test("a call that takes too long does not hold up the stop beyond ten seconds", async () => {
  await withHost(async (host) => {
    const answer = host.call("slow.work", { ms: 25_000 }).catch(() => "cut off");
    await until(async () => await host.call<number>("slow.begun") === 1);
    const startedAt = performance.now();
    assert.equal(await host.end("SIGTERM"), 0);
    assert.ok(performance.now() - startedAt < 10_500, "within ten seconds");
    assert.equal(await answer, "cut off");
    assert.deepEqual(processesOf(`${host.dir}/data`), []);
  });
});
