import type { DatabaseSync } from "node:sqlite";
import type { Database } from "../storage/ports.ts";

/** The last number that was given out, by database. */
const last = new WeakMap<DatabaseSync, number>();

/**
 * The next `ord`: the order of creation. It is taken in memory, so that a run can have its own before it is on disk; that of
 * a run which never came to be on disk is left out, and given again by a later life only.
 */
export function takeOrd(db: Database): number {
  const before = last.get(db.raw) ??
    db.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'wf_runs'")?.seq ?? 0;
  last.set(db.raw, before + 1);
  return before + 1;
}
