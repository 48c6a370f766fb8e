import type { Database } from "./ports.ts";

/**
 * Moves the write-ahead log back into the database: when the writer is idle and enough pages have gathered, or in any
 * case once it is four times that; past `truncateBytes` the file itself is cut. SQLite's own checkpoint, which would
 * run inside some commit, is off.
 */
export class Checkpoints {
  #pages: number;
  #truncateBytes: number;
  #pageSize: number;
  #owned: boolean;

  constructor(readonly db: Database, options: { checkpointPages?: number; truncateBytes?: number }) {
    this.#pages = options.checkpointPages ?? 1_000;
    this.#truncateBytes = options.truncateBytes ?? 64 * 1024 * 1024;
    this.#owned = db.get<{ journal_mode: string }>("PRAGMA journal_mode")?.journal_mode === "wal";
    this.#pageSize = db.get<{ page_size: number }>("PRAGMA page_size")?.page_size ?? 4096;
    if (this.#owned) db.exec("PRAGMA wal_autocheckpoint = 0");
  }

  afterCommit(idle: boolean): void {
    if (!this.#owned) return;
    const { log, todo } = this.#look();
    if (idle && log * this.#pageSize > this.#truncateBytes) this.run("TRUNCATE");
    else if (todo >= this.#pages * (idle ? 1 : 4)) this.run("PASSIVE");
  }

  /** A checkpoint now. One that a reader holds up is left for later; it never throws. */
  run(mode: "PASSIVE" | "TRUNCATE"): void {
    if (!this.#owned || !this.db.raw.isOpen) return;
    try {
      this.db.get(`PRAGMA wal_checkpoint(${mode})`);
    } catch { /* a checkpoint that fails loses nothing: the pages stay in the write-ahead log */ }
  }

  /** Pages in the write-ahead log and those of them not yet in the database; two microseconds. */
  #look(): { log: number; todo: number } {
    try {
      const row = this.db.get<{ log: number; checkpointed: number }>("PRAGMA wal_checkpoint(NOOP)");
      return row && row.log > 0 ? { log: row.log, todo: row.log - row.checkpointed } : { log: 0, todo: 0 };
    } catch {
      return { log: 0, todo: 0 };
    }
  }
}
