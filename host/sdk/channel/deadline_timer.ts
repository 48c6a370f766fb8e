/**
 * One timer for many deadlines. It is armed for the earliest and, when it fires, asks which is next; requests that were
 * answered in time cost nothing.
 */
export class DeadlineTimer {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;

  /** `expire` ends all that is due at `now` and answers the next deadline (`performance.now()` time; Infinity for none). */
  constructor(readonly expire: (now: number) => number) {}

  /** Notes a deadline in `performance.now()` time. */
  note(at: number): void {
    if (at >= this.#dueAt) return;
    this.stop();
    this.#dueAt = at;
    this.#timer = setTimeout(this.#fire, Math.max(0, at - performance.now()));
  }

  stop(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dueAt = Infinity;
  }

  #fire = (): void => {
    this.#timer = undefined;
    this.#dueAt = Infinity;
    const next = this.expire(performance.now());
    if (next !== Infinity) this.note(next);
  };
}
