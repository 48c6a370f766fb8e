import type { CallKeys } from "./call_keys.ts";
import type { PluginDatabase, SqlParams, Statement } from "./context.ts";
import { Sqlite } from "./database.ts";
import type { Invocation } from "./invocation.ts";
import type { Store } from "./store.ts";

/**
 * `ctx.db` of one call. In a synchronous handler every write belongs to the handler's own unit. Elsewhere each
 * top-level write or transaction is a unit, on disk when it returns; under a key it is remembered by its place in
 * the call, so that a repeat of an interrupted call takes the earlier outcome instead of writing again.
 */
export class CallDatabase implements PluginDatabase {
  readonly #store: Store;
  readonly #keys: CallKeys;
  readonly #call: Invocation;

  constructor(store: Store, keys: CallKeys, call: Invocation) {
    this.#store = store;
    this.#keys = keys;
    this.#call = call;
  }

  all<T>(sql: string, ...params: SqlParams): T[] {
    const { db } = this.#store;
    return db.writes(sql) ? this.write(() => db.all<T>(sql, ...params)) : db.all<T>(sql, ...params);
  }

  get<T>(sql: string, ...params: SqlParams): T | undefined {
    const { db } = this.#store;
    return db.writes(sql) ? this.write(() => db.get<T>(sql, ...params)) : db.get<T>(sql, ...params);
  }

  run(sql: string, ...params: SqlParams): { changes: number; lastInsertRowid: number } {
    return this.write(() => this.#store.db.run(sql, ...params));
  }

  exec(sql: string): void {
    Sqlite.refuseTransactions(sql);
    this.write(() => this.#store.db.exec(sql));
  }

  prepare(sql: string): Statement {
    return {
      all: (...params) => this.all(sql, ...params),
      get: (...params) => this.get(sql, ...params),
      run: (...params) => this.run(sql, ...params),
    };
  }

  transaction<T>(work: () => T): T {
    const checked = () => {
      const value = work();
      if (typeof (value as { then?: unknown } | null)?.then === "function") {
        throw new TypeError(
          "ctx.db.transaction() got an asynchronous function: await first, then write in one synchronous function",
        );
      }
      return value;
    };
    return this.#store.inUnit ? this.#store.unit(checked) : this.#topLevel(checked);
  }

  /** Runs a write in the unit that is open, else in one of its own. */
  write<T>(work: () => T): T {
    if (this.#store.inUnit) {
      this.#store.touch();
      return work();
    }
    return this.#topLevel(() => (this.#store.touch(), work()));
  }

  #topLevel<T>(work: () => T): T {
    const { key } = this.#call;
    if (key === undefined) {
      const value = this.#store.unit(work);
      this.#store.commit();
      return value;
    }
    const n = this.#call.units++;
    const before = this.#keys.unit(key, n);
    if (before !== undefined) return before.value as T;
    const value = this.#store.unit(() => {
      const value = work();
      this.#keys.keepUnit(key, n, value);
      return value;
    });
    this.#store.commit();
    return value;
  }
}
