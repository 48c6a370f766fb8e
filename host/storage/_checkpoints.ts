import type { Database } from "./ports.ts";

/** How far the write-ahead log may grow, as a multiple of its limits, before a commit waits for it. */
const URGENT = 4;

/**
 * Moves the write-ahead log back into the database. Once enough pages have gathered, a thread of its own copies them
 * while the host goes on; it starts with the first such need. The host's connection copies the rest, when that is little,
 * so that the file is used from its front again. Past `truncateBytes` the log is cut, which the host's
 * connection must do itself: when it is idle, or when the thread has left it little to copy. SQLite's own checkpoint,
 * which would run inside some commit, is off.
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

  constructor(readonly db: Database, options: { checkpointPages?: number; truncateBytes?: number }) {
    this.#pages = options.checkpointPages ?? 1_000;
    this.#truncateBytes = options.truncateBytes ?? 64 * 1024 * 1024;
    this.#owned = db.get<{ journal_mode: string }>("PRAGMA journal_mode")?.journal_mode === "wal";
    this.#pageSize = db.get<{ page_size: number }>("PRAGMA page_size")?.page_size ?? 4096;
    this.#busyTimeoutMs = db.get<{ timeout: number }>("PRAGMA busy_timeout")?.timeout ?? 0;
    if (this.#owned) db.exec("PRAGMA wal_autocheckpoint = 0");
  }

  afterCommit(idle: boolean): void {
    if (!this.#owned) return;
    const { log, todo } = this.#look();
    const over = log * this.#pageSize / this.#truncateBytes;
    if (this.#running) {
      // A thread that does not come to run must not let the log grow without end.
      if (over > URGENT) this.#run("TRUNCATE");
      return;
    }
    if (over > URGENT || (over > 1 && (idle || todo < this.#pages))) this.#run("TRUNCATE");
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
  #run(mode: "PASSIVE" | "TRUNCATE"): void {
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
