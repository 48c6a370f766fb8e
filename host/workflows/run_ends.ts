import type { Database } from "../storage/ports.ts";
import { getRun, type RunRow } from "./run_store.ts";

/** Waits for runs to end. */
export class RunEnds {
  readonly #waiting = new Map<string, Set<(row: RunRow) => void>>();

  constructor(private readonly db: Database) {}

  /**
   * The run as it ended, now or later. Rejects when the signal aborts; the run goes on. `fresh`: it was created in this
   * turn of the event loop and cannot have ended.
   */
  async wait(id: string, signal: AbortSignal | undefined, { fresh = false } = {}): Promise<RunRow> {
    signal?.throwIfAborted();
    const row = fresh ? undefined : getRun(this.db, id);
    if (row && row.endedAt !== null) return row;
    const { promise, resolve, reject } = Promise.withResolvers<RunRow>();
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting.add(resolve));
    const abort = () => reject(signal!.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", abort);
      waiting.delete(resolve);
      if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
    }
  }

  /** A run ended, and its row is on disk. */
  ended(row: RunRow): void {
    for (const resolve of this.#waiting.get(row.id) ?? []) resolve(row);
  }
}
