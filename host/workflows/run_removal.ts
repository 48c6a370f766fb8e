import type { Database } from "../storage/ports.ts";

/** What belongs to runs, by their `ord` in `run`. */
const PARTS = ["wf_steps", "wf_attempts", "wf_signals", "wf_run_values", "wf_rests", "wf_rest_events"];

/** Deletes runs with all that belongs to them. Answers how many. */
export function deleteRuns(db: Database, ords: readonly number[]): number {
  let deleted = 0;
  for (const [from, to] of ranges(ords)) {
    for (const table of PARTS) db.run(`DELETE FROM ${table} WHERE run BETWEEN ? AND ?`, from, to);
    deleted += db.run("DELETE FROM wf_runs WHERE ord BETWEEN ? AND ?", from, to).changes;
  }
  return deleted;
}

/** Numbers as ranges, ends included: runs that ended long ago mostly follow one another. */
function ranges(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && number <= last[1] + 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** Deletes a run that has not begun. */
export function deleteRun(db: Database, id: string): void {
  const row = db.get<{ ord: number }>("SELECT ord FROM wf_runs WHERE id = ?", id);
  if (row) deleteRuns(db, [row.ord]);
}
