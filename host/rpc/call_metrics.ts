import type { CallMetrics } from "./ports.ts";

/** Upper bounds of the latency histogram, in seconds. */
const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

interface Series {
  count: number;
  sumMs: number;
  buckets: Uint32Array;
}

/** Counts calls by method and outcome, with a latency histogram by method; written out as Prometheus text. */
export class CallCounters implements CallMetrics {
  readonly #outcomes = new Map<string, Map<string, number>>();
  readonly #series = new Map<string, Series>();

  record(method: string, outcome: string, durationMs: number): void {
    let outcomes = this.#outcomes.get(method);
    if (!outcomes) this.#outcomes.set(method, outcomes = new Map());
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    let series = this.#series.get(method);
    if (!series) this.#series.set(method, series = { count: 0, sumMs: 0, buckets: new Uint32Array(BOUNDS.length) });
    series.count++;
    series.sumMs += durationMs;
    const seconds = durationMs / 1000;
    let index = 0;
    while (index < BOUNDS.length && seconds > BOUNDS[index]!) index++;
    if (index < BOUNDS.length) series.buckets[index]!++;
  }

  /** Prometheus text exposition format 0.0.4. */
  render(): string {
    const lines = ["# HELP bulkhead_calls_total Calls by method and outcome.", "# TYPE bulkhead_calls_total counter"];
    for (const [method, outcomes] of this.#outcomes) {
      for (const [outcome, count] of outcomes) {
        lines.push(`bulkhead_calls_total{method="${method}",outcome="${outcome}"} ${count}`);
      }
    }
    lines.push("# HELP bulkhead_call_seconds Time from the router's door to the answer.");
    lines.push("# TYPE bulkhead_call_seconds histogram");
    for (const [method, { count, sumMs, buckets }] of this.#series) {
      let below = 0;
      BOUNDS.forEach((bound, index) => {
        below += buckets[index]!;
        lines.push(`bulkhead_call_seconds_bucket{method="${method}",le="${bound}"} ${below}`);
      });
      lines.push(`bulkhead_call_seconds_bucket{method="${method}",le="+Inf"} ${count}`);
      lines.push(`bulkhead_call_seconds_sum{method="${method}"} ${sumMs / 1000}`);
      lines.push(`bulkhead_call_seconds_count{method="${method}"} ${count}`);
    }
    return `${lines.join("\n")}\n`;
  }
}
