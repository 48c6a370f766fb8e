import assert from "node:assert/strict";
import { testHost, until } from "../../../tests/harness/mod.ts";
import type { PluginMetrics } from "./mod.ts";

const FILES = {
  "plugin.json": JSON.stringify({ id: "busy", version: "0.1.0", engine: "^1", name: "Busy" }),
  "plugin.ts": `import { definePlugin, method } from "@bulkhead/plugin";
import { z } from "zod";
export default definePlugin({
  methods: {
    "work": method({ params: z.object({ fail: z.boolean().default(false) }), result: z.string(), summary: "Works", handler: ({ fail }) => {
      if (fail) throw new Error("on purpose");
      return "done";
    } }),
  },
});
`,
};

Deno.test("a plugin's page, /metrics and those who look are told what it does and uses", async () => {
  await using host = await testHost({ pluginFiles: { busy: FILES } });
  const [admin, member] = [await host.ws(), await host.ws("bob")];
  for (const socket of [admin, member]) await socket.call("events.subscribe", { types: ["host.plugin.*"] });
  for (let n = 0; n < 20; n++) await host.call("busy.work");
  for (let n = 0; n < 3; n++) await host.call("busy.work", { fail: true }).catch(() => {});
  const get = async (as?: string) =>
    (await host.call<{ metrics?: PluginMetrics }>("host.plugin.get", { id: "busy" }, as ? { as } : {})).metrics;
  const metrics = await until(async () => {
    const found = await get();
    return found?.memoryBytes !== undefined && found.cpu !== undefined && found;
  });
  assert.ok(metrics.callsPerSecond > 0 && metrics.p95Ms! > 0 && metrics.memoryBytes! > 1_000_000);
  // Three faults in a time that is a second at least and, on a slow machine, a minute at most.
  assert.ok(metrics.errorsPerMinute >= 2 && metrics.errorsPerMinute <= 180, String(metrics.errorsPerMinute));
  assert.equal(await get("bob"), undefined);

  const text = await (await host.fetch("/metrics")).text();
  assert.match(text, /^bulkhead_plugin_calls_total\{plugin="busy"\} 23$/m);
  assert.match(text, /^bulkhead_plugin_errors_total\{plugin="busy"\} 3$/m);
  assert.match(text, /^bulkhead_plugin_memory_bytes\{plugin="busy"\} \d{7,}$/m);
  assert.match(text, /^bulkhead_plugin_cpu_seconds_total\{plugin="busy"\} [\d.]+$/m);
  assert.match(text, /^bulkhead_plugin_restarts_total\{plugin="busy"\} 0$/m);
  assert.match(text, /^bulkhead_plugin_state\{plugin="busy",state="ready"\} 1$/m);

  const told = (socket: typeof admin) => socket.volatile.filter(({ type }) => type === "host.plugin.metrics");
  await until(() => told(admin).length > 0);
  const [first] = (told(admin)[0]!.data as { items: { id: string; callsPerSecond: number }[] }).items;
  assert.equal(first!.id, "busy");
  assert.deepEqual(told(member), []);
});
