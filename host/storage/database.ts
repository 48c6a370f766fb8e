import { DatabaseSync, type StatementSync } from "node:sqlite";
import { StorageError, storageError } from "./errors.ts";
import type { Database, SqlValue } from "./ports.ts";

export interface OpenDatabaseOptions {
  /** Opens an existing file for reading only; default false. */
  readOnly?: boolean;
  /** How long a statement waits for another process's lock; default 5,000. */
  busyTimeoutMs?: number;
}

/** What Deno's driver has and its type declarations lack. */
interface HardenedDatabase {
  limits: { attach: number };
  enableDefensive(on: boolean): void;
}

/** Statements kept per database; the least recently prepared goes first. */
const MAX_CACHED_STATEMENTS = 512;

/**
 * Opens (and makes, unless `readOnly`) one SQLite database: WAL, synchronous=FULL, foreign keys on, no ATTACH, no
 * extensions, defensive mode. Throws {@linkcode StorageError} when the file is damaged, locked or out of reach.
 *
 * @example
 * ```ts
 * import { openDatabase } from "./mod.ts";
 *
 * const db = openDatabase(":memory:");
 * db.exec("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
 * db.run("INSERT INTO note (text) VALUES (?)", "hello");
 * const row = db.get<{ text: string }>("SELECT text FROM note");
 * if (row?.text !== "hello") throw new Error("not stored");
 * db.close();
 * ```
 */
export function openDatabase(path: string, options: OpenDatabaseOptions = {}): Database {
  const { readOnly = false, busyTimeoutMs = 5_000 } = options;
  let raw: DatabaseSync | undefined;
  try {
    if (!readOnly) makePrivate(path);
    raw = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs, allowExtension: false });
    // No second file through this handle. It also rules out VACUUM; space comes back by incremental_vacuum.
    const hardened = raw as DatabaseSync & HardenedDatabase;
    hardened.limits.attach = 0;
    hardened.enableDefensive(true);
    if (!readOnly) {
      // Takes effect in a new file only; an existing one keeps its mode.
      raw.exec("PRAGMA auto_vacuum = INCREMENTAL");
      raw.exec("PRAGMA journal_mode = WAL");
      raw.exec("PRAGMA synchronous = FULL");
    }
    raw.exec("PRAGMA foreign_keys = ON");
    raw.exec("PRAGMA trusted_schema = OFF");
    raw.exec("PRAGMA cache_size = -16000");
    raw.exec("PRAGMA temp_store = MEMORY");
    // Reads the header and the schema, so that a damaged file is reported here and not at the first query.
    raw.prepare("SELECT count(*) FROM sqlite_schema").get();
    return new SqliteDatabase(path, raw);
  } catch (error) {
    try {
      raw?.close();
    } catch { /* the first error is the one that says why */ }
    throw storageError(error, path);
  }
}

/** Makes the file, if it is not there, for its owner's eyes only; SQLite gives its other files the same mode. */
function makePrivate(path: string): void {
  if (path === ":memory:") return;
  try {
    Deno.openSync(path, { write: true, createNew: true, mode: 0o600 }).close();
  } catch { /* it is there, or cannot be made: SQLite says which */ }
}

class SqliteDatabase implements Database {
  #statements = new Map<string, StatementSync>();
  #depth = 0;

  constructor(readonly path: string, readonly raw: DatabaseSync) {}

  all<T>(sql: string, ...params: SqlValue[]): T[] {
    try {
      return this.#prepare(sql).all(...params) as T[];
    } catch (error) {
      throw storageError(error, this.path);
    }
  }

  get<T>(sql: string, ...params: SqlValue[]): T | undefined {
    try {
      return this.#prepare(sql).get(...params) as T | undefined;
    } catch (error) {
      throw storageError(error, this.path);
    }
  }

  run(sql: string, ...params: SqlValue[]): { changes: number; lastInsertRowid: number } {
    try {
      return this.#prepare(sql).run(...params) as { changes: number; lastInsertRowid: number };
    } catch (error) {
      throw storageError(error, this.path);
    }
  }

  exec(sql: string): void {
    try {
      this.raw.exec(sql);
    } catch (error) {
      throw storageError(error, this.path);
    }
  }

  transaction<T>(work: () => T): T {
    const savepoint = this.raw.isTransaction ? `nested_${++this.#depth}` : undefined;
    this.exec(savepoint ? `SAVEPOINT ${savepoint}` : "BEGIN IMMEDIATE");
    try {
      const result = work();
      if (result instanceof Promise) {
        throw new TypeError("The work of a transaction must be synchronous, but it returned a promise");
      }
      this.exec(savepoint ? `RELEASE ${savepoint}` : "COMMIT");
      return result;
    } catch (error) {
      // A full disk or an I/O error may have rolled back already.
      if (this.raw.isTransaction) {
        this.raw.exec(savepoint ? `ROLLBACK TO ${savepoint}; RELEASE ${savepoint}` : "ROLLBACK");
      }
      throw error;
    } finally {
      if (savepoint) this.#depth--;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.raw.isOpen) this.raw.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      if (!this.raw.isOpen) {
        throw new StorageError("closed", `The database "${this.path}" is closed`, "The host is stopping");
      }
      statement = this.raw.prepare(withoutPeeking(sql));
      if (this.#statements.size >= MAX_CACHED_STATEMENTS) {
        this.#statements.delete(this.#statements.keys().next().value!);
      }
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/**
 * `LIMIT ?` makes SQLite look at the value to plan the query, and so plan it anew, twenty to forty microseconds, each time the
 * value is bound. An expression it does not look into. Texts and comments are left as they are.
 */
function withoutPeeking(sql: string): string {
  return sql.replace(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\blimit\s+(\?\d*)/gi,
    (found, limit: string | undefined) => limit === undefined ? found : `LIMIT (${limit} + 0)`,
  );
}
