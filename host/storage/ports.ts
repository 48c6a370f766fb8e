import type { DatabaseSync } from "node:sqlite";

/** One open SQLite database: WAL, foreign keys on, ATTACH and extensions off, statements cached by text. */
export interface Database {
  readonly path: string;
  /** The driver's own handle, for what the wrapper does not cover. */
  readonly raw: DatabaseSync;
  /** All rows. Parameters are positional. */
  all<T = Record<string, unknown>>(sql: string, ...params: SqlValue[]): T[];
  /** The first row, or undefined. */
  get<T = Record<string, unknown>>(sql: string, ...params: SqlValue[]): T | undefined;
  run(sql: string, ...params: SqlValue[]): { changes: number; lastInsertRowid: number };
  exec(sql: string): void;
  /** Runs `work` in BEGIN IMMEDIATE … COMMIT at once (not grouped); rolls back on a throw. Nested calls use a savepoint. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export type SqlValue = string | number | bigint | null | Uint8Array;

/**
 * Group commit: jobs queued during one turn of the event loop share one transaction.
 * The promise settles only after that transaction is on disk. A job that throws is undone alone
 * (savepoint) and rejects alone.
 */
export interface Writer {
  write<T>(job: (db: Database) => T, options?: WriteOptions): Promise<T>;
  /** Called after each commit, before the jobs' promises settle. Answers a function that unregisters. */
  onCommit(listener: () => void): () => void;
  /** Writes what is queued and refuses more. */
  close(): Promise<void>;
}

/**
 * `full`: on disk before anybody hears of it. `normal`: the disk is not waited for, so that a power failure may take the last
 * moments of it; the end of the process alone takes nothing, and the order of what is written is kept.
 */
export type Durability = "full" | "normal";

export interface WriteOptions {
  /** Default `full`. A transaction is `normal` only when all of its jobs are. */
  durability?: Durability;
  /**
   * When nobody else writes, at the end of this step of the program and not of the turn: who comes later in the turn shares
   * the next transaction. Default false.
   */
  soon?: boolean;
}
