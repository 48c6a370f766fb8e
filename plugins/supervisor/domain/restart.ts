import { spoken } from "./duration.ts";
import type { ServiceSpec } from "./spec.ts";

/** Why a run is over. */
export type Cause =
  | "exit" // the program ended by itself, or somebody outside ended it
  | "launch" // it could not be launched at all
  | "startup" // its start-up check did not succeed in time
  | "liveness" // its liveness check failed
  | "memory" // above limits.rss_mb
  | "host"; // the host went away under it

export interface RestartInput {
  rules: ServiceSpec["restart"];
  cause: Cause;
  /** Of the program, when it ended. */
  code: number | undefined;
  /** What happened, for people. */
  what: string;
  /** For how long it was up and well; 0 when it never was. */
  stableMs: number;
  /** Times of earlier unstable ends, oldest first, in milliseconds of a clock that nobody sets. */
  unstable: readonly number[];
  /** `limits.on_exceed`. */
  onExceed: "restart" | "stop";
  /** By the same clock. */
  nowMs: number;
  /** From 0 to 1. */
  random: number;
}

export type RestartDecision =
  | { action: "complete"; reason: string; unstable: number[] }
  | { action: "fail"; reason: string; unstable: number[] }
  | { action: "restart"; delayMs: number; reason: string; unstable: number[] };

/**
 * What follows the end of a run that nobody asked for. Pure.
 *
 * A run that was up and well for `stable_after` forgives what was before it, unless memory or liveness ended it: one that
 * grows without end is well for a long time, and would be restarted for ever. Ends older than `window` are forgotten.
 */
export function decideRestart(input: RestartInput): RestartDecision {
  const { rules, cause, code, what, nowMs } = input;
  const wasStable = input.stableMs >= rules.stable_after;
  const forgives = wasStable && cause !== "memory" && cause !== "liveness";
  const before = forgives ? [] : input.unstable.filter((time) => nowMs - time < rules.window);
  const succeeded = cause === "exit" && code !== undefined && rules.success_codes.includes(code);
  if (succeeded && rules.policy !== "always") return { action: "complete", reason: what, unstable: before };
  if (rules.policy === "no") {
    return { action: "fail", reason: `${what}; restart.policy is "no"`, unstable: [...before, nowMs] };
  }
  if (cause === "memory" && input.onExceed === "stop") {
    return { action: "fail", reason: `${what}; limits.on_exceed is "stop"`, unstable: [...before, nowMs] };
  }
  const unstable = [...before, nowMs];
  if (unstable.length > rules.max) {
    const span = spoken(nowMs - unstable[0]!);
    const reason = rules.max === 0
      ? `${what}; restart.max is 0`
      : `${what}; it was restarted ${rules.max} time${rules.max === 1 ? "" : "s"} in ${span}, which is restart.max`;
    return { action: "fail", reason, unstable };
  }
  const delayMs = delayOf(before.length, rules, input.random);
  return { action: "restart", delayMs, reason: what, unstable };
}

/** Grows by `factor` with each unstable end, up to `max_delay`, and differs by up to `jitter` of it either way. */
function delayOf(tries: number, rules: ServiceSpec["restart"], random: number): number {
  const plain = Math.min(rules.max_delay, rules.delay * rules.factor ** Math.min(tries, 60));
  return Math.round(plain * (1 + rules.jitter * (2 * random - 1)));
}
