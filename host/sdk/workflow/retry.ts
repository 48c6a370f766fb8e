import { type Duration, durationMs } from "./duration.ts";
import { type ErrorRecord, retryClass } from "./step_error.ts";

/** How often and how fast a failed step is tried again. */
export interface RetryOptions {
  /** Attempts in all, the first included; 1 = no retry. Default 5. */
  max?: number;
  /** Before the second attempt. Default 1 s. */
  delayMs?: Duration;
  /** By which the delay grows with each attempt. Default 2. */
  factor?: number;
  /** The delay never exceeds this. Default 1 h. */
  maxDelayMs?: Duration;
}

/** {@linkcode RetryOptions} with every field filled, times in milliseconds. */
export interface RetryPolicy {
  max: number;
  delayMs: number;
  factor: number;
  maxDelayMs: number;
}

const DEFAULT_POLICY: RetryPolicy = { max: 5, delayMs: 1_000, factor: 2, maxDelayMs: 3_600_000 };

/** Fills in what is missing, from `base`. @throws {TypeError} naming a field that is out of range. */
export function retryPolicy(options: RetryOptions | undefined, base: RetryPolicy = DEFAULT_POLICY): RetryPolicy {
  if (!options) return base;
  const max = options.max ?? base.max;
  const factor = options.factor ?? base.factor;
  if (!Number.isInteger(max) || max < 1) throw new TypeError(`retry.max is ${max}: it must be a whole number from 1`);
  if (!Number.isFinite(factor) || factor < 1) throw new TypeError(`retry.factor is ${factor}: it must be 1 or more`);
  return {
    max,
    factor,
    delayMs: options.delayMs === undefined ? base.delayMs : durationMs(options.delayMs),
    maxDelayMs: options.maxDelayMs === undefined ? base.maxDelayMs : durationMs(options.maxDelayMs),
  };
}

/** What to do after a failed attempt. */
export type RetryDecision =
  | { kind: "fail" }
  /** Try again after this many milliseconds. */
  | { kind: "retry"; delayMs: number }
  /** Try again when the plugin is back; the attempt does not count. */
  | { kind: "wait" };

/** Decides by the error's class. `attempts` counts the failed one. */
export function decideRetry(
  error: Pick<ErrorRecord, "code"> & { retryAfterMs?: number },
  attempts: number,
  policy: RetryPolicy,
): RetryDecision {
  const kind = retryClass(error.code);
  if (kind === "wait") return { kind: "wait" };
  if (kind === "never" || attempts >= policy.max) return { kind: "fail" };
  const backoffMs = Math.min(policy.delayMs * policy.factor ** (attempts - 1), policy.maxDelayMs);
  return { kind: "retry", delayMs: kind === "after" ? Math.max(error.retryAfterMs ?? 0, backoffMs) : backoffMs };
}
