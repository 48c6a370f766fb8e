import type { Database } from "../storage/ports.ts";
import { getRun, type RunRow } from "./run_store.ts";

/** Waits for runs to end. */
export class RunEnds {
  readonly #resting = new Map<string, Set<() => void>>();
  readonly #waiting = new Map<string, Set<(row: RunRow) => void>>();

  constructor(private readonly db: Database) {}

  /**
   * The run as it ended, now or later. Rejects when the signal aborts; the run goes on. `fresh`: it was created in this
   * turn of the event loop and cannot have ended. `ended` is called when it ends, a moment before the promise tells.
   */
  async wait(
    id: string,
    signal: AbortSignal | undefined,
    { fresh = false, ended }: { fresh?: boolean; ended?: () => void } = {},
  ): Promise<RunRow> {
    signal?.throwIfAborted();
    const row = fresh ? undefined : getRun(this.db, id);
    if (row && row.endedAt !== null) return row;
    const { promise, resolve, reject } = Promise.withResolvers<RunRow>();
    const waiting = this.#waiting.get(id) ?? new Set();
    const over = (row: RunRow) => {
      ended?.();
      resolve(row);
    };
    this.#waiting.set(id, waiting.add(over));
    const abort = () => reject(signal!.reason);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", abort);
      waiting.delete(over);
      if (waiting.size === 0 && this.#waiting.get(id) === waiting) this.#waiting.delete(id);
    }
  }

  /** Waits until the run has ended, or has something to wait for, or for so many milliseconds. */
  async within({ id }: RunRow, ms: number): Promise<void> {
    const rests = new AbortController();
    const rest = () => rests.abort();
    const timer = setTimeout(rest, ms);
    this.#resting.set(id, (this.#resting.get(id) ?? new Set()).add(rest));
    try {
      await this.wait(id, rests.signal);
    } catch (error) {
      if (!rests.signal.aborted) throw error;
    } finally {
      clearTimeout(timer);
      this.#resting.get(id)?.delete(rest);
      if (this.#resting.get(id)?.size === 0) this.#resting.delete(id);
    }
  }

  /** A run that is being ended waits for something. */
  rests({ id }: RunRow): void {
    for (const rest of [...this.#resting.get(id) ?? []]) rest();
  }

  /** A run ended, and its row is on disk. */
  ended(row: RunRow): void {
    for (const over of this.#waiting.get(row.id) ?? []) over(row);
  }
}
