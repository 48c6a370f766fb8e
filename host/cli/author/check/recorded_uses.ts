import { DatabaseSync } from "node:sqlite";

/** What a run of the plugin used, as the host that ran it has counted. */
export interface RecordedUse {
  kind: string;
  target: string;
  denied: boolean;
  count: number;
}

/** The uses that `plugin dev` recorded in its data folder; empty when it never ran. */
export function recordedUses(dataDir: string, id: string): RecordedUse[] {
  let db: DatabaseSync;
  try {
    db = new DatabaseSync(`${dataDir}/host.db`, { readOnly: true });
  } catch {
    return [];
  }
  try {
    const rows = db.prepare(
      "SELECT kind, target, denied, sum(count) AS count FROM ker_permission_uses WHERE plugin = ? " +
        "GROUP BY kind, target, denied ORDER BY kind, target",
    ).all(id) as { kind: string; target: string; denied: number; count: number }[];
    return rows.map((row) => ({ ...row, denied: row.denied === 1 }));
  } catch {
    // A host of another version wrote it.
    return [];
  } finally {
    db.close();
  }
}
