import type { ScheduledWork } from "./context.ts";
import { durationMs } from "./duration.ts";
import type { SdkClock } from "./clock.ts";

/** Longest timer that JavaScript takes, in milliseconds. */
const LONGEST_MS = 2 ** 31 - 1;
/** Timers of this process. */
export class Timers {
  readonly #timers = new Map<string, { cancel: () => void }>();
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  /** `run` makes a context, calls the work and reports what it throws; it never rejects. */
  constructor(
    private readonly clock: SdkClock,
    private readonly run: (name: string, work: ScheduledWork) => Promise<void>,
  ) {}

  every(name: string, interval: string | number, work: ScheduledWork): void {
    const intervalMs = durationMs(interval);
    if (intervalMs < 1) throw new TypeError(`ctx.schedule.every("${name}", …): the interval must be at least 1 ms`);
    const entry = this.#replace(name);
    const next = () => {
      entry.cancel = this.#wait(intervalMs, async () => {
        await this.#track(name, work);
        if (this.#timers.get(name) === entry && !this.#closed) next();
      });
    };
    next();
  }

  after(name: string, delay: string | number, work: ScheduledWork): void {
    const entry = this.#replace(name);
    entry.cancel = this.#wait(durationMs(delay), async () => {
      if (this.#timers.get(name) === entry) this.#timers.delete(name);
      await this.#track(name, work);
    });
  }

  /** Nothing is waited for and nothing runs. */
  get idle(): boolean {
    return this.#timers.size === 0 && this.#running.size === 0;
  }

  cancel(name: string): boolean {
    const entry = this.#timers.get(name);
    entry?.cancel();
    return this.#timers.delete(name);
  }

  /** Cancels all and waits for what runs. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const name of [...this.#timers.keys()]) this.cancel(name);
    await Promise.all(this.#running);
  }

  #replace(name: string): { cancel: () => void } {
    if (this.#closed) throw new Error("The plugin is stopping: no new timers");
    this.cancel(name);
    const entry = { cancel: () => {} };
    this.#timers.set(name, entry);
    return entry;
  }

  async #track(name: string, work: ScheduledWork): Promise<void> {
    const running = this.run(name, work);
    this.#running.add(running);
    await running;
    this.#running.delete(running);
  }

  #wait(delayMs: number, callback: () => void): () => void {
    if (delayMs <= LONGEST_MS) return this.clock.timer(delayMs, callback);
    let cancel = this.clock.timer(LONGEST_MS, () => {
      cancel = this.#wait(delayMs - LONGEST_MS, callback);
    });
    return () => cancel();
  }
}
