import type { Database } from "./ports.ts";

/** A write-ahead log whose way to the disk can be waited for apart from the commit. */
export interface WalFile {
  /** Resolves when all that was committed before is on disk. */
  syncData(): Promise<void>;
  close(): void;
}

/**
 * The write-ahead log of a database; undefined when there is none. SQLite's locks are on its other two files, which therefore
 * must never be opened by anybody else in the process: this one may be.
 */
export function openWalFile(db: Database): WalFile | undefined {
  if (db.path === ":memory:") return undefined;
  if (db.get<{ journal_mode: string }>("PRAGMA journal_mode")?.journal_mode !== "wal") return undefined;
  try {
    return Deno.openSync(`${db.path}-wal`, { read: true });
  } catch {
    // Commits wait for the disk by themselves then.
    return undefined;
  }
}
