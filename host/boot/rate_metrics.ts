import type { Metrics } from "../observe/mod.ts";
import type { Router } from "../rpc/ports.ts";

/** Buckets shown: those that are nearest to a refusal. */
const MAX_BUCKETS = 200;

/** Puts into `/metrics` how near callers are to their limits, and what was refused. */
export function exposeRates(metrics: Metrics, router: Pick<Router, "rates">): void {
  metrics.gauge(
    "bulkhead_rate_limit_remaining",
    "Calls that a caller may make of a method at once; buckets that are full are left out.",
    (set) => {
      for (const { class: kind, caller, method, left } of router.rates(MAX_BUCKETS).levels) {
        set(Math.floor(left), { class: kind, caller, method });
      }
    },
  );
  metrics.gauge(
    "bulkhead_rate_limit_per_minute",
    "Calls a minute that the bucket allows.",
    (set) => {
      for (const { class: kind, caller, method, limit } of router.rates(MAX_BUCKETS).levels) {
        set(limit, { class: kind, caller, method });
      }
    },
  );
  metrics.counter("bulkhead_rate_limited_total", "Calls refused because there were too many.", (set) => {
    for (const { class: kind, method, count } of router.rates(0).refusals) set(count, { class: kind, method });
  });
}
