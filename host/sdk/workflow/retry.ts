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
  /**
   * Only errors with one of these reasons or names are tried again, whatever the error table says of them. Default: what
   * the table says. A plugin that is off is waited for in any case.
   */
  on?: readonly string[];
  /** Errors with one of these reasons or names are not tried again; it goes before `on`. */
  never?: readonly string[];
  /**
   * What becomes of a step whose attempts are used up: `"fail"` (default) rejects in the script; `"pause"` holds the run
   * at that step with the error, until somebody resumes it: then it has all its attempts again. Errors that are not
   * tried again reject in either case.
   */
  giveUp?: "fail" | "pause";
}

/** {@linkcode RetryOptions} with every field filled, times in milliseconds. */
export interface RetryPolicy {
  max: number;
  delayMs: number;
  factor: number;
  maxDelayMs: number;
  on?: string[];
  never?: string[];
  /** Absent: fail. */
  giveUp?: "fail" | "pause";
}

const DEFAULT_POLICY: RetryPolicy = { max: 5, delayMs: 1_000, factor: 2, maxDelayMs: 3_600_000 };

/** Fills in what is missing, from `base`. @throws {TypeError} naming a field that is out of range. */
export function retryPolicy(options: RetryOptions | undefined, base: RetryPolicy = DEFAULT_POLICY): RetryPolicy {
  if (!options) return base;
  const max = options.max ?? base.max;
  const factor = options.factor ?? base.factor;
  if (!Number.isInteger(max) || max < 1) throw new TypeError(`retry.max is ${max}: it must be a whole number from 1`);
  if (!Number.isFinite(factor) || factor < 1) throw new TypeError(`retry.factor is ${factor}: it must be 1 or more`);
  const giveUp = options.giveUp ?? base.giveUp;
  if (giveUp !== undefined && giveUp !== "fail" && giveUp !== "pause") {
    throw new TypeError(`Bad retry.giveUp "${giveUp}": expected "fail" or "pause"`);
  }
  const on = reasons("on", options.on) ?? base.on;
  const never = reasons("never", options.never) ?? base.never;
  return {
    max,
    factor,
    delayMs: options.delayMs === undefined ? base.delayMs : durationMs(options.delayMs),
    maxDelayMs: options.maxDelayMs === undefined ? base.maxDelayMs : durationMs(options.maxDelayMs),
    ...(on ? { on } : {}),
    ...(never ? { never } : {}),
    ...(giveUp ? { giveUp } : {}),
  };
}

function reasons(option: string, given: readonly string[] | undefined): string[] | undefined {
  if (given === undefined) return undefined;
  if (Array.isArray(given) && given.length <= 64 && given.every((one) => typeof one === "string" && one !== "")) {
    return [...given];
  }
  throw new TypeError(`retry.${option}: expected reasons or names of errors, such as ["not_found", "TimeoutError"]`);
}

/** What to do after a failed attempt. */
export type RetryDecision =
  | { kind: "fail" }
  /** The attempts are used up, and a person has to look at it. */
  | { kind: "pause" }
  /** Try again after this many milliseconds. */
  | { kind: "retry"; delayMs: number }
  /** Try again when the plugin is back; the attempt does not count. */
  | { kind: "wait" };

/** Decides by the error's class. `attempts` counts the failed one. */
export function decideRetry(
  error: Pick<ErrorRecord, "code"> & Partial<ErrorRecord>,
  attempts: number,
  policy: RetryPolicy,
): RetryDecision {
  const named = (list: string[] = []) => list.some((one) => one === error.reason || one === error.name);
  const kind = retryClass(error.code);
  if (error.final || named(policy.never)) return { kind: "fail" };
  if (kind === "wait") return { kind: "wait" };
  if (policy.on ? !named(policy.on) : kind === "never") return { kind: "fail" };
  // A step that was paused and resumed has used up whole rounds of attempts before this one.
  const tried = policy.giveUp === "pause" ? (attempts - 1) % policy.max + 1 : attempts;
  if (tried >= policy.max) return { kind: policy.giveUp ?? "fail" };
  const backoffMs = Math.min(policy.delayMs * policy.factor ** (tried - 1), policy.maxDelayMs);
  return { kind: "retry", delayMs: Math.max(error.retryAfterMs ?? 0, backoffMs) };
}
