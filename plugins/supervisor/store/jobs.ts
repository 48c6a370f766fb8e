import type { PluginDatabase } from "@bulkhead/plugin";
import type { Job, JobState } from "../domain/job.ts";

export interface JobRow {
  n: number;
  id: string;
  service: string | null;
  action: string | null;
  name: string;
  state: JobState;
  trigger: Job["trigger"];
  parent_id: string | null;
  done: number | null;
  total: number | null;
  message: string | null;
  exit_code: number | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

/** Jobs that are kept, running ones aside. */
const KEEP = 10_000;

export function saveJob(db: PluginDatabase, job: Job): void {
  const { lastInsertRowid } = db.run(
    "INSERT INTO jobs (id, service, action, name, state, trigger, parent_id, done, total, message, exit_code, created_at, " +
      "started_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET " +
      "state = excluded.state, done = excluded.done, total = excluded.total, message = excluded.message, " +
      "exit_code = excluded.exit_code, started_at = excluded.started_at, ended_at = excluded.ended_at",
    ...[job.id, job.service ?? null, job.action ?? null, job.name, job.state, job.trigger, job.parentId ?? null],
    ...[job.done ?? null, job.total ?? null, job.message ?? null, job.exitCode ?? null, job.createdAt],
    ...[job.startedAt ?? null, job.endedAt ?? null],
  );
  db.run("DELETE FROM jobs WHERE n <= ? AND ended_at IS NOT NULL", lastInsertRowid - KEEP);
}

export function getJob(db: PluginDatabase, id: string): JobRow | undefined {
  return db.get("SELECT * FROM jobs WHERE id = ?", id);
}

/** Newest first. Without a filter all; a filter has an index of its own. */
export function listJobs(
  db: PluginDatabase,
  filter: { service?: string; state?: JobState; parentId?: string; beforeN: number },
  limit: number,
): JobRow[] {
  const { service, state, parentId, beforeN } = filter;
  const where = ["n < ?", service && "service = ?", state && "state = ?", parentId && "parent_id = ?"].filter(Boolean);
  const values = [service, state, parentId].filter((value) => value !== undefined);
  return db.all(`SELECT * FROM jobs WHERE ${where.join(" AND ")} ORDER BY n DESC LIMIT ?`, beforeN, ...values, limit);
}

/** Says of all that ran when the host ended that nobody knows what came of them. Answers how many. */
export function loseJobs(db: PluginDatabase, at: string): number {
  return db.run(
    "UPDATE jobs SET state = 'lost', ended_at = ?, message = 'The host ended while it ran' " +
      "WHERE state IN ('queued', 'running')",
    at,
  ).changes;
}
