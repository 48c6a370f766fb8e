/** Two clocks: what time it is may be set by somebody, what passes may not. */
export interface UnitClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds of a clock that nobody sets; where it began means nothing. */
  elapsed(): number;
}

export const MACHINE_CLOCK: UnitClock = { now: () => Date.now(), elapsed: () => performance.now() };

/** Times of the clock that nobody sets, as they are kept: another process has another beginning. */
export function toWallTimes(elapsed: readonly number[], clock: UnitClock): number[] {
  const offset = clock.now() - clock.elapsed();
  return elapsed.map((time) => Math.round(time + offset));
}

/** Kept times, as what has passed since. What a clock that was set meanwhile puts into the future was just now. */
export function fromWallTimes(kept: readonly number[], clock: UnitClock): number[] {
  const offset = clock.now() - clock.elapsed();
  return kept.map((time) => Math.min(time - offset, clock.elapsed())).sort((a, b) => a - b);
}
