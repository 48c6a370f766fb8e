import type { Database } from "./ports.ts";

/** How far the write-ahead log may grow, as a multiple of its limits, before a commit waits for it. */
const URGENT = 4;

/** Twice what gathers before a checkpoint. */
const RESERVE_BYTES = 8 * 1024 * 1024;

export interface CheckpointOptions {
  /** Default 1,000. */
  checkpointPages?: number;
  /** Default 64 MiB. */
  truncateBytes?: number;
  /** Length that the log has from the start; default 8 MiB. */
  reserveBytes?: number;
}

/**
 * Moves the write-ahead log back into the database. Once enough pages have gathered, a thread of its own copies them
 * while the host goes on; it starts with the first such need. The host's connection copies the rest, when that is little,
 * so that the file is used from its front again. Past `truncateBytes` the log is begun anew and cut to that, which the
 * host's connection must do itself: when it is idle, or when the thread has left it little to copy. SQLite's own
 * checkpoint, which would run inside some commit, is off.
 *
 * The file has room from the start and keeps it: waiting for the disk takes nearly twice as long when a file grows as when
 * it is written over.
 */
export class Checkpoints {
  #pages: number;
  #truncateBytes: number;
  #pageSize: number;
  #owned: boolean;
  #busyTimeoutMs: number;
  #thread: Worker | undefined;
  /** Resolves when the checkpoint that the thread runs now has ended. */
  #running: Promise<void> | undefined;
  #ended: (() => void) | undefined;
  #threadFailed = false;
  /** The thread has copied nearly all: the host may copy what came meanwhile. */
  #mayRewind = false;

  constructor(readonly db: Database, options: CheckpointOptions) {
    this.#pages = options.checkpointPages ?? 1_000;
    this.#truncateBytes = options.truncateBytes ?? 64 * 1024 * 1024;
    this.#owned = db.get<{ journal_mode: string }>("PRAGMA journal_mode")?.journal_mode === "wal";
    this.#pageSize = db.get<{ page_size: number }>("PRAGMA page_size")?.page_size ?? 4096;
    this.#busyTimeoutMs = db.get<{ timeout: number }>("PRAGMA busy_timeout")?.timeout ?? 0;
    if (!this.#owned) return;
    db.exec("PRAGMA wal_autocheckpoint = 0");
    // Applies whenever the log begins at its front again.
    db.exec(`PRAGMA journal_size_limit = ${this.#truncateBytes}`);
    this.#reserve(Math.min(options.reserveBytes ?? RESERVE_BYTES, this.#truncateBytes));
  }

  /**
   * Makes the log this long: a transaction that is larger than the cache spills into it, and is undone. Nothing of it is ever
   * in the database.
   */
  #reserve(bytes: number): void {
    const { db } = this;
    if (bytes <= sizeOf(`${db.path}-wal`)) return;
    const cacheSize = db.get<{ cache_size: number }>("PRAGMA cache_size")?.cache_size ?? -2000;
    try {
      db.exec("PRAGMA cache_size = 10");
      db.exec(`BEGIN IMMEDIATE; CREATE TABLE reserve (room); INSERT INTO reserve VALUES (zeroblob(${bytes}))`);
    } catch {
      /* Without the room commits take longer, and that is all. */
    } finally {
      if (db.raw.isTransaction) db.exec("ROLLBACK");
      db.exec(`PRAGMA cache_size = ${cacheSize}`);
    }
  }

  afterCommit(idle: boolean): void {
    if (!this.#owned) return;
    const { log, todo } = this.#look();
    const over = log * this.#pageSize / this.#truncateBytes;
    if (this.#running) {
      // A thread that does not come to run must not let the log grow without end.
      if (over > URGENT) this.#run("RESTART");
      return;
    }
    if (over > URGENT || (over > 1 && (idle || todo < this.#pages))) this.#run("RESTART");
    else if (this.#mayRewind && log >= this.#pages && todo < this.#pages / 2) this.#rewind();
    else if (todo >= this.#pages) this.#start(idle || todo >= this.#pages * URGENT);
  }

  /** Ends the thread and empties the write-ahead log. */
  async close(): Promise<void> {
    await this.#running;
    this.#thread?.terminate();
    this.#thread = undefined;
    this.#run("TRUNCATE");
  }

  /** Lets the thread checkpoint; without one the host does, when `mayWait`. */
  #start(mayWait: boolean): void {
    if (this.#threadFailed) {
      if (mayWait) this.#run("PASSIVE");
      return;
    }
    this.#thread ??= this.#startThread();
    this.#running = new Promise((resolve) => {
      this.#ended = () => {
        this.#running = undefined;
        this.#mayRewind = true;
        resolve();
      };
    });
    this.#thread.postMessage(null);
  }

  #startThread(): Worker {
    const thread = new Worker(new URL("./_checkpoint_thread.ts", import.meta.url), { type: "module" });
    thread.onmessage = ({ data: ran }: MessageEvent<boolean>) => {
      if (!ran) this.#threadFailed = true;
      this.#ended?.();
    };
    thread.onerror = (event) => {
      event.preventDefault();
      this.#threadFailed = true;
      this.#ended?.();
    };
    thread.postMessage(this.db.path);
    return thread;
  }

  /**
   * Copies the last few pages, so that the next commit begins at the front of the log again: a file that never ends grows at
   * each commit, and waiting for the disk then takes longer. While a reader holds it up it is not tried again and again.
   */
  #rewind(): void {
    this.#mayRewind = false;
    this.#run("PASSIVE");
  }

  /**
   * A checkpoint now, on this thread. One that a reader holds up does what it can without waiting for that reader, and the
   * rest is left for later; it never throws.
   */
  #run(mode: "PASSIVE" | "RESTART" | "TRUNCATE"): void {
    if (!this.#owned || !this.db.raw.isOpen) return;
    try {
      // As for any lock it would else wait seconds for the reader to end, at each commit.
      this.db.exec("PRAGMA busy_timeout = 0");
      this.db.get(`PRAGMA wal_checkpoint(${mode})`);
    } catch {
      /* a checkpoint that fails loses nothing: the pages stay in the write-ahead log */
    } finally {
      this.db.exec(`PRAGMA busy_timeout = ${this.#busyTimeoutMs}`);
    }
  }

  /** Pages in the write-ahead log and those of them not yet in the database; a few microseconds. */
  #look(): { log: number; todo: number } {
    try {
      const row = this.db.get<{ log: number; checkpointed: number }>("PRAGMA wal_checkpoint(NOOP)");
      return row && row.log > 0 ? { log: row.log, todo: row.log - row.checkpointed } : { log: 0, todo: 0 };
    } catch {
      return { log: 0, todo: 0 };
    }
  }
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
