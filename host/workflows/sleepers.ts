import type { Database } from "../storage/ports.ts";
import type { ActiveRun } from "./active_run.ts";
import type { Alarms } from "./alarms.ts";
import type { Rests } from "./rests.ts";
import { type Due, WakeLine } from "./wake_line.ts";

export interface SleepersOptions {
  db: Database;
  alarms: Alarms;
  rests: Pick<Rests, "due" | "nextDue">;
  now(): number;
  /** Takes a run up whose time has come; undefined when it is under way already or cannot go on. */
  wake(due: Due): ActiveRun | undefined;
}

/**
 * Wakes the runs that left memory when their time comes: those that sleep, and those that wait no longer than that, each
 * in the order in which they are due. There is one alarm, for the next.
 */
export class Sleepers {
  #cancelAlarm: (() => void) | undefined;
  #alarmAt: number | undefined;
  readonly #lines: WakeLine[];
  #closed = false;

  constructor(private readonly options: SleepersOptions) {
    const { db, rests, now, wake } = options;
    this.#lines = [
      new WakeLine({
        due: ({ at, ord }, limit) =>
          db.all<Due>(
            "SELECT wake_at AS at, ord FROM wf_runs WHERE state = 'sleeping' AND wake_at <= ? " +
              "AND (wake_at, ord) > (?, ?) ORDER BY wake_at, ord LIMIT ?",
            now(),
            at,
            ord,
            limit,
          ),
        wake,
      }),
      new WakeLine({ due: (from, limit) => rests.due(from, now(), limit), wake }),
    ];
  }

  /** One goes on, or is over. */
  awake(run: ActiveRun): void {
    for (const line of this.#lines) line.awake(run);
  }

  /** One has begun to sleep, or to wait until then. */
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
    const { db, rests, now } = this.options;
    const until = now();
    for (const line of this.#lines) line.wake();
    const sleeping = db.get<{ at: number }>(
      "SELECT wake_at AS at FROM wf_runs WHERE state = 'sleeping' AND wake_at > ? ORDER BY wake_at LIMIT 1",
      until,
    )?.at;
    const next = Math.min(sleeping ?? Infinity, rests.nextDue(until) ?? Infinity);
    if (next < Infinity) this.wakeNoLaterThan(next);
  }

  close(): void {
    this.#closed = true;
    this.#cancelAlarm?.();
    for (const line of this.#lines) line.close();
  }
}
