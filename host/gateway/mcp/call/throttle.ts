/** Lets a value through at most every `ms`; of those in between the last one, when the time has come. */
export class Throttle<T> {
  #last = -Infinity;
  #waiting: { value: T } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly ms: number, private readonly send: (value: T) => void) {}

  push(value: T): void {
    const left = this.#last + this.ms - performance.now();
    if (left <= 0 && this.#timer === undefined) return this.#let(value);
    this.#waiting = { value };
    this.#timer ??= setTimeout(() => this.flush(), Math.max(1, left));
  }

  /** Sends what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting) this.#let(this.#waiting.value);
  }

  #let(value: T): void {
    this.#waiting = undefined;
    this.#last = performance.now();
    this.send(value);
  }
}
