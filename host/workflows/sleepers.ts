import type { Database } from "../storage/ports.ts";
import type { ActiveRun } from "./active_run.ts";
import type { Alarms } from "./alarms.ts";
import { type RunRow, selectRuns } from "./run_store.ts";

export interface SleepersOptions {
  db: Database;
  alarms: Alarms;
  now(): number;
  /** Takes a run up whose sleep is over; undefined when it is under way already or cannot go on. */
  wake(row: RunRow): ActiveRun | undefined;
}

/** Sleepers that are taken up at once: as many as may be due at the same time would fill the memory. */
const PAGE = 512;

/** Wakes the runs that sleep in the database, in the order in which they are due. There is one alarm, for the next. */
export class Sleepers {
  #cancelAlarm: (() => void) | undefined;
  #alarmAt: number | undefined;
  /** Those that were taken up and have not gone on yet. */
  readonly #waking = new Set<ActiveRun>();
  /** The last of them, when more are due. */
  #wokenTo: { wakeAt: number; ord: number } | undefined;
  #closed = false;

  constructor(private readonly options: SleepersOptions) {}

  /** One goes on, or is over: when few are left of those that were taken up, the next ones are. */
  awake(run: ActiveRun): void {
    if (!this.#waking.delete(run) || this.#wokenTo === undefined || this.#waking.size > PAGE / 2) return;
    this.wake();
  }

  /** One has begun to sleep. */
  wakeNoLaterThan(at: number): void {
    if (this.#closed || (this.#alarmAt !== undefined && this.#alarmAt <= at)) return;
    this.#cancelAlarm?.();
    this.#alarmAt = at;
    this.#cancelAlarm = this.options.alarms.at(at, () => this.wake());
  }

  /** Takes up the runs whose sleep is over, and sets the alarm for the next. */
  wake(): void {
    this.#alarmAt = undefined;
    if (this.#closed) return;
    const { db, now } = this.options;
    const until = now();
    const from = this.#wokenTo ?? { wakeAt: -1, ord: -1 };
    const due = selectRuns(
      db,
      "state = 'sleeping' AND wake_at <= ? AND (wake_at, ord) > (?, ?) ORDER BY wake_at, ord LIMIT ?",
      until,
      from.wakeAt,
      from.ord,
      PAGE,
    );
    const last = due.length === PAGE ? due.at(-1)! : undefined;
    this.#wokenTo = last && { wakeAt: last.wakeAt!, ord: last.ord };
    for (const row of due) {
      const run = this.options.wake(row);
      if (run && !run.isOver) this.#waking.add(run);
    }
    if (this.#wokenTo && this.#waking.size === 0) return this.wake();
    const next = db.get<{ at: number }>(
      "SELECT wake_at AS at FROM wf_runs WHERE state = 'sleeping' AND wake_at > ? ORDER BY wake_at LIMIT 1",
      until,
    );
    if (next) this.wakeNoLaterThan(next.at);
  }

  close(): void {
    this.#closed = true;
    this.#cancelAlarm?.();
  }
}
