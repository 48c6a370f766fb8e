import type { Clock } from "../observe/ports.ts";

/** After so long the clock is looked at, which somebody may have set: {@linkcode Clock.lookMs}. */
const LOOK_MS = 60_000;
/** Less than that is a clock that is kept right. */
const SET_BACK_MS = 5_000;
/** As many alarms that were taken back may always lie about. */
const MIN_CANCELLED = 1_000;

interface Alarm {
  at: number;
  callback: () => void;
  cancelled: boolean;
  /** It is in the heap. */
  held: boolean;
}

/** Any number of callbacks at times, with one timer: that of the nearest. Held in a binary heap. */
export class Alarms {
  #heap: Alarm[] = [];
  /** Alarms in the heap that were taken back. */
  #cancelled = 0;
  #armedFor: number | undefined;
  #disarm: (() => void) | undefined;

  readonly #setBack: (() => void)[] = [];
  /** The clock minus the time that has passed, when it was last looked at. */
  #offset: number;

  constructor(private readonly clock: Clock) {
    this.#offset = this.#look();
  }

  /** Called when the clock shows less than it should, a minute later at most as long as there are alarms. */
  onSetBack(listener: () => void): void {
    this.#setBack.push(listener);
  }

  #look(): number {
    const now = this.clock.now();
    return now - (this.clock.elapsed?.() ?? now);
  }

  /** Calls back once at `at` (milliseconds since 1970), never at once in this call. Answers a function that takes it back. */
  at(at: number, callback: () => void): () => void {
    const alarm: Alarm = { at, callback, cancelled: false, held: true };
    this.#push(alarm);
    this.#arm();
    return () => {
      if (alarm.cancelled) return;
      alarm.cancelled = true;
      alarm.callback = nothing;
      if (!alarm.held) return;
      this.#cancelled++;
      if (this.#heap[0] === alarm) this.#arm();
      else if (this.#cancelled > MIN_CANCELLED && this.#cancelled * 2 > this.#heap.length) this.#clean();
    };
  }

  /** Takes out what was taken back: of an alarm for next year nothing else would rid the memory. */
  #clean(): void {
    const left = this.#heap.filter(({ cancelled }) => !cancelled);
    this.#heap = [];
    this.#cancelled = 0;
    for (const alarm of left) this.#push(alarm);
  }

  /** Alarms in memory, with those that were taken back and lie about. */
  get held(): number {
    return this.#heap.length;
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
    const delayMs = Math.min(Math.max(next - this.clock.now(), 0), this.clock.lookMs ?? LOOK_MS);
    this.#disarm = this.clock.timer(delayMs, () => this.#fire());
  }

  #fire(): void {
    this.#armedFor = undefined;
    this.#disarm = undefined;
    const now = this.clock.now();
    const offset = this.#look();
    if (offset < this.#offset - SET_BACK_MS) { for (const listener of this.#setBack) queueMicrotask(listener); }
    this.#offset = offset;
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
    top.held = false;
    if (top.cancelled) this.#cancelled--;
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

function nothing(): void {}
