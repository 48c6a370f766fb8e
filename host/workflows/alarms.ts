import type { Clock } from "../observe/ports.ts";

/** Above this a timer of the runtime overflows; the alarm is then set again. */
const MAX_TIMER_MS = 2 ** 30;

interface Alarm {
  at: number;
  callback: () => void;
  cancelled: boolean;
}

/** Any number of callbacks at times, with one timer: that of the nearest. Held in a binary heap. */
export class Alarms {
  readonly #heap: Alarm[] = [];
  #armedFor: number | undefined;
  #disarm: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  /** Calls back once at `at` (milliseconds since 1970), never at once in this call. Answers a function that takes it back. */
  at(at: number, callback: () => void): () => void {
    const alarm: Alarm = { at, callback, cancelled: false };
    this.#push(alarm);
    this.#arm();
    return () => {
      alarm.cancelled = true;
      alarm.callback = () => {};
      if (this.#heap[0] === alarm) this.#arm();
    };
  }

  close(): void {
    this.#heap.length = 0;
    this.#disarm?.();
    this.#armedFor = undefined;
  }

  #arm(): void {
    while (this.#heap[0]?.cancelled) this.#pop();
    const next = this.#heap[0]?.at;
    if (next === this.#armedFor) return;
    this.#disarm?.();
    this.#armedFor = next;
    if (next === undefined) return;
    const delayMs = Math.min(Math.max(next - this.clock.now(), 0), MAX_TIMER_MS);
    this.#disarm = this.clock.timer(delayMs, () => this.#fire());
  }

  #fire(): void {
    this.#armedFor = undefined;
    this.#disarm = undefined;
    const now = this.clock.now();
    const due: Alarm[] = [];
    while (this.#heap[0] && (this.#heap[0].cancelled || this.#heap[0].at <= now)) due.push(this.#pop());
    for (const alarm of due) if (!alarm.cancelled) alarm.callback();
    this.#arm();
  }

  #push(alarm: Alarm): void {
    const heap = this.#heap;
    let index = heap.push(alarm) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heap[parent]!.at <= alarm.at) break;
      heap[index] = heap[parent]!;
      heap[index = parent] = alarm;
    }
  }

  #pop(): Alarm {
    const heap = this.#heap;
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      let index = 0;
      for (;;) {
        let child = 2 * index + 1;
        if (child >= heap.length) break;
        if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
        if (heap[child]!.at >= last.at) break;
        heap[index] = heap[child]!;
        index = child;
      }
      heap[index] = last;
    }
    return top;
  }
}
