import type { ScriptDescription } from "../sdk/workflow/protocol.ts";
import type { Database } from "../storage/ports.ts";
import { keyByPath, needsScript } from "./admission.ts";
import type { Created } from "./created.ts";
import { hasFlow, settleFlow, textAt } from "./flow.ts";
import { newRunId, newSeed } from "./run_id.ts";
import { insertRun, type NewRun } from "./run_store.ts";
import type { Version } from "./version_store.ts";

/** What begins a run. */
export type RunCause =
  & Pick<NewRun, "triggerKind" | "candidates" | "since">
  & Partial<Pick<NewRun, "event" | "eventSeq" | "input" | "starter" | "detail" | "dueAt" | "idem" | "parent">>;

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
  const { name, hash } = version;
  const asking = needsScript(version.description, cause.candidates);
  const key = keyByPath(version.description, { event: cause.event, input: cause.input });
  if (asking) created.asking = true;
  const once = textAt({ event: cause.event, input: cause.input }, version.description.once);
  const twin = once !== undefined && !asking && !cause.event && cause.triggerKind !== "cron" &&
    cause.triggerKind !== "every" &&
    db.get<{ id: string }>("SELECT id FROM wf_runs WHERE name = ? AND once = ?", name, once);
  if (twin) return twin.id;
  const inserted = insertRun(db, { ...cause, id, name, hash, admitted: !asking, key, seed: newSeed(), createdAt: now });
  if (inserted && !holdsBack(version.description)) created.runs.push(inserted);
  else if (!asking) created.keys.add(key);
  if (inserted && !asking && hasFlow(version.description)) {
    settleFlow(db, version.description, { ...cause, id, name, key }, { values: {}, now, created });
  }
  return id;
}

/**
 * A new run as {@linkcode createRun} would insert it, when nothing in the database has a say in it: no run of the workflow
 * waits for another, its script need not be asked, and the cause has no key. Else undefined.
 */
export function independentRun(
  version: Version,
  cause: RunCause,
  { now, id }: { now: number; id: string },
): NewRun | undefined {
  const { name, hash, description } = version;
  if (cause.idem || holdsBack(description) || needsScript(description, cause.candidates)) return undefined;
  const key = keyByPath(description, { event: cause.event, input: cause.input });
  return { ...cause, id, name, hash, admitted: true, key, seed: newSeed(), createdAt: now };
}

/** May a run of this workflow have to wait for another one? */
function holdsBack(description: ScriptDescription): boolean {
  const { concurrency, triggers } = description;
  return concurrency !== undefined || hasFlow(description) ||
    triggers.some((trigger) => trigger.kind === "event" && trigger.filter);
}
