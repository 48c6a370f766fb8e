import assert from "node:assert/strict";
import { CallCounters } from "./call_metrics.ts";
import { bucketOf, newLoad, quantileMs } from "./load.ts";

Deno.test("calls are summed up by prefix; only faults of the called count as errors", () => {
  const counters = new CallCounters();
  counters.record("chat.message.send", "ok", 2);
  counters.record("chat.message.list", "internal", 40);
  counters.record("chat.message.list", "deadline_exceeded", 30_500);
  for (const outcome of ["invalid_params", "forbidden", "not_found", "rate_limited", "secret_missing"]) {
    counters.record("chat.message.list", outcome, 1);
  }
  counters.record("unknown", "method_not_found", 1);
  const load = counters.loads.get("chat")!;
  assert.deepEqual([load.calls, load.errors], [8, 2]);
  assert.equal(load.buckets[load.buckets.length - 1], 1);
  const text = counters.render();
  assert.match(text, /bulkhead_calls_total\{method="chat.message.send",outcome="ok"\} 1/);
  assert.match(text, /bulkhead_calls_total\{method="chat.message.list",outcome="forbidden"\} 1/);
  assert.match(text, /bulkhead_call_seconds_bucket\{method="chat.message.send",le="0.0025"\} 1/);
  assert.match(text, /bulkhead_call_seconds_count\{method="chat.message.list"\} 7/);
});

Deno.test("a quantile lies in the bucket where that share of the calls is reached", () => {
  const { buckets } = newLoad();
  assert.equal(quantileMs(buckets, 0.95), undefined);
  for (let n = 0; n < 90; n++) buckets[bucketOf(0.4)]!++;
  for (let n = 0; n < 10; n++) buckets[bucketOf(70)]!++;
  assert.ok(quantileMs(buckets, 0.5)! <= 0.5);
  assert.equal(Math.round(quantileMs(buckets, 0.95)!), 75);
  assert.equal(quantileMs(buckets, 1), 100);
  buckets[bucketOf(45_000)]! += 1_000;
  assert.equal(quantileMs(buckets, 0.95), 30_000);
});
