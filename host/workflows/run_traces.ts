import { createHash } from "node:crypto";
import type { StepRecord } from "../sdk/workflow/step_record.ts";
import type { Database } from "../storage/ports.ts";
import type { WorkflowHost } from "./ports.ts";
import { getRun, type RunRow } from "./run_store.ts";

/** Runs that began one another and are followed up to where the trace begins. */
const MAX_PARENTS = 32;

/**
 * The `traceparent` under which a run works: that of the event that began it, or began the one that invoked it, else one that is
 * made of its id, so that it is the same after a restart.
 */
export function traceparentOf(row: Pick<RunRow, "id" | "event" | "parent">, db: Database): string {
  let first = row;
  for (let up = 0; up < MAX_PARENTS && !first.event?.traceparent && first.parent !== null; up++) {
    const parent = getRun(db, first.parent);
    if (!parent) break;
    first = parent;
  }
  if (first.event?.traceparent) return first.event.traceparent;
  const hash = createHash("sha256").update(first.id).digest("hex");
  return `00-${hash.slice(0, 32)}-${hash.slice(32, 48)}-01`;
}

/** Tells of a step that ended. A call is told by the router, attempt by attempt. */
export function traceStep(traced: WorkflowHost["traced"], row: RunRow, step: StepRecord, parent: () => string): void {
  if (!traced || step.kind === "call" || step.endedAt === undefined) return;
  traced(`${row.name}: ${step.name}`, {
    parent: parent(),
    startMs: step.startedAt,
    endMs: step.endedAt,
    error: step.error && step.state === "failed" ? step.error : undefined,
    attributes: {
      "bulkhead.workflow": row.name,
      "bulkhead.run": row.id,
      "bulkhead.step": step.name,
      "bulkhead.step.kind": step.kind,
      "bulkhead.step.attempts": step.attempts,
    },
  });
}

/** Tells of a run that ended. */
export function traceRun(traced: WorkflowHost["traced"], row: RunRow, parent: () => string): void {
  if (!traced || row.endedAt === null) return;
  traced(`workflow ${row.name}`, {
    parent: parent(),
    kind: "consumer",
    startMs: row.startedAt ?? row.createdAt,
    endMs: row.endedAt,
    error: row.error,
    attributes: { "bulkhead.workflow": row.name, "bulkhead.run": row.id, "bulkhead.run.state": row.state },
  });
}
