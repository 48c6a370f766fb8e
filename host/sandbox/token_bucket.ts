/**
 * A rate with a burst of one period. What is taken may exceed what is left, so a large batch passes whole and the time
 * after it pays for it.
 */
export class TokenBucket {
  #tokens: number;
  #at: number;

  /** `perPeriod` tokens come back evenly over `periodMs`. */
  constructor(readonly perPeriod: number, readonly periodMs: number, now: number) {
    this.#tokens = perPeriod;
    this.#at = now;
  }

  /** Takes `count` unless nothing is left. Answers 0, or the milliseconds until the next may be taken. */
  take(count: number, now: number): number {
    this.#tokens = Math.min(this.perPeriod, this.#tokens + (now - this.#at) * this.perPeriod / this.periodMs);
    this.#at = now;
    if (this.#tokens < 1) return Math.ceil((1 - this.#tokens) * this.periodMs / this.perPeriod);
    this.#tokens -= count;
    return 0;
  }
}
