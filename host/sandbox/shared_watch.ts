/** Ticks between two looks at processor and storage. */
const SLOW_EVERY = 10;

export interface Watched {
  /** `now` is `performance.now()`. */
  tick(now: number, slow: boolean): void;
}

/** One timer for all compartments; it runs only while there are any. */
export class SharedWatch {
  #watched = new Set<Watched>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #ticks = 0;

  constructor(readonly intervalMs: number = 100) {}

  add(watched: Watched): void {
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#tick(), this.intervalMs);
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched);
    if (this.#watched.size > 0 || this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tick(): void {
    const now = performance.now();
    this.#ticks++;
    let n = 0;
    // Slow looks are spread, so that no tick carries all of them.
    for (const watched of this.#watched) watched.tick(now, (this.#ticks + n++) % SLOW_EVERY === 0);
  }
}
