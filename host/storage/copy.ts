import { DatabaseSync } from "node:sqlite";
import { storageError } from "./errors.ts";

/**
 * Writes a consistent, compacted copy of a database to `target`, which must not exist. Uses a connection of its own, so
 * that an open one may go on writing.
 */
export function copyDatabase(path: string, target: string): void {
  let source: DatabaseSync | undefined;
  try {
    source = new DatabaseSync(path, { timeout: 5_000 });
    // Made first, for its owner alone: it holds the same secrets as its source. VACUUM takes an empty file.
    Deno.openSync(target, { write: true, createNew: true, mode: 0o600 }).close();
    source.prepare("VACUUM INTO ?").run(target);
  } catch (error) {
    throw storageError(error, path);
  } finally {
    source?.close();
  }
}
