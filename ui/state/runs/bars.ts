import type { StepInfo } from "../wire.ts";
import type { Axis } from "./axis.ts";

/** A piece of a step's line, in per cent of the width. */
export interface Piece {
  /** `work`: something is done; `wait`: it sleeps or waits; `pause`: until the next attempt; `ahead`: still to come. */
  kind: "work" | "wait" | "pause" | "ahead";
  from: number;
  to: number;
}

/** A step laid out on an axis. */
export interface StepBar {
  pieces: Piece[];
  /** Where attempts failed. */
  failures: number[];
  /** Where the step ends, or is now. */
  end: number;
  durationMs: number;
}

const WAITS = new Set(["sleep", "wait", "signal", "approve", "invoke"]);

/** Lays a step out. One that has not ended reaches to `now`, and dimly to when it goes on by itself. */
export function layStep(step: StepInfo, axis: Axis, now: number): StepBar {
  const start = Math.max(step.startedAt ? Date.parse(step.startedAt) : axis.startMs, axis.startMs);
  const end = step.endedAt ? Date.parse(step.endedAt) : Math.max(now, start);
  const failures = (step.failures ?? []).map(({ endedAt, retryAt }) => ({
    at: Date.parse(endedAt),
    retryAt: retryAt === undefined ? undefined : Date.parse(retryAt),
  }));
  const kind = WAITS.has(step.kind ?? "") || step.state === "waiting" ? "wait" : "work";
  const pieces: Piece[] = [];
  const add = (piece: Piece["kind"], from: number, to: number) => {
    if (to > from) pieces.push({ kind: piece, from: axis.at(from), to: axis.at(to) });
  };
  let at = start;
  for (const { at: failed, retryAt } of failures) {
    if (failed < at) continue;
    add(kind, at, failed);
    at = failed;
    if (retryAt === undefined) continue;
    add("pause", failed, Math.min(retryAt, end));
    at = Math.max(at, Math.min(retryAt, end));
  }
  add(kind, at, end);
  if (pieces.length === 0) pieces.push({ kind, from: axis.at(start), to: axis.at(start) });
  const wakeAt = step.endedAt === undefined && step.wakeAt ? Date.parse(step.wakeAt) : undefined;
  if (wakeAt !== undefined) add("ahead", end, wakeAt);
  return {
    pieces,
    failures: failures.map(({ at }) => axis.at(at)),
    end: axis.at(end),
    durationMs: Math.max(0, end - start),
  };
}

/** From when to when the steps go; undefined without a step that began. */
export function spanOf(steps: readonly StepInfo[], now: number): { startMs: number; endMs: number } | undefined {
  let startMs = Infinity;
  let endMs = -Infinity;
  for (const step of steps) {
    if (!step.startedAt) continue;
    startMs = Math.min(startMs, Date.parse(step.startedAt));
    endMs = Math.max(endMs, step.endedAt ? Date.parse(step.endedAt) : now);
  }
  return startMs === Infinity ? undefined : { startMs, endMs };
}

/** When something begins or ends, for {@linkcode layAxis}. */
export function momentsOf(steps: readonly StepInfo[]): number[] {
  return steps.flatMap((step) => {
    const times = [
      step.startedAt,
      step.endedAt,
      ...(step.failures ?? []).flatMap((each) => [each.endedAt, each.retryAt]),
    ];
    return times.flatMap((time) => (time === undefined ? [] : [Date.parse(time)]));
  });
}
