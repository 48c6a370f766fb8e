import type { ActiveRun } from "./active_run.ts";
import type { Alarms } from "./alarms.ts";
import type { Rests } from "./rests.ts";
import { type Due, WakeLine } from "./wake_line.ts";

export interface SleepersOptions {
  alarms: Alarms;
  rests: Pick<Rests, "due" | "nextDue">;
  now(): number;
  /** Takes a run up whose time has come; undefined when it is under way already or cannot go on. */
  wake(due: Due): ActiveRun | undefined;
}

/**
 * Wakes the runs that left memory when their time comes: the end of a sleep, or of what they wait for at the longest, in
 * the order in which they are due. There is one alarm, for the next.
 */
export class Sleepers {
  #cancelAlarm: (() => void) | undefined;
  #alarmAt: number | undefined;
  readonly #line: WakeLine;
  #closed = false;

  constructor(private readonly options: SleepersOptions) {
    const { rests, now, wake } = options;
    this.#line = new WakeLine({ due: (from, limit) => rests.due(from, now(), limit), wake });
  }

  /** One goes on, or is over. */
  awake(run: ActiveRun): void {
    this.#line.awake(run);
  }

  /** One has left memory until then. */
  wakeNoLaterThan(at: number): void {
    if (this.#closed || (this.#alarmAt !== undefined && this.#alarmAt <= at)) return;
    this.#cancelAlarm?.();
    this.#alarmAt = at;
    this.#cancelAlarm = this.options.alarms.at(at, () => this.wake());
  }

  /** Takes up the runs whose time has come, and sets the alarm for the next. */
  wake(): void {
    this.#alarmAt = undefined;
    if (this.#closed) return;
    const until = this.options.now();
    this.#line.wake();
    const next = this.options.rests.nextDue(until);
    if (next !== undefined) this.wakeNoLaterThan(next);
  }

  close(): void {
    this.#closed = true;
    this.#cancelAlarm?.();
    this.#line.close();
  }
}
