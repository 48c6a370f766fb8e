import type { StepRecord } from "../sdk/workflow/step_record.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { FencedError, type RunChange, saveStep, type UpdateOptions, updateRun } from "./run_store.ts";

/** What may wait is written after this long, if nothing else of its run was until then. */
const LATEST_MS = 250;
/** And so is a new run that need not be on disk at once. */
const LATEST_BIRTH_MS = 20;

/**
 * Changes in one job of the writer. While the next are written the scripts go on with these: the two processes work side by
 * side, where all at once would let them work by turns. Many fewer would be too many fsyncs.
 */
const MAX_JOB = 256;

interface Entry {
  /** The step that it writes, if it is one; of several changes that wait the last is written. */
  record?: StepRecord;
  /** Taken away when the step has changed again and waits at the end of the line. */
  work?: (db: Database) => unknown;
  value?: unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A step that waits in the line. */
interface QueuedStep {
  entry: Entry;
  written: Promise<void>;
}

/** A change that may wait. */
interface Waiting {
  change: RunChange;
  fence?: number;
  written: PromiseWithResolvers<boolean>;
}

/** A new run that is not on disk. */
interface Unborn {
  /** Taken away when the writer has it. */
  insert?: (db: Database) => void;
  written: PromiseWithResolvers<boolean>;
}

/** Steps of a run that may wait, as they are when they are written. */
type WaitingSteps = Map<StepRecord, { generation: number; written: PromiseWithResolvers<void> }>;

/**
 * All that is written for runs, in the order in which it was asked for. What comes in one turn of the event loop, of
 * however many runs, is one job of the writer, or some.
 */
export class Journal {
  #entries: Entry[] = [];
  readonly #steps = new Map<StepRecord, QueuedStep>();
  /** By the run's `ord`. */
  readonly #waiting = new Map<number, Waiting>();
  readonly #waitingSteps = new Map<number, WaitingSteps>();
  readonly #unborn = new Map<number, Unborn>();
  #birth: ReturnType<typeof setTimeout> | undefined;
  #scheduled = false;
  #latest: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly writer: Writer) {}

  /** Writes a new run with what is written first of it, or soon. Resolves when it is on disk. */
  create(ord: number, insert: (db: Database) => void): Promise<boolean> {
    const written = Promise.withResolvers<boolean>();
    this.#unborn.set(ord, { insert, written });
    this.#birth ??= setTimeout(this.#bearAll, LATEST_BIRTH_MS);
    return written.promise;
  }

  /** Of a run that is not on disk: writes it now; resolves when that is done, and with false when it could not be. */
  created(ord: number): Promise<boolean> | undefined {
    const unborn = this.#unborn.get(ord);
    if (!unborn) return undefined;
    this.#bear(ord);
    return unborn.written.promise.catch(() => false);
  }

  /** Writes all new runs now; resolves when none is missing on disk, or cannot be written. */
  async settled(): Promise<void> {
    if (this.#unborn.size === 0) return;
    this.#bearAll();
    await Promise.allSettled([...this.#unborn.values()].map(({ written }) => written.promise));
  }

  #bear(ord: number): void {
    const unborn = this.#unborn.get(ord);
    const insert = unborn?.insert;
    if (!insert) return;
    unborn.insert = undefined;
    this.#add(insert).finally(() => this.#unborn.delete(ord)).then(
      () => unborn.written.resolve(true),
      unborn.written.reject,
    );
  }

  readonly #bearAll = (): void => {
    clearTimeout(this.#birth);
    this.#birth = undefined;
    for (const ord of [...this.#unborn.keys()]) this.#bear(ord);
  };

  /**
   * Writes a step as it is when its turn comes. Rejects with {@linkcode FencedError} when the run has moved on. What `mayWait`
   * is written with what is written next of the run.
   */
  step(ord: number, generation: number, record: StepRecord, { mayWait = false } = {}): Promise<void> {
    if (mayWait) return this.#putStepOff(ord, generation, record);
    this.#writeSteps(ord);
    return this.#writeStep(ord, generation, record);
  }

  #putStepOff(ord: number, generation: number, record: StepRecord): Promise<void> {
    const queued = this.#steps.get(record);
    if (queued) return queued.written;
    const waiting: WaitingSteps = this.#waitingSteps.get(ord) ?? new Map();
    this.#waitingSteps.set(ord, waiting);
    const written = waiting.get(record)?.written ?? Promise.withResolvers<void>();
    waiting.set(record, { generation, written });
    this.#latest ??= setTimeout(this.#writeWaiting, LATEST_MS);
    return written.promise;
  }

  /** Writes the steps of a run that waited. */
  #writeSteps(ord: number): void {
    const waiting = this.#waitingSteps.get(ord);
    if (!waiting) return;
    this.#waitingSteps.delete(ord);
    for (const [record, { generation, written }] of waiting) {
      this.#writeStep(ord, generation, record).then(written.resolve, written.reject);
    }
  }

  #writeStep(ord: number, generation: number, record: StepRecord): Promise<void> {
    const queued = this.#steps.get(record);
    if (queued) {
      this.#toTheEnd(queued);
      return queued.written;
    }
    this.#bear(ord);
    const begunAt = this.#waiting.get(ord)?.change.startedAt;
    const { entry, done } = this.#enter((db) => saveStep(db, ord, generation, record, begunAt), { record });
    const written = done.then((saved) => {
      if (!saved) throw new FencedError(generation);
    });
    this.#steps.set(record, { entry, written });
    return written;
  }

