import type { RunInfo } from "./wire.ts";

/** States in which a run will change no more. */
const ENDED = new Set(["succeeded", "failed", "cancelled"]);

export function hasEnded(run: { state: string }): boolean {
  return ENDED.has(run.state);
}

/** Puts a run into a list that is newest first: in its place when it is there, else at the top. At most `limit` stay. */
export function upsertRun(runs: readonly RunInfo[], run: RunInfo, limit = 50): RunInfo[] {
  const at = runs.findIndex((each) => each.id === run.id);
  if (at >= 0) return runs.map((each, index) => (index === at ? { ...each, ...run } : each));
  const list = [run, ...runs].sort((left, right) => right.startedAt.localeCompare(left.startedAt));
  return list.slice(0, limit);
}

/** How long a run has taken, or takes until now. */
export function runDurationMs(run: { startedAt: string; endedAt?: string }, now: number): number {
  return Math.max(0, (run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.startedAt));
}
