/** The dashboard that ships asks for nothing that the host does not tell. */
import assert from "node:assert/strict";
import dashboard from "../../../scripts/deploy/grafana.json" with { type: "json" };
import { testHost } from "../../harness/mod.ts";

/** Labels that Prometheus adds. */
const ADDED = ["job", "instance"];

Deno.test("every metric and label of the Grafana dashboard is one of /metrics", async () => {
  await using host = await testHost({ plugins: ["chat"] });
  await host.call("chat.channel.list");
  await host.call("host.backup.create");
  const socket = await host.ws();
  await socket.call("rpc.discover", {});
  const text = await (await host.fetch("/metrics")).text();
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name!, type!]));
  assert.ok(types.size > 10);
  const expressions = dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
  const used = new Set<string>();
  for (const { title, expr } of expressions) {
    for (const [name] of expr.matchAll(/\bbulkhead_[a-z_]+/g)) {
      const family = name.replace(/_(bucket|sum|count)$/, "");
      const there = types.has(name) || types.get(family) === "histogram";
      assert.ok(there, `"${title}" asks for ${name}, which /metrics does not have`);
      used.add(types.has(name) ? name : family);
    }
    const labels = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list!.split(/, ?/));
    const [name] = /\bbulkhead_[a-z_]+/.exec(expr)!;
    const series = text.split("\n").filter((line) => line.startsWith(`${name}{`));
    for (const label of labels.filter((label) => !ADDED.includes(label))) {
      // Of some there are no series until something goes wrong.
      if (series.length === 0) continue;
      assert.ok(
        series.some((line) => line.includes(`${label}="`)),
        `"${title}" groups by ${label}, which ${name} has not`,
      );
    }
    for (
      const [, kind] of expr.matchAll(/\b(rate|increase)\((bulkhead_[a-z_]+)/g).map(([, , metric]) => [metric, metric])
    ) {
      assert.notEqual(types.get(kind!), "gauge", `"${title}" takes the rate of the gauge ${kind}`);
    }
  }
  const unused = [...types.keys()].filter((name) => name.startsWith("bulkhead_") && !used.has(name));
  // Their series are of single callers: for a look, not for a curve.
  assert.deepEqual(unused.filter((name) => !name.startsWith("bulkhead_rate_limit_")), []);
});
