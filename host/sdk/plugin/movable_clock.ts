import type { SdkClock } from "./clock.ts";

/**
 * Time for tests: it stands still until it is moved. Milliseconds everywhere.
 *
 * @example
 * ```ts
 * import { MovableClock } from "@bulkhead/testing";
 *
 * const clock = new MovableClock(0);
 * let rang = 0;
 * clock.timer(5_000, () => rang = clock.now());
 * await clock.advance(60_000);
 * if (rang !== 5_000 || clock.now() !== 60_000) throw new Error(`rang at ${rang}`);
 * ```
 */
export class MovableClock implements SdkClock {
  #now: number;
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  /** Begins at the given time; default the machine's. */
  constructor(now: number = Date.now()) {
    this.#now = now;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#now;
  }

  /** Calls back once when time was moved that far; answers a function that takes it back. */
  timer(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Moves time forward, calling what falls due in its order; lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    while (true) {
      const due = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
    }
    this.#now = end;
  }
}
