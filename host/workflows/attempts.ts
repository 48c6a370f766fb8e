import type { StepRef } from "../sdk/workflow/protocol.ts";
import type { ErrorRecord } from "../sdk/workflow/step_error.ts";
import type { StepRecord } from "../sdk/workflow/step_record.ts";
import type { Database } from "../storage/ports.ts";
import { FencedError } from "./run_store.ts";

/** One attempt of a step that failed. */
export interface FailedAttempt extends StepRef {
  /** From 1; begins anew when a failed run is told to go on. */
  attempt: number;
  error: ErrorRecord;
  /** Milliseconds since 1970. */
  endedAt: number;
  /** When the next attempt was to begin; undefined for the last one. */
  retryAt?: number;
}

/** Of one step so many are kept, the newest. */
const KEEP = 100;

/** The attempt that has just failed, if this record is written for that. */
export function failedAttempt(record: StepRecord, now: number): FailedAttempt | undefined {
  const { name, occurrence, attempts, state, error } = record;
  if (!error || (state !== "retrying" && state !== "failed")) return undefined;
  return { name, occurrence, attempt: attempts, error, endedAt: record.endedAt ?? now, retryAt: record.wakeAt };
}

/** Writes a failed attempt if the run still has this generation. */
export function saveAttempt(db: Database, ord: number, generation: number, failed: FailedAttempt): void {
  const { name, occurrence, attempt, error, endedAt, retryAt } = failed;
  const { changes } = db.run(
    "INSERT INTO wf_attempts (run, name, occurrence, attempt, error, ended_at, retry_at) SELECT ?,?,?,?,?,?,? FROM wf_runs " +
      "WHERE ord = ? AND generation = ?",
    ord,
    name,
    occurrence,
    attempt,
    JSON.stringify(error),
    endedAt,
    retryAt ?? null,
    ord,
    generation,
  );
  if (changes === 0) throw new FencedError(generation);
  if (attempt <= KEEP) return;
  db.run(
    "DELETE FROM wf_attempts WHERE id IN (SELECT id FROM wf_attempts WHERE run = ? AND name = ? AND occurrence = ? " +
      "ORDER BY id DESC LIMIT -1 OFFSET ?)",
    ord,
    name,
    occurrence,
    KEEP,
  );
}

/** Failed attempts of a step, oldest first; of many the newest. */
export function readAttempts(db: Database, ord: number, step: StepRef, limit = KEEP): FailedAttempt[] {
  return db.all<{ attempt: number; error: string; ended_at: number; retry_at: number | null }>(
    "SELECT attempt, error, ended_at, retry_at FROM wf_attempts WHERE run = ? AND name = ? AND occurrence = ? " +
      "ORDER BY id DESC LIMIT ?",
    ord,
    step.name,
    step.occurrence,
    limit,
  ).reverse().map(({ attempt, error, ended_at, retry_at }) => ({
    name: step.name,
    occurrence: step.occurrence,
    attempt,
    error: JSON.parse(error) as ErrorRecord,
    endedAt: ended_at,
    retryAt: retry_at ?? undefined,
  }));
}
