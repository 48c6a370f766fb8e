import { setImmediate } from "node:timers";
import { RpcError } from "../errors.ts";
import type { Sqlite } from "./database.ts";

/** SQLite's code for a full disk. */
export const SQLITE_FULL = 13;

/** Units of work that share one transaction, from the first write until the next turn of the event loop. */
interface Group {
  committed: Promise<void>;
  resolve(): void;
  reject(error: RpcError): void;
}

/** The unit that runs. */
interface Unit {
  /** It has written something. */
  begun: boolean;
  /** Its transaction holds nothing else: it is undone with all of it and needs no savepoint, which copies each page that changes. */
  alone: boolean;
  depth: number;
}

/**
 * Group commit for synchronous work. A unit is a synchronous piece of work that is kept or undone as a whole: the first
 * of a transaction is the transaction, each further one a savepoint, begun at its first write. Units of one turn of the
 * event loop share a transaction and so one write to disk; whoever answers for a unit first waits for {@linkcode Store.pending}.
 */
export class Store {
  #unit: Unit | undefined;
  #group: Group | undefined;
  readonly #beforeCommit: (() => void)[] = [];
  readonly #afterCommit: (() => void)[] = [];
  readonly #afterUndo: (() => void)[] = [];

  readonly #open: () => Sqlite;
  #db: Sqlite | undefined;

  /** `open` is called at the first use of {@linkcode Store.db}: a plugin without data has no database. */
  constructor(open: () => Sqlite) {
    this.#open = open;
  }

  get db(): Sqlite {
    return this.#db ??= this.#open();
  }

  /** True once the database has been opened. */
  get opened(): boolean {
    return this.#db !== undefined;
  }

  /** Commits what is finished and closes the database. */
  close(): void {
    try {
      this.commit();
    } finally {
      this.#db?.close();
      this.#db = undefined;
    }
  }

  /** True inside a unit. */
  get inUnit(): boolean {
    return this.#unit !== undefined;
  }

  /** Settles when all finished units are on disk; undefined when they are. */
  get pending(): Promise<void> | undefined {
    return this.#group?.committed;
  }

  /** True when the unit that runs has written something. */
  get written(): boolean {
    return this.#unit?.begun ?? false;
  }

  /** Called in each transaction, just before its commit. */
  beforeCommit(work: () => void): void {
    this.#beforeCommit.push(work);
  }

  /** Called after each commit. */
  afterCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** Called when something that was written is undone, with its transaction or alone. */
  afterUndo(work: () => void): void {
    this.#afterUndo.push(work);
  }

  /** Runs `work` as one unit; inside a unit, as a part of it that is undone alone when it throws. */
  unit<T>(work: () => T): T {
    if (this.#unit !== undefined) return this.#part(work);
    const unit: Unit = this.#unit = { begun: false, alone: false, depth: 0 };
    try {
      const value = work();
      if (unit.begun && !unit.alone) this.db.control("RELEASE unit");
      return value;
    } catch (error) {
      this.#undoAll(unit, error);
      throw error;
    } finally {
      this.#unit = undefined;
    }
  }

  /** To be called before each write: begins transaction and savepoint when they are not. */
  touch(): void {
    const unit = this.#unit;
    if (unit === undefined) throw new Error("A write outside of a unit: a fault of the SDK");
    if (unit.begun) return;
    unit.alone = this.#group === undefined;
    if (unit.alone) this.#begin();
    else this.db.control("SAVEPOINT unit");
    unit.begun = true;
  }

  /** Commits what is finished, now. Throws when the disk does not take it; then all of it is undone. */
  commit(): void {
    const group = this.#group;
    if (group === undefined) return;
    try {
      for (const work of this.#beforeCommit) work();
      this.db.control("COMMIT");
    } catch (cause) {
      throw this.#lost(cause);
    }
    this.#group = undefined;
    group.resolve();
    for (const work of this.#afterCommit) work();
  }

  #part<T>(work: () => T): T {
    const unit = this.#unit!;
    if (!unit.begun) return this.#first(unit, work);
    const name = `part${++unit.depth}`;
    this.db.control(`SAVEPOINT ${name}`);
    try {
      const value = work();
      this.db.control(`RELEASE ${name}`);
      return value;
    } catch (error) {
      this.#undo(name, error);
      throw error;
    } finally {
      unit.depth--;
    }
  }

  /** A part before which nothing was written is all that there is of its unit, and is undone as that. */
  #first<T>(unit: Unit, work: () => T): T {
    // Also what is only read is quicker within a transaction.
    this.touch();
    try {
      return work();
    } catch (error) {
      this.#undoAll(unit, error);
      throw error;
    }
  }

  #begin(): void {
    this.db.control("BEGIN IMMEDIATE");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {});
    const group = { committed: promise, resolve, reject };
    this.#group = group;
    setImmediate(() => {
      if (this.#group !== group) return;
      try {
        this.commit();
      } catch {
        // Everyone who waits for the group has got the error.
      }
    });
  }

  #undoAll(unit: Unit, error: unknown): void {
    if (!unit.begun) return;
    unit.begun = false;
    if (!unit.alone) return this.#undo("unit", error);
    const group = this.#group;
    this.#group = undefined;
    this.#rollback();
    group?.resolve();
  }

  #undo(savepoint: string, error: unknown): void {
    try {
      this.db.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
      this.#undone();
    } catch {
      // A full disk makes SQLite end the whole transaction by itself; then every unit in it is lost, by that error.
      this.#lost(error);
    }
  }

  #lost(cause: unknown): RpcError {
    const group = this.#group;
    this.#group = undefined;
    this.#rollback();
    const error = storageError(cause);
    group?.reject(error);
    return error;
  }

  #rollback(): void {
    try {
      this.db.exec("ROLLBACK");
    } catch {
      // There was no transaction left.
    }
    this.#undone();
  }

  #undone(): void {
    for (const work of this.#afterUndo) work();
  }
}

/** What a caller is told when the database did not take a write. */
export function storageError(cause: unknown): RpcError {
  const { message, errcode } = cause as { message?: string; errcode?: number };
  const full = errcode === SQLITE_FULL;
  return new RpcError("internal", `The plugin's database did not take the write, nothing was kept: ${message}`, {
    reason: full ? "storage_full" : "internal",
    ...(full ? { hint: "Free space on the disk, or raise limits.storageMb in plugin.json" } : {}),
    cause,
  });
}
