import { ERRORS } from "../../schemas/generated/errors.ts";
import { BOUNDS, bucketOf, type Load, newLoad } from "./load.ts";
import type { CallMetrics } from "./ports.ts";

/** Outcomes that are put down to the one that was called. */
const FAULTS: ReadonlySet<string> = new Set(
  Object.entries(ERRORS).filter(([, { http }]) => http >= 500).map(([reason]) => reason),
);

interface Series {
  outcomes: Map<string, number>;
  count: number;
  sumMs: number;
  buckets: Uint32Array;
  /** Of all methods with this one's prefix. */
  load: Load;
}

/**
 * Counts calls by method and outcome, with a latency histogram by method, written out as Prometheus text; and what they
 * come to by prefix.
 */
export class CallCounters implements CallMetrics {
  readonly #series = new Map<string, Series>();
  readonly #loads = new Map<string, Load>();

  /** By the first segment of the methods' names. */
  get loads(): ReadonlyMap<string, Load> {
    return this.#loads;
  }

  record(method: string, outcome: string, durationMs: number): void {
    const series = this.#series.get(method) ?? this.#add(method);
    series.outcomes.set(outcome, (series.outcomes.get(outcome) ?? 0) + 1);
    series.count++;
    series.sumMs += durationMs;
    const bucket = bucketOf(durationMs);
    if (bucket < BOUNDS.length) series.buckets[bucket]!++;
    const { load } = series;
    load.calls++;
    load.buckets[bucket]!++;
    if (outcome !== "ok" && FAULTS.has(outcome)) load.errors++;
  }

  #add(method: string): Series {
    const dot = method.indexOf(".");
    const prefix = dot === -1 ? method : method.slice(0, dot);
    let load = this.#loads.get(prefix);
    if (!load) this.#loads.set(prefix, load = newLoad());
    const series = { outcomes: new Map(), count: 0, sumMs: 0, buckets: new Uint32Array(BOUNDS.length), load };
    this.#series.set(method, series);
    return series;
  }

  /** Prometheus text exposition format 0.0.4. */
  render(): string {
    const lines = ["# HELP bulkhead_calls_total Calls by method and outcome.", "# TYPE bulkhead_calls_total counter"];
    for (const [method, { outcomes }] of this.#series) {
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
