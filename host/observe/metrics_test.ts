import assert from "node:assert/strict";
import { createMetrics, newTraceparent, parseTraceparent } from "./mod.ts";

Deno.test("counters, gauges and histograms come out as Prometheus text", () => {
  const metrics = createMetrics();
  const jobs = metrics.counter("jobs_total", "Jobs\ndone");
  jobs.inc({ kind: 'a"b\\c' });
  jobs.inc({ kind: 'a"b\\c' }, 2);
  metrics.gauge("sockets", "Open sockets", (set) => set(7));
  const times = metrics.histogram("seconds", "Time", [0.1, 1]);
  for (const value of [0.05, 0.1, 0.5, 3]) times.observe(value, { m: "x" });
  assert.equal(
    metrics.text(),
    `# HELP jobs_total Jobs\\ndone
# TYPE jobs_total counter
jobs_total{kind="a\\"b\\\\c"} 3
# HELP sockets Open sockets
# TYPE sockets gauge
sockets 7
# HELP seconds Time
# TYPE seconds histogram
seconds_bucket{m="x",le="0.1"} 2
seconds_bucket{m="x",le="1"} 3
seconds_bucket{m="x",le="+Inf"} 4
seconds_sum{m="x"} 3.65
seconds_count{m="x"} 4
`,
  );
});

Deno.test("a metric asked for again is the same one, and never another type", () => {
  const metrics = createMetrics();
  metrics.counter("a_total", "A").inc();
  metrics.counter("a_total", "A").inc();
  assert.match(metrics.text(), /^a_total 2$/m);
  assert.throws(() => metrics.gauge("a_total", "A"), /another type/);
  assert.throws(() => metrics.counter("a-b", "A"), /not a metric name/);
});

Deno.test("endless label values do not grow without end", () => {
  const metrics = createMetrics();
  const counter = metrics.counter("a_total", "A");
  for (let n = 0; n < 5_000; n++) counter.inc({ id: `${n}` });
  assert.match(metrics.text(), /^a_total\{other="true"\} 4000$/m);
});

Deno.test("a traceparent keeps its trace in a child, and bad ones are refused", () => {
  const first = newTraceparent();
  const child = newTraceparent(first);
  assert.equal(parseTraceparent(child)!.traceId, parseTraceparent(first)!.traceId);
  assert.notEqual(parseTraceparent(child)!.spanId, parseTraceparent(first)!.spanId);
  assert.equal(parseTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")!.sampled, false);
  for (
    const bad of [
      "",
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
      "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
    ]
  ) assert.equal(parseTraceparent(bad), undefined, bad);
});
