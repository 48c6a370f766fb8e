import type { ActiveRun } from "./active_run.ts";

/** A run that is due, and its place among those that are. */
export interface Due {
  at: number;
  ord: number;
}

export interface WakeLineOptions {
  /** The next ones that are due behind a place, in their order. */
  due(from: Due, limit: number): Due[];
  /** Takes one up; undefined when it is under way already or cannot go on. */
  wake(due: Due): ActiveRun | undefined;
}

/** Runs that are taken up at once: as many as may be due at the same time would fill the memory. */
const PAGE = 512;
const START: Due = { at: -1, ord: -1 };

/** Takes up the runs that are due in the database, in their order, and never more than a page of them at a time. */
export class WakeLine {
  /** Those that were taken up and have not gone on yet. */
  readonly #waking = new Set<ActiveRun>();
  /** The last of them, when there are more. */
  #to: Due | undefined;
  /** Some were added before the place that was reached. */
  #again = false;
  #closed = false;

  constructor(private readonly options: WakeLineOptions) {}

  /** One goes on, or is over: when few are left of those that were taken up, the next ones are. */
  awake(run: ActiveRun): void {
    if (this.#waking.delete(run) && this.#to !== undefined && this.#waking.size <= PAGE / 2) this.#takeUp();
  }

  /** Takes up those that are due. */
  wake(): void {
    if (this.#to === undefined) this.#takeUp();
    else this.#again = true;
  }

  close(): void {
    this.#closed = true;
  }

  #takeUp(): void {
    while (!this.#closed) {
      const limit = PAGE - this.#waking.size;
      const from = this.#to ?? START;
      if (limit <= 0) return void (this.#to = from);
      const due = this.options.due(from, limit);
      const isAll = due.length < limit;
      this.#to = isAll ? undefined : due.at(-1);
      for (const one of due) {
        const run = this.options.wake(one);
        if (run && !run.isOver) this.#waking.add(run);
      }
      if (isAll && !this.#again) return;
      if (isAll) this.#again = false;
      else if (this.#waking.size > 0) return;
    }
  }
}
