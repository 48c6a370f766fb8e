import { RpcError } from "../../sdk/errors.ts";
import type { CallRequest, RateClass, RateLevel, RateLimits, RateRule } from "../ports.ts";

interface Bucket {
  tokens: number;
  /** Milliseconds of the router's clock at which `tokens` was true. */
  at: number;
}

/** Callers kept in memory; above it those whose buckets are full again are forgotten. */
const MAX_CALLERS = 10_000;
const MINUTE_MS = 60_000;
/** In place of a method: the bucket of refused calls. */
const REFUSED = "";

/**
 * Token buckets per caller and method: a bucket holds one minute's worth and refills evenly. A call is looked at first, and
 * counts in its method's bucket only when it is let in. What is refused (no such method, not allowed, params that do not
 * fit) counts in one bucket that each caller has for all of that: mistakes use up no method's share, and cannot be made
 * without end.
 */
export class RateLimiter {
  readonly #rules: RateLimits;
  readonly #buckets = new Map<string, Map<string, Bucket>>();
  /** Calls that were refused, by class and method. */
  readonly #refused = new Map<RateClass, Map<string, number>>();

  constructor(rules: RateLimits) {
    this.#rules = rules;
  }

  /** Throws `rate_limited` with `retryAfterMs` when the method's bucket is empty at `now` (milliseconds). */
  check(call: CallRequest, method: string, now: number): void {
    this.#full(call, method, now);
  }

  /** The call was let in: takes a token of its method. */
  commit(call: CallRequest, method: string, now: number): void {
    const bucket = this.#full(call, method, now);
    if (bucket) bucket.tokens -= 1;
  }

  /** The call was refused: takes a token for that, and throws `rate_limited` when there is none. */
  refuse(call: CallRequest, now: number): void {
    this.commit(call, REFUSED, now);
  }

  /** A bucket with a token in it; undefined when this caller is not limited. */
  #full(call: CallRequest, method: string, now: number): Bucket | undefined {
    const rateClass = call.rate?.class ?? classOf(call);
    const rule = rateClass && this.#rules[rateClass];
    if (!rule) return undefined;
    const perMinute = limitOf(rule, method);
    const bucket = this.#bucket(rateClass, call.rate?.key ?? call.caller.id, method, perMinute, now);
    bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) * perMinute) / MINUTE_MS);
    bucket.at = now;
    if (bucket.tokens >= 1) return bucket;
    this.#count(rateClass, method);
    const retryAfterMs = Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / perMinute);
    const what = method === REFUSED ? "calls that were refused" : `calls of "${method}"`;
    throw new RpcError("rate_limited", `Too many ${what}: ${perMinute} a minute are allowed`, {
      retryAfterMs,
      hint: `Try again in ${retryAfterMs} ms`,
    });
  }

  /** The buckets from which something is taken at `now`, the emptiest first, at most `most`. */
  levels(now: number, most: number): RateLevel[] {
    const levels: RateLevel[] = [];
    for (const [key, methods] of this.#buckets) {
      const mark = key.indexOf("\n");
      const rateClass = key.slice(0, mark) as RateClass;
      const rule = this.#rules[rateClass];
      if (!rule) continue;
      for (const [method, { tokens, at }] of methods) {
        const limit = limitOf(rule, method);
        const left = Math.min(limit, tokens + ((now - at) * limit) / MINUTE_MS);
        if (left < limit) levels.push({ class: rateClass, caller: key.slice(mark + 1), method, left, limit });
      }
    }
    return levels.sort((a, b) => a.left / a.limit - b.left / b.limit).slice(0, most);
  }

  /** How many calls were refused since the start. */
  *refusals(): Iterable<{ class: RateClass; method: string; count: number }> {
    for (const [rateClass, methods] of this.#refused) {
      for (const [method, count] of methods) yield { class: rateClass, method, count };
    }
  }

  #count(rateClass: RateClass, method: string): void {
    let methods = this.#refused.get(rateClass);
    if (!methods) this.#refused.set(rateClass, methods = new Map());
    methods.set(method, (methods.get(method) ?? 0) + 1);
  }

  #bucket(rateClass: RateClass, caller: string, method: string, perMinute: number, now: number): Bucket {
    const key = `${rateClass}\n${caller}`;
    let methods = this.#buckets.get(key);
    if (!methods) {
      if (this.#buckets.size >= MAX_CALLERS) this.#forgetIdle(now);
      this.#buckets.set(key, methods = new Map());
    }
    let bucket = methods.get(method);
    if (!bucket) methods.set(method, bucket = { tokens: perMinute, at: now });
    return bucket;
  }

  /** A bucket untouched for a minute is full, which is the same as not being there. */
  #forgetIdle(now: number): void {
    const before = now - MINUTE_MS;
    for (const [caller, methods] of this.#buckets) {
      for (const [method, bucket] of methods) if (bucket.at <= before) methods.delete(method);
      if (methods.size === 0) this.#buckets.delete(caller);
    }
    // Everybody is busy: forget the oldest, which only ever gives a caller more than its share.
    for (const caller of this.#buckets.keys()) {
      if (this.#buckets.size < MAX_CALLERS) break;
      this.#buckets.delete(caller);
    }
  }
}

/** A call through a plugin or a workflow is made for a person, but it is the code that repeats it: not limited here. */
function classOf(call: CallRequest): RateClass | undefined {
  if (call.through !== undefined) return call.through.startsWith("workflow:") ? "workflow" : "plugin";
  switch (call.caller.kind) {
    case "user":
      return "person";
    case "plugin":
      return "plugin";
    case "workflow":
      return "workflow";
    default:
      return undefined;
  }
}

function limitOf(rule: RateRule, method: string): number {
  return rule.methods?.[method] ?? rule.perMinute;
}
