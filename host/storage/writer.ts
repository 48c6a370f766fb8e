import { setImmediate } from "node:timers";
import { Checkpoints } from "./_checkpoints.ts";
import { StorageError, storageError } from "./errors.ts";
import type { Database, Durability, WriteOptions, Writer } from "./ports.ts";

export interface WriterOptions {
  /** Pages of write-ahead log after which a checkpoint runs when the writer is idle; default 1,000 (4 MB). */
  checkpointPages?: number;
  /** Size of the write-ahead log above which it is truncated; default 64 MB. */
  truncateBytes?: number;
  /** Size that it has from the start, since writing over a file is quicker than letting it grow; default 8 MB. */
  reserveBytes?: number;
  /** After so many milliseconds of jobs that follow one another the runtime looks for input from outside; default 10. */
  maxChainMs?: number;
}

/**
 * Jobs that are queued by the answers to the jobs before run on the very next turn, and such a chain never lets the runtime
 * rest. Deno looks for input from outside only when it rests (and every 61 turns), so a chain of this many milliseconds
 * makes one pause: a question to the operating system that another thread answers, a tenth of a millisecond.
 */
const MAX_CHAIN_MS = 10;

/** While commits follow one another the write-ahead log is looked at after so many of them. */
const COMMITS_PER_LOOK = 8;

interface Job {
  work: (db: Database) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  value?: unknown;
  error?: unknown;
  failed: boolean;
  full: boolean;
}

/**
 * Group commit on one database. Jobs that arrive during one turn of the event loop share a transaction, which runs on
 * the next turn: no timer, nothing added at low load, and batches that grow by themselves under load.
 * From here on the writer also owns the database's checkpoints.
 *
 * When the transaction as a whole fails (disk full), nothing of it is stored, every job of it rejects with
 * {@linkcode StorageError}, and the writer goes on with the next.
 *
 * @example
 * ```ts
 * import { createWriter, openDatabase } from "./mod.ts";
 *
 * const db = openDatabase(":memory:");
 * const writer = createWriter(db);
 * await writer.write((db) => db.exec("CREATE TABLE n (v INTEGER)"));
 * const stored = await Promise.all([1, 2, 3].map((v) => writer.write((db) => db.run("INSERT INTO n VALUES (?)", v).changes)));
 * if (stored.join() !== "1,1,1") throw new Error("not stored");
 * await writer.close();
 * db.close();
 * ```
 */
export function createWriter(db: Database, options: WriterOptions = {}): Writer {
  return new GroupWriter(db, options);
}

class GroupWriter implements Writer {
  #queue: Job[] = [];
  #scheduled = false;
  #closed = false;
  #listeners = new Set<() => void>();
  #checkpoints: Checkpoints;
  #chained = false;
  /** Commits since the write-ahead log was looked at. */
  #unseen = 0;
  #durability: Durability = "full";
  /** When the present chain of flushes began. */
  #chainStart = 0;
  readonly #maxChainMs: number;

  constructor(readonly db: Database, options: WriterOptions) {
    this.#checkpoints = new Checkpoints(db, options);
    this.#maxChainMs = options.maxChainMs ?? MAX_CHAIN_MS;
  }

  write<T>(work: (db: Database) => T, { durability = "full", soon = false }: WriteOptions = {}): Promise<T> {
    if (this.#closed) {
      return Promise.reject(
        new StorageError("closed", "The host is stopping: nothing more is written", "Try again later"),
      );
    }
    return new Promise<unknown>((resolve, reject) => {
      this.#queue.push({ work, resolve, reject, failed: false, full: durability === "full" });
      if (!this.#scheduled) {
        this.#scheduled = true;
        this.#schedule(soon);
      }
    }) as Promise<T>;
  }

  #schedule(soon: boolean): void {
    if (soon && !this.#chained) return queueMicrotask(this.#flush);
    const isLong = this.#chained && performance.now() - this.#chainStart > this.#maxChainMs;
    // Asked on the next turn: here it could be answered before the work of this turn is done.
    if (isLong) setImmediate(() => Deno.lstat("/").then(this.#flushRested, this.#flushRested));
    else setImmediate(this.#flush);
  }

  onCommit(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    // A job that a settled promise queues in the same turn still gets its turn; what comes after is refused.
    while (this.#scheduled) await new Promise<void>((resolve) => setImmediate(resolve));
    this.#closed = true;
    await this.#checkpoints.close();
  }

  #flushRested = (): void => {
    this.#chainStart = performance.now();
    this.#flush();
  };

  #flush = (): void => {
    this.#scheduled = false;
    if (!this.#chained) {
      this.#chained = true;
      this.#chainStart = performance.now();
    }
    const jobs = this.#queue;
    this.#queue = [];
    const fault = this.#transact(jobs);
    if (fault === undefined) {
      for (const listener of this.#listeners) listener();
    }
    for (const job of jobs) {
      if (fault !== undefined) job.reject(job.failed ? job.error : fault);
      else if (job.failed) job.reject(job.error);
      else job.resolve(job.value);
    }
    setImmediate(this.#afterTurn);
  };

  /**
   * Runs before a flush that was queued by the answers to the last one, and after what these answers began; without such a
   * flush the chain is at its end.
   */
  #afterTurn = (): void => {
    if (this.#closed) return;
    if (!this.#scheduled) this.#chained = false;
    // Behind what the answers have to send: a look at the log takes as long as a message to a compartment.
    if (!this.#scheduled || ++this.#unseen >= COMMITS_PER_LOOK) setImmediate(this.#lookAtLog);
  };

  #lookAtLog = (): void => {
    if (this.#closed) return;
    this.#unseen = 0;
    this.#checkpoints.afterCommit(!this.#scheduled);
  };

  /** Runs the jobs in one transaction; answers what made all of it fail, or undefined. */
  #transact(jobs: Job[]): unknown {
    const { db } = this;
    try {
      this.#setDurability(jobs.some((job) => job.full) ? "full" : "normal");
      db.run("BEGIN IMMEDIATE");
      for (const job of jobs) {
        runJob(db, job, { isAlone: jobs.length === 1 });
        // Full disks and I/O errors take the whole transaction with them; the error of the job says why.
        if (!db.raw.isTransaction) throw job.error;
      }
      if (jobs.length === 1 && jobs[0]!.failed) {
        db.run("ROLLBACK");
        return undefined;
      }
      db.run("COMMIT");
      return undefined;
    } catch (error) {
      try {
        if (db.raw.isTransaction) db.raw.exec("ROLLBACK");
      } catch { /* nothing is open any more */ }
      return storageError(error, db.path) ?? new Error("The transaction failed");
    }
  }

  /** Of the next transaction. In the write-ahead log `normal` leaves out the fsync at its end, and nothing else. */
  #setDurability(durability: Durability): void {
    if (durability === this.#durability) return;
    this.db.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
    this.#durability = durability;
  }
}

/** `isAlone`: nothing else is in its transaction, which is undone as a whole when it fails. */
function runJob(db: Database, job: Job, { isAlone }: { isAlone: boolean }): void {
  if (!isAlone) db.run("SAVEPOINT job");
  try {
    job.value = job.work(db);
    if (job.value instanceof Promise) {
      job.value.catch(() => {});
      throw new TypeError("A job of the writer must be synchronous, but it returned a promise");
    }
    if (!isAlone) db.run("RELEASE job");
  } catch (error) {
    job.failed = true;
    job.error = storageError(error, db.path);
    if (!isAlone && db.raw.isTransaction) db.exec("ROLLBACK TO job; RELEASE job");
  }
}
