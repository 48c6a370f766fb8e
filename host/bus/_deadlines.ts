import type { Clock } from "../observe/ports.ts";

/** One thing that is due at a time; `cancel` takes it back. */
export interface Deadline {
  readonly due: number;
  cancel(): void;
}

interface Entry extends Deadline {
  /** When it is due by the clock that nobody sets. */
  readonly key: number;
  callback: (() => void) | undefined;
}

/** Any number of deadlines on one timer of the clock, always set to the nearest. */
export class Deadlines {
  #heap: Entry[] = [];
  #armedFor = Infinity;
  #disarm: (() => void) | undefined;

  constructor(readonly clock: Clock) {}

  /**
   * Calls back once, at `due` (milliseconds since 1970) or as soon after as the loop allows. It is a stretch of time from
   * now on: when the clock is set meanwhile, it comes neither sooner nor later.
   */
  at(due: number, callback: () => void): Deadline {
    const entry: Entry = {
      due,
      key: this.#elapsed() + due - this.clock.now(),
      callback,
      cancel: () => {
        entry.callback = undefined;
        this.#arm();
      },
    };
    this.#push(entry);
    this.#arm();
    return entry;
  }

  close(): void {
    this.#heap = [];
    this.#arm();
  }

  #elapsed(): number {
    return this.clock.elapsed?.() ?? this.clock.now();
  }

  #fire = (): void => {
    this.#armedFor = Infinity;
    this.#disarm = undefined;
    const now = this.#elapsed();
    while (this.#heap[0] && (this.#heap[0].key <= now || !this.#heap[0].callback)) {
      const { callback } = this.#pop();
      callback?.();
    }
    this.#arm();
  };

  #arm(): void {
    while (this.#heap[0] && !this.#heap[0].callback) this.#pop();
    const due = this.#heap[0]?.key ?? Infinity;
    if (due === this.#armedFor) return;
    this.#disarm?.();
    this.#disarm = undefined;
    this.#armedFor = due;
    if (due !== Infinity) this.#disarm = this.clock.timer(Math.max(0, due - this.#elapsed()), this.#fire);
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent]!.key <= entry.key) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.key < heap[child]!.key) child++;
      if (heap[child]!.key >= last.key) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}
