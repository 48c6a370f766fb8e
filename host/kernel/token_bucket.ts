/** Lets so many through per second, with as many again as a burst after a quiet second. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  constructor(private readonly perSecond: number, private readonly now: () => number = () => performance.now()) {
    this.#tokens = 2 * perSecond;
    this.#at = now();
  }

  /** Takes `count`; answers 0, or the milliseconds after which it may be tried again (nothing was taken then). */
  take(count: number): number {
    const now = this.now();
    this.#tokens = Math.min(2 * this.perSecond, this.#tokens + (now - this.#at) * this.perSecond / 1_000);
    this.#at = now;
    // More at once than the bucket holds goes through when it is full, and is paid for afterwards.
    const needed = Math.min(count, 2 * this.perSecond);
    if (this.#tokens < needed) return Math.max(1, Math.ceil((needed - this.#tokens) * 1_000 / this.perSecond));
    this.#tokens -= count;
    return 0;
  }
}
