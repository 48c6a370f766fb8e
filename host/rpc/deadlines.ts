interface Entry {
  readonly at: number;
  open: boolean;
  readonly expire: () => void;
}

/** Takes a deadline back; calling it again does nothing. */
export type Settle = () => void;

/**
 * Many deadlines with few timers: calls of the same length expire in the order in which they began, so one
 * timer for each length is enough. A timer runs only while something is under way.
 */
export class Deadlines {
  readonly #queues = new Map<number, Queue>();

  /** Calls `expire` after `ms` unless it is settled before. */
  watch(ms: number, expire: () => void): Settle {
    let queue = this.#queues.get(ms);
    if (!queue) this.#queues.set(ms, queue = new Queue(ms, () => this.#queues.delete(ms)));
    return queue.add(expire);
  }

  /** Entries in memory, settled ones that are not cleared away yet included. */
  get size(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.size, 0);
  }
}

class Queue {
  get size(): number {
    return this.#entries.length;
  }

  #entries: Entry[] = [];
  #head = 0;
  #open = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly ms: number, readonly onEmpty: () => void) {}

  add(expire: () => void): Settle {
    const entry: Entry = { at: performance.now() + this.ms, open: true, expire };
    this.#entries.push(entry);
    this.#open++;
    if (this.#timer === undefined) this.#arm(this.ms);
    return () => {
      if (!entry.open) return;
      entry.open = false;
      this.#open--;
      this.#tidy();
    };
  }

  /** Drops what is settled at the head, and all of it when one slow call holds many settled ones behind it. */
  #tidy(): void {
    if (this.#open === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#entries = [];
      this.#head = 0;
      this.onEmpty();
      return;
    }
    while (!this.#entries[this.#head]!.open) this.#head++;
    if (this.#entries.length > 2 * this.#open + 64) {
      this.#entries = this.#entries.filter((entry) => entry.open);
      this.#head = 0;
    }
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#fire(), delayMs);
  }

  #fire(): void {
    this.#timer = undefined;
    const now = performance.now();
    const due: Entry[] = [];
    let next: Entry | undefined;
    for (let index = this.#head; index < this.#entries.length; index++) {
      const entry = this.#entries[index]!;
      if (!entry.open) continue;
      // Timers of the runtime may fire a fraction of a millisecond early.
      if (entry.at > now + 1) {
        next = entry;
        break;
      }
      entry.open = false;
      this.#open--;
      due.push(entry);
    }
    if (next) this.#arm(Math.max(1, next.at - now));
    this.#tidy();
    for (const entry of due) entry.expire();
  }
}
