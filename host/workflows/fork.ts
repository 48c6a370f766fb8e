import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { shareAside } from "./long_values.ts";
import type { RunRow } from "./run_store.ts";

/** A step of an earlier run at which a new one goes its own way. */
export interface ForkPoint {
  /** Of steps that ended before this one the outcome is taken over: they do not happen again. */
  beforeSeq: number;
}

/** Finds a step by its id, `name` or `name#2`. */
export function forkPoint(db: Database, run: RunRow, step: string): ForkPoint {
  const [, name, occurrence] = /^(.*?)(?:#(\d+))?$/s.exec(step)!;
  const found = db.get<{ seq: number | null }>(
    "SELECT seq FROM wf_steps WHERE run = ? AND name = ? AND occurrence = ?",
    run.ord,
    name!,
    Number(occurrence ?? 1),
  );
  if (found) return { beforeSeq: found.seq ?? Number.MAX_SAFE_INTEGER };
  throw new RpcError("not_found", `Run "${run.id}" has no step "${step}"`, {
    path: "/from",
    hint: "host.workflow.run.get names its steps in `id`",
  });
}

/** Takes the steps before the fork over into a new run, with the clock and the randomness that they belong to. */
export function takeOver(db: Database, { from, to, at }: { from: RunRow; to: string; at: ForkPoint }): void {
  db.run(
    "INSERT INTO wf_steps (run, name, occurrence, position, kind, hash, state, attempts, input, output, error, seq, " +
      "wake_at, started_at, ended_at) SELECT r.ord, s.name, s.occurrence, s.position, s.kind, s.hash, s.state, " +
      "s.attempts, s.input, s.output, s.error, s.seq, s.wake_at, s.started_at, s.ended_at FROM wf_steps s, wf_runs r " +
      "WHERE s.run = ? AND s.seq < ? AND r.id = ?",
    from.ord,
    at.beforeSeq,
    to,
  );
  db.run(
    // Steps lie by position: what is looked for by name is gathered first, so that each attempt finds its own at once.
    "WITH taken AS MATERIALIZED (SELECT name, occurrence FROM wf_steps WHERE run = ?1 AND seq < ?2) " +
      "INSERT INTO wf_attempts (run, name, occurrence, attempt, error, ended_at, retry_at) SELECT r.ord, a.name, a.occurrence, " +
      "a.attempt, a.error, a.ended_at, a.retry_at FROM wf_attempts a JOIN taken s ON s.name = a.name AND " +
      "s.occurrence = a.occurrence JOIN wf_runs r ON r.id = ?3 WHERE a.run = ?1 ORDER BY a.id",
    from.ord,
    at.beforeSeq,
    to,
  );
  shareAside(db, to);
  db.run("UPDATE wf_runs SET clock_at = ? WHERE id = ?", from.clockAt ?? from.startedAt, to);
}