  /** A step that has changed again: what it was before gives it no better place than others that changed at the same time. */
  #toTheEnd(queued: QueuedStep): void {
    const moved = { ...queued.entry };
    queued.entry.work = undefined;
    queued.entry = moved;
    this.#entries.push(moved);
  }

  /**
   * Changes a run, with `fence` only while no later generation has it; answers whether that was so. What `mayWait` is
   * written with the run's next change that may not; a kill before that undoes it, but for when it began: what its steps
   * were asked with may rest on that, so they carry it until the run does.
   */
  run(
    ord: number,
    change: RunChange,
    { mayWait, ...options }: UpdateOptions & { mayWait?: boolean } = {},
  ): Promise<boolean> {
    const waiting = this.#waiting.get(ord);
    if (mayWait) {
      const { written } = this.#putOff(ord, { ...waiting?.change, ...change }, options.fence, waiting);
      return written.promise;
    }
    this.#bear(ord);
    this.#writeSteps(ord);
    if (!waiting) return this.#add((db) => updateRun(db, ord, change, options));
    this.#waiting.delete(ord);
    const all = { ...waiting.change, ...change };
    const written = this.#add((db) => updateRun(db, ord, all, options));
    written.then(waiting.written.resolve, waiting.written.reject);
    return written;
  }

  #putOff(ord: number, change: RunChange, fence: number | undefined, before: Waiting | undefined): Waiting {
    const waiting = { change, fence, written: before?.written ?? Promise.withResolvers<boolean>() };
    this.#waiting.set(ord, waiting);
    this.#latest ??= setTimeout(this.#writeWaiting, LATEST_MS);
    return waiting;
  }

  readonly #writeWaiting = (): void => {
    this.#latest = undefined;
    for (const ord of [...this.#waitingSteps.keys()]) this.#writeSteps(ord);
    for (const [ord, { fence }] of [...this.#waiting]) this.run(ord, {}, { fence }).catch(() => {});
  };

  /** Anything else that has to keep its place in the order. */
  write<T>(work: (db: Database) => T): Promise<T> {
    if (this.#unborn.size > 0) this.#bearAll();
    return this.#add(work);
  }

  /** Nothing waits any more: what has begun is on disk at the next start. */
  close(): void {
    this.#bearAll();
    clearTimeout(this.#latest);
  }

  #add<T>(work: (db: Database) => T): Promise<T> {
    return this.#enter(work).done;
  }

  /** Puts a change at the end of the line. */
  #enter<T>(work: (db: Database) => T, { record }: { record?: StepRecord } = {}): { entry: Entry; done: Promise<T> } {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const entry: Entry = { record, work, resolve: resolve as (value: unknown) => void, reject };
    this.#entries.push(entry);
    if (!this.#scheduled) this.#schedule();
    return { entry, done: promise };
  }

  #schedule(): void {
    this.#scheduled = true;
    let entries: Entry[] = [];
    this.writer.write((db) => {
      entries = this.#take(MAX_JOB);
      // The rest is the next transaction, when what the answers to this one have to say was sent.
      if (this.#entries.length > 0) this.#schedule();
      for (const entry of entries) entry.value = entry.work!(db);
    }).then(() => {
      for (const entry of entries) entry.resolve(entry.value);
    }, (error) => {
      // The writer takes nothing any more: the job was never begun.
      if (entries.length === 0) entries = this.#take(Infinity);
      for (const entry of entries) entry.reject(error);
    });
  }

  /** The oldest changes that wait, of which so many. */
  #take(limit: number): Entry[] {
    this.#scheduled = false;
    const entries = this.#entries.splice(0, limit).filter(({ work }) => work !== undefined);
    for (const { record } of entries) if (record) this.#steps.delete(record);
    return entries;
  }
}
