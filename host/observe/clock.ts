import { setImmediate } from "node:timers";
import type { Clock } from "./ports.ts";

/** setTimeout takes no more than this (about 24.8 days). */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;
const DAY_MS = 86_400_000;

/** The machine's clock. Timers of any length. */
export function systemClock(): Clock {
  return {
    isShared: true,
    now: () => Date.now(),
    elapsed: () => performance.now(),
    timer(delayMs, callback) {
      let left = delayMs;
      let handle: ReturnType<typeof setTimeout>;
      const arm = () => {
        const part = Math.min(left, MAX_TIMEOUT_MS);
        left -= part;
        handle = setTimeout(() => left > 0 ? arm() : callback(), part);
      };
      arm();
      return () => clearTimeout(handle);
    },
  };
}

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, calling what becomes due in its order. Between two timers pending promises get their turn. */
  advance(ms: number): Promise<void>;
  /** Somebody sets the clock: it shows `ms` more, or less, and no time has passed. */
  jump(ms: number): void;
  /** Timers that wait. */
  readonly waiting: number;
}

/**
 * A clock for tests. It is looked at once a day (`lookMs`): days pass quickly, and a test that sets it says how often.
 *
 * @example
 * ```ts
 * import { manualClock } from "./clock.ts";
 *
 * const clock = manualClock(1_000);
 * let rang = 0;
 * clock.timer(500, () => rang = clock.now());
 * await clock.advance(2_000);
 * if (rang !== 1_500 || clock.now() !== 3_000) throw new Error("wrong time");
 * ```
 */
export function manualClock(startMs = 1_700_000_000_000, { lookMs = DAY_MS } = {}): ManualClock {
  let now = startMs;
  /** What it was set ahead of the time that has passed. */
  let ahead = 0;
  let timers: { due: number; callback: () => void }[] = [];
  // What a timer's callback wrote was queued for the next turn before this is: it is answered first, on a busy machine too.
  const turn = () => new Promise<void>((resolve) => setImmediate(() => setTimeout(resolve, 0)));
  return {
    lookMs,
    now: () => now + ahead,
    elapsed: () => now,
    jump: (ms) => void (ahead += ms),
    get waiting() {
      return timers.length;
    },
    timer(delayMs, callback) {
      const timer = { due: now + Math.max(0, delayMs), callback };
      timers.push(timer);
      return () => void (timers = timers.filter((other) => other !== timer));
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await turn();
        const next = timers.filter((timer) => timer.due <= end).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.due);
        next.callback();
      }
      now = end;
      await turn();
    },
  };
}
