/** A program is behind its wrapper after some four milliseconds. */
const FIRST_MS = 4;
const AGAIN_MS = 2;
const MAX_AGAIN_MS = 100;
/** Even a machine that is hardly alive has brought it up by then. */
const GIVE_UP_MS = 10_000;
/** What was begun later is hardly further: with so many that are not there yet a round ends. */
const MISSES = 2;

interface Waiting {
  since: number;
  due: number;
  look(): boolean;
  done(): void;
}

/**
 * Looks for programs behind their wrappers, in the order in which they were begun, with one timer for all. The kernel tells
 * nobody when one is there, and each look costs the host some time: so none is made at what cannot be there yet, and at one
 * that is slow ever more seldom, after an eighth of what it has taken by then.
 */
export class ProgramFinder {
  readonly #waiting = new Set<Waiting>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When that is, by the clock that nobody sets. */
  #at = 0;

  /** Calls `look` until it answers true; resolves then, when `ended` has resolved, or when it takes too long. */
  find(look: () => boolean, ended: Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const since = performance.now();
    const waiting: Waiting = { since, due: since + FIRST_MS, look, done: resolve };
    this.#waiting.add(waiting);
    ended.then(() => {
      this.#waiting.delete(waiting);
      if (this.#waiting.size === 0) this.#rest();
      resolve();
    });
    this.#wake(waiting.due);
    return promise;
  }

  #round(): void {
    this.#rest();
    let misses = 0;
    for (const one of this.#waiting) {
      const now = performance.now();
      if (one.due > now) continue;
      if (one.look() || now - one.since > GIVE_UP_MS) {
        this.#waiting.delete(one);
        one.done();
        continue;
      }
      one.due = now + Math.min(MAX_AGAIN_MS, Math.max(AGAIN_MS, (now - one.since) / 8));
      if (++misses === MISSES) break;
    }
    if (this.#waiting.size === 0) return;
    const next = Math.min(...Array.from(this.#waiting, ({ due }) => due));
    this.#wake(Math.max(performance.now() + AGAIN_MS, next));
  }

  /** Sees to it that the next round is at this time, or before. */
  #wake(at: number): void {
    if (this.#timer !== undefined && this.#at <= at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => this.#round(), Math.max(0, at - performance.now()));
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
