import type { Clock } from "./ports.ts";

/** A clock that is kept right moves by less. */
const JUMP_MS = 3_600_000;
/** After so long a clock that was set forward is believed. */
const DOUBT_MS = 24 * 3_600_000;

/**
 * What time it is for whoever removes things by their age. A clock that somebody set far ahead by mistake would have
 * everything removed at once and for good; so for a day such a jump does not count, and if it is mended by then, it never
 * did. A machine that slept looks the same, and loses nothing by waiting.
 *
 * @example
 * ```ts
 * import { AgeGuard } from "./age_guard.ts";
 * import { manualClock } from "./clock.ts";
 *
 * const clock = manualClock(0);
 * const guard = new AgeGuard(clock);
 * clock.jump(30 * 86_400_000);
 * if (guard.now() !== 0) throw new Error("believed at once");
 * ```
 */
export class AgeGuard {
  readonly #clock: Clock;
  /** The clock minus the time that has passed, as far as it is believed. */
  #believed: number;
  #doubted: { offset: number; since: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#believed = clock.now() - this.#elapsed();
  }

  /** Milliseconds since 1970. */
  now(): number {
    const now = this.#clock.now();
    const elapsed = this.#elapsed();
    const offset = now - elapsed;
    if (offset - this.#believed > JUMP_MS) {
      if (!this.#doubted || Math.abs(offset - this.#doubted.offset) > JUMP_MS) {
        this.#doubted = { offset, since: elapsed };
      }
      if (elapsed - this.#doubted.since < DOUBT_MS) return this.#believed + elapsed;
    }
    this.#believed = offset;
    this.#doubted = undefined;
    return now;
  }

  #elapsed(): number {
    return this.#clock.elapsed?.() ?? this.#clock.now();
  }
}
