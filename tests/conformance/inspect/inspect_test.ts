import assert from "node:assert/strict";
import { testHost, until, withoutParts } from "../../harness/mod.ts";
import { attach } from "./debugger.ts";

const FILES = {
  "plugin.json": JSON.stringify({
    id: "probe",
    version: "0.1.0",
    engine: "^1",
    name: "Probe",
    entry: "plugin.ts",
    limits: { callMs: 1_000 },
    permissions: {
      publish: [{ type: "probe.thing.made", reason: "Test" }],
    },
  }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
let handled = 0;
globalThis.secretNumber = 41;
function compute(a, b) {
  const product = a * b;
  return product;
}
export default definePlugin({
  events: { "probe.thing.made": () => { handled++; } },
  methods: {
    "thing.compute": method({
      summary: "Computes",
      params: z.object({ a: z.number(), b: z.number() }),
      result: z.object({ product: z.number() }),
      handler: ({ a, b }) => ({ product: compute(a, b) }),
    }),
    "thing.make": method({ summary: "Publishes", params: z.object({}), result: z.null(),
      handler: (_p, ctx) => { ctx.events.publish({ type: "probe.thing.made", data: {} }); return null; } }),
    "thing.handled": method({ summary: "Counts", params: z.object({}), result: z.number(), handler: () => handled }),
  },
});
`,
};

/** Longer than the plugin's own limit of a call, than a hang, and than a start may take. */
const PAUSE_MS = 12_000;

for (const without of withoutParts().length > 0 ? [withoutParts()] : [[], ["bubblewrap" as const]]) {
  const name = without.length > 0 ? ` (without ${without})` : "";
  Deno.test(`a debugger holds an inspected plugin for as long as it likes, and nothing is lost${name}`, async () => {
    const port = freePort();
    const address = `127.0.0.1:${port}`;
    await using host = await testHost({
      pluginFiles: { probe: FILES },
      args: ["--inspect", `probe=${address}`],
      without,
    });
    const before = await host.call<{ pid: number }>("host.plugin.get", { id: "probe" });
    const compute = (a: number, b: number) => host.call<{ product: number }>("probe.thing.compute", { a, b });
    assert.deepEqual(await compute(2, 3), { product: 6 });

    await using tool = await attach(address);
    await tool.send("Runtime.enable");
    await tool.send("Debugger.enable");
    const { result } = await tool.send("Runtime.evaluate", { expression: "secretNumber + 1" });
    assert.equal(result.value, 42);

    const bundle = await tool.event("Debugger.scriptParsed", ({ url }) => /\.script\.js$/.test(url));
    const { scriptSource } = await tool.send("Debugger.getScriptSource", { scriptId: bundle.scriptId });
    const lineNumber = scriptSource.split("\n").findIndex((line: string) => line.includes("const product = a * b"));
    assert.ok(lineNumber > 0, "the plugin's own line is not in its bundle");
    await tool.send("Debugger.setBreakpoint", { location: { scriptId: bundle.scriptId, lineNumber } });

    const held = compute(6, 7);
    const paused = await tool.event("Debugger.paused");
    const [frame] = paused.callFrames;
    assert.equal(frame.functionName, "compute");
    const inFrame = (expression: string) =>
      tool.send("Debugger.evaluateOnCallFrame", { callFrameId: frame.callFrameId, expression });
    assert.equal((await inFrame("a * 100 + b")).result.value, 607);

    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    const meanwhile = await host.call<{ pid: number; state: string }>("host.plugin.get", { id: "probe" });
    assert.deepEqual([meanwhile.pid, meanwhile.state], [before.pid, "ready"]);
    await inFrame("a = 10");
    await tool.send("Debugger.resume");
    assert.deepEqual(await held, { product: 70 });

    await host.call("probe.thing.make");
    await until(async () => await host.call<number>("probe.thing.handled") === 1, { what: "the event" });
    const after = await host.call<{ pid: number; restarts: number }>("host.plugin.get", { id: "probe" });
    assert.deepEqual([after.pid, after.restarts], [before.pid, 0]);
  });
}

Deno.test("a plugin that is not inspected listens for no debugger, and keeps its limits", async () => {
  const port = freePort();
  await using host = await testHost({
    pluginFiles: { probe: FILES },
    args: ["--inspect", `other=127.0.0.1:${port}`],
  });
  assert.deepEqual(await host.call("probe.thing.compute", { a: 2, b: 3 }), { product: 6 });
  await assert.rejects(Deno.connect({ hostname: "127.0.0.1", port }), Deno.errors.ConnectionRefused);
});

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
