import type { StepRecord } from "../sdk/workflow/step_record.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { FencedError, type RunChange, saveStep, updateRun } from "./run_store.ts";

/** What may wait for the next write is written after this long at the latest. */
const LATEST_MS = 20;

interface Entry {
  /** The step that it writes, if it is one; of several changes in one turn the last is written. */
  record?: StepRecord;
  work: (db: Database) => unknown;
  value?: unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * All that is written for runs, in the order in which it was asked for. What comes in one turn of the event loop, of
 * however many runs, is one job of the writer.
 */
export class Journal {
  #entries: Entry[] = [];
  readonly #steps = new Map<StepRecord, Promise<void>>();
  #scheduled = false;
  #latest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly writer: Writer) {}

  /** Writes a step as it is when its turn comes. Rejects with {@linkcode FencedError} when the run has moved on. */
  step(ord: number, generation: number, record: StepRecord): Promise<void> {
    let queued = this.#steps.get(record);
    if (!queued) {
      queued = this.#add((db) => saveStep(db, ord, generation, record), { record }).then((saved) => {
        if (!saved) throw new FencedError(generation);
      });
      this.#steps.set(record, queued);
    }
    return queued;
  }

  /**
   * Changes a run, with `fence` only while it has that generation; answers whether it had. What `mayWait` comes to the
   * disk with the next that does not, and until then a kill undoes it.
   */
  run(
    ord: number,
    change: RunChange,
    { fence, mayWait }: { fence?: number; mayWait?: boolean } = {},
  ): Promise<boolean> {
    return this.#add((db) => updateRun(db, ord, change, fence), { mayWait });
  }

  /** Anything else that has to keep its place in the order. */
  write<T>(work: (db: Database) => T): Promise<T> {
    return this.#add(work);
  }

  close(): void {
    clearTimeout(this.#latest);
  }

  #add<T>(work: (db: Database) => T, { record, mayWait }: { record?: StepRecord; mayWait?: boolean } = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#entries.push({ record, work, resolve: resolve as (value: unknown) => void, reject });
      if (this.#scheduled) return;
      if (!mayWait) this.#schedule();
      else this.#latest ??= setTimeout(this.#schedule, LATEST_MS);
    });
  }

  readonly #schedule = (): void => {
    clearTimeout(this.#latest);
    this.#latest = undefined;
    if (this.#scheduled) return;
    this.#scheduled = true;
    let entries: Entry[] = [];
    const take = () => {
      this.#scheduled = false;
      entries = this.#entries;
      this.#entries = [];
      for (const { record } of entries) if (record) this.#steps.delete(record);
    };
    this.writer.write((db) => {
      take();
      for (const entry of entries) entry.value = entry.work(db);
    }).then(() => {
      for (const entry of entries) entry.resolve(entry.value);
    }, (error) => {
      // The writer takes nothing any more: the job was never begun.
      if (entries.length === 0) take();
      for (const entry of entries) entry.reject(error);
    });
  };
}
