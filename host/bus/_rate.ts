/** Seconds over which events are counted. */
export const RATE_WINDOW_S = 60;

/** How many in each second of the last minute. */
export class Rate {
  readonly #seconds = new Uint32Array(RATE_WINDOW_S);
  #last = 0;
  total = 0;
  /** Milliseconds since 1970; 0 = never. */
  lastAt = 0;

  add(nowMs: number): void {
    const second = this.#advance(nowMs);
    this.#seconds[second % RATE_WINDOW_S]!++;
    this.total++;
    this.lastAt = nowMs;
  }

  /** In the last minute. */
  count(nowMs: number): number {
    this.#advance(nowMs);
    let sum = 0;
    for (const count of this.#seconds) sum += count;
    return sum;
  }

  #advance(nowMs: number): number {
    const second = Math.floor(nowMs / 1_000);
    const passed = second - this.#last;
    if (passed <= 0) return this.#last;
    if (passed >= RATE_WINDOW_S) this.#seconds.fill(0);
    else for (let each = this.#last + 1; each <= second; each++) this.#seconds[each % RATE_WINDOW_S] = 0;
    this.#last = second;
    return second;
  }
}
