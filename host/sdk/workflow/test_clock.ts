import { type Duration, durationMs } from "./duration.ts";

/** Time that a test moves. */
export class TestClock {
  /** In a test the script and what drives it are in one process. */
  readonly isShared = true;
  /** Nobody sets it, so it need not be looked at. */
  readonly lookMs: number = Infinity;
  #now: number;
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  /** Default begin: 2026-01-01T00:00:00Z. */
  constructor(start: Date | number = Date.UTC(2026, 0, 1)) {
    this.#now = Number(start);
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#now;
  }

  /** Calls back once when time has been moved that far; a delay of 0 or less in the next turn of the event loop. */
  timer(delayMs: number, callback: () => void): () => void {
    if (delayMs <= 0) {
      let cancelled = false;
      queueMicrotask(() => cancelled || callback());
      return () => void (cancelled = true);
    }
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /**
   * Moves time, stopping at each timer on the way; after each, and at the end, it waits for `settle`, so that what a
   * timer causes can set timers of its own.
   */
  async advance(duration: Duration, settle: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const until = this.#now + durationMs(duration);
    await settle();
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}
