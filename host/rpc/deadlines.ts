/** Something that has to happen before a moment. */
export abstract class Deadline {
  /** Milliseconds of `performance.now()`; set by {@linkcode Deadlines.watch}. */
  at = 0;
  /** False once it is settled or expired. */
  open = false;
  queue: Queue | undefined;

  /** Called when the moment came and it was not settled before. */
  abstract expire(): void;

  /** Takes the deadline back; doing it again does nothing. */
  settle(): void {
    if (!this.open) return;
    this.open = false;
    this.queue!.settled();
  }
}

/**
 * Many deadlines with few timers: calls of the same length expire in the order in which they began, so one
 * timer for each length is enough. A timer runs only while something is under way.
 */
export class Deadlines {
  readonly #queues = new Map<number, Queue>();

  /** Lets `deadline` expire `ms` after `now` unless it is settled before. */
  watch(deadline: Deadline, ms: number, now: number): void {
    let queue = this.#queues.get(ms);
    if (!queue) {
      if (this.#queues.size >= MAX_QUEUES) this.#forgetEmpty();
      this.#queues.set(ms, queue = new Queue(ms));
    }
    queue.add(deadline, now);
  }

  #forgetEmpty(): void {
    for (const [ms, queue] of this.#queues) if (queue.size === 0) this.#queues.delete(ms);
  }

  /** Entries in memory, settled ones that are not cleared away yet included. */
  get size(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.size, 0);
  }
}

/** Lengths for which a queue is kept while it is empty; callers can ask for any, but few do. */
const MAX_QUEUES = 100;

class Queue {
  #entries: Deadline[] = [];
  #head = 0;
  #open = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly ms: number) {}

  get size(): number {
    return this.#entries.length;
  }

  add(deadline: Deadline, now: number): void {
    deadline.at = now + this.ms;
    deadline.open = true;
    deadline.queue = this;
    this.#entries.push(deadline);
    this.#open++;
    if (this.#timer === undefined) this.#arm(this.ms);
  }

  /** One entry is settled. */
  settled(): void {
    this.#open--;
    this.#tidy();
  }

  /** Drops what is settled at the head, and all of it when one slow call holds many settled ones behind it. */
  #tidy(): void {
    if (this.#open === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#entries.length = 0;
      this.#head = 0;
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
    const due: Deadline[] = [];
    let next: Deadline | undefined;
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
