import type { LateCursor } from "../bus/ports.ts";
import type { Database } from "../storage/ports.ts";
import { insertRun, newRow, type NewRun, type RunRow } from "./run_store.ts";
import { takeOrd } from "./run_ord.ts";

/** A run that an event begins and that is not on disk. */
export interface UnwrittenRun {
  run: NewRun;
  ord: number;
  /** Position of its event. */
  seq: number;
}

export interface UnwrittenRunsOptions {
  /**
   * Begins a run before it is on disk, and lets `insert` write it with its first step, or soon. Resolves when that is done.
   */
  beginAhead(row: RunRow, insert: (db: Database) => void): Promise<unknown>;
}

/**
 * Runs of one workflow that events began and that are not on disk yet. The event itself is what a kill leaves of them: the
 * cursor stays before it until its run is written, and moves in that very transaction.
 */
export class UnwrittenRuns {
  /** In the order of the events; true when it is in a transaction whose outcome is not known yet. */
  readonly #runs = new Map<UnwrittenRun, boolean>();

  constructor(private readonly options: UnwrittenRunsOptions) {}

  get size(): number {
    return this.#runs.size;
  }

  /** Its event is on disk: begins it. */
  begin(made: UnwrittenRun, cursor: LateCursor): void {
    this.#runs.set(made, false);
    const written = this.options.beginAhead(newRow(made.run, made.ord), (db) => {
      this.#insertBefore(db, made.seq);
      this.#runs.set(made, true);
      insertRun(db, made.run, made.ord);
      cursor.move(made.seq);
    });
    written.then(() => this.#runs.delete(made), (error) => {
      this.#runs.delete(made);
      for (const other of this.#runs.keys()) this.#runs.set(other, false);
      cursor.failed(error);
    });
  }

  /** Within a transaction that moves the cursor beyond all of them. One that is on disk stays as it is. */
  insertAll(db: Database): void {
    for (const { run, ord } of this.#runs.keys()) insertRun(db, run, ord);
  }

  #insertBefore(db: Database, seq: number): void {
    for (const [made, isTaken] of this.#runs) {
      if (made.seq >= seq) break;
      if (isTaken) continue;
      this.#runs.set(made, true);
      insertRun(db, made.run, made.ord);
    }
  }
}

/** A run that is to begin when the event at `seq` is on disk. */
export function unwritten(db: Database, run: NewRun, seq: number): UnwrittenRun {
  return { run, ord: takeOrd(db), seq };
}
