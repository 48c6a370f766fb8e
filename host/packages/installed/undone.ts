import type { Database } from "../../storage/ports.ts";

/** A version that was tried and taken back. */
export interface Undone {
  version: string;
  hash: string;
  /** ISO 8601. */
  at: string;
  /** For people. */
  reason: string;
}

export function readUndone(db: Database, plugin: string): Undone | undefined {
  return db.get<Undone>("SELECT version, hash, undone_at AS at, reason FROM pkg_undone WHERE plugin = ?", plugin);
}

/** Inside the caller's transaction; undefined forgets it. */
export function writeUndone(db: Database, plugin: string, undone: Undone | undefined): void {
  if (!undone) return void db.run("DELETE FROM pkg_undone WHERE plugin = ?", plugin);
  db.run(
    "INSERT OR REPLACE INTO pkg_undone (plugin, hash, version, undone_at, reason) VALUES (?, ?, ?, ?, ?)",
    plugin,
    undone.hash,
    undone.version,
    undone.at,
    undone.reason,
  );
}
