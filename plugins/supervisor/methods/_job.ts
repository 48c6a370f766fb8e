import { type Context, RpcError } from "@bulkhead/plugin";
import type { Job } from "../domain/job.ts";
import { supervisorOf } from "../engine/current.ts";
import { getJob, type JobRow } from "../store/jobs.ts";

export function presentJob(row: JobRow): Job {
  const optional = {
    ...{ service: row.service, action: row.action, parentId: row.parent_id, done: row.done, total: row.total },
    ...{ message: row.message, exitCode: row.exit_code, startedAt: row.started_at, endedAt: row.ended_at },
  };
  return {
    ...{ id: row.id, name: row.name, state: row.state, trigger: row.trigger, createdAt: row.created_at },
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
  };
}

/** As it is now, kept or not yet. Throws RpcError `not_found`. */
export function findJob(ctx: Context, id: string): Job {
  const live = supervisorOf(ctx).jobs.find(id);
  if (live) return live;
  supervisorOf(ctx).reports.flush();
  const row = getJob(ctx.db, id);
  if (!row) throw new RpcError("not_found", `There is no job "${id}"`, { path: "/id" });
  return presentJob(row);
}
