import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { SqlParams } from "./context.ts";

interface Prepared {
  statement: StatementSync;
  writes: boolean;
}

/** A thin layer over node:sqlite: pragmas, statements kept by text, and whether a statement writes. */
export class Sqlite {
  readonly raw: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();
  readonly #control = new Map<string, StatementSync>();

  constructor(readonly path: string) {
    this.raw = new DatabaseSync(path);
    this.raw.exec(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=5000;" +
        // 16 MB at most, taken as they are used; and a checkpoint, which waits for the disk, every 16 MB.
        "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=4000;",
    );
  }

  all<T>(sql: string, ...params: SqlParams): T[] {
    // deno-lint-ignore no-explicit-any -- any: the driver's overloads for named and positional values cannot be spread
    return this.#prepare(sql).statement.all(...(params as any[])) as T[];
  }

  get<T>(sql: string, ...params: SqlParams): T | undefined {
    // deno-lint-ignore no-explicit-any -- any: as above
    return this.#prepare(sql).statement.get(...(params as any[])) as T | undefined;
  }

  run(sql: string, ...params: SqlParams): { changes: number; lastInsertRowid: number } {
    // deno-lint-ignore no-explicit-any -- any: as above
    const { changes, lastInsertRowid } = this.#prepare(sql).statement.run(...(params as any[]));
    return { changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) };
  }

  exec(sql: string): void {
    this.raw.exec(sql);
  }

  /** One of the few statements that begin and end transactions and their parts; kept, since each write needs several. */
  control(sql: string): void {
    let statement = this.#control.get(sql);
    if (statement === undefined) this.#control.set(sql, statement = this.raw.prepare(sql));
    statement.run();
  }

  /** Throws when a statement of the plugin's would begin or end a transaction behind the SDK's back. */
  static refuseTransactions(sql: string): void {
    const text = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
    if (/\bcreate\s+(temp\s+|temporary\s+)?trigger\b/i.test(text)) return;
    const word = /(?:^|;)\s*(begin|commit|end|rollback|savepoint|release|attach|detach|vacuum)\b/i.exec(text)?.[1];
    if (word === undefined) return;
    throw new TypeError(`${word.toUpperCase()} is not for plugins: wrap the writes in ctx.db.transaction(() => …)`);
  }

  /** True when the statement may change the database (`SELECT` and reading `WITH` do not). */
  writes(sql: string): boolean {
    return this.#prepare(sql).writes;
  }

  close(): void {
    this.#prepared.clear();
    this.#control.clear();
    this.raw.close();
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#prepared.get(sql);
    if (prepared === undefined) {
      // A plugin that builds SQL text anew for each call must not grow this map without end.
      if (this.#prepared.size >= 500) this.#prepared.clear();
      Sqlite.refuseTransactions(sql);
      prepared = { statement: this.raw.prepare(withoutPeeking(sql)), writes: mayWrite(sql) };
      this.#prepared.set(sql, prepared);
    }
    return prepared;
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

function mayWrite(sql: string): boolean {
  const text = sql.replace(/^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "");
  if (/^(select|values|explain|pragma)\b/i.test(text)) return false;
  return !/^with\b/i.test(text) || /\b(insert|update|delete|replace)\b/i.test(text);
}
