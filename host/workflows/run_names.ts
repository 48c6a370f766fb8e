import type { Database } from "../storage/ports.ts";

/** Names of all workflows of which there are runs: one step along the index for each. */
export function runNames(db: Database): string[] {
  return db.all<{ name: string }>(
    "WITH RECURSIVE names (name) AS (SELECT min(name) FROM wf_runs UNION ALL " +
      "SELECT (SELECT min(name) FROM wf_runs WHERE wf_runs.name > names.name) FROM names WHERE names.name IS NOT NULL) " +
      "SELECT name FROM names WHERE name IS NOT NULL",
  ).map(({ name }) => name);
}
