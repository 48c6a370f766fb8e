import type { Database } from "../storage/ports.ts";
import { keyByPath, needsScript } from "./admission.ts";
import { newRunId, newSeed } from "./run_id.ts";
import { insertRun, type NewRun } from "./run_store.ts";
import type { Version } from "./version_store.ts";

/** What begins a run. */
export type RunCause =
  & Pick<NewRun, "triggerKind" | "candidates" | "since">
  & Partial<Pick<NewRun, "event" | "eventSeq" | "input" | "starter" | "detail" | "dueAt" | "idem" | "parent">>;

/** What was inserted, for those who begin runs: told after the commit. */
export interface Created {
  /** Keys of `concurrency` that have a new run. */
  keys: Set<string>;
  /** The script must be asked about some of them. */
  asking: boolean;
}

export function nothingCreated(): Created {
  return { keys: new Set(), asking: false };
}

/**
 * Inserts a queued run of a version within the caller's transaction; answers its id, or that of the earlier run with
 * the same `idem`.
 */
export function createRun(
  db: Database,
  version: Version,
  cause: RunCause,
  { now, created, id = newRunId(now) }: { now: number; created: Created; id?: string },
): string {
  if (cause.idem) {
    const earlier = db.get<{ id: string }>(
      "SELECT id FROM wf_runs WHERE name = ? AND idem = ?",
      version.name,
      cause.idem,
    );
    if (earlier) return earlier.id;
  }
  const asking = needsScript(version.description, cause.candidates);
  const key = keyByPath(version.description, { event: cause.event, input: cause.input });
  if (asking) created.asking = true;
  else created.keys.add(key);
  const { name, hash } = version;
  insertRun(db, { ...cause, id, name, hash, admitted: !asking, key, seed: newSeed(), createdAt: now });
  return id;
}
