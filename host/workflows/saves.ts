import { createHash } from "node:crypto";
import type { Database } from "../storage/ports.ts";

/** A text that a person saved over RPC. */
export interface Save {
  sourceHash: string;
  /** User id. */
  by: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Whose rights a version has. */
export interface Savers {
  /** The user who saved exactly this text of the script; without one the script is the folder's own. */
  own?: string;
  /** Users who saved other scripts that this one imports. */
  others: string[];
}

/** SHA-256 of a text in hex. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

export function readSave(db: Database, file: string): Save | undefined {
  const row = db.get<{ source_hash: string; saved_by: string; saved_at: number }>(
    "SELECT source_hash, saved_by, saved_at FROM wf_saves WHERE file = ?",
    file,
  );
  return row && { sourceHash: row.source_hash, by: row.saved_by, at: row.saved_at };
}

export function writeSave(db: Database, file: string, { sourceHash, by, at }: Save): void {
  db.run(
    "INSERT INTO wf_saves (file, source_hash, saved_by, saved_at) VALUES (?,?,?,?) ON CONFLICT (file) DO UPDATE SET " +
      "source_hash = excluded.source_hash, saved_by = excluded.saved_by, saved_at = excluded.saved_at",
    file,
    sourceHash,
    by,
    at,
  );
}

export function removeSave(db: Database, file: string): void {
  db.run("DELETE FROM wf_saves WHERE file = ?", file);
}

/**
 * Whose rights a version of `file` has that was made of this text and of other files of the folder. Of those it does
 * not matter whether they still are what was saved: it can only take rights away.
 */
export function saversOf(db: Database, file: string, source: string, imported: string[]): Savers | undefined {
  const save = readSave(db, file);
  const own = save?.sourceHash === hashOf(source) ? save.by : undefined;
  const others = new Set(imported.flatMap((other) => readSave(db, other)?.by ?? []));
  if (own !== undefined) others.delete(own);
  if (own === undefined && others.size === 0) return undefined;
  return { ...(own === undefined ? {} : { own }), others: [...others].sort() };
}
