import type { Database } from "../storage/ports.ts";
import type { Alarms } from "./alarms.ts";

export interface HoldsOptions {
  db: Database;
  alarms: Alarms;
  now(): number;
  /** Queued runs of this workflow may begin now. */
  due(name: string): void;
}

/** Wakes queued runs that must not begin before a time: one alarm for each workflow, for the nearest. */
export class Holds {
  readonly #armed = new Map<string, { at: number; cancel: () => void }>();

  constructor(private readonly options: HoldsOptions) {}

  /** Runs of this workflow have times. */
  arm(name: string): void {
    const { db, alarms, now } = this.options;
    const next = db.get<{ at: number | null }>(
      "SELECT min(not_before) AS at FROM wf_runs WHERE name = ? AND state = 'queued' AND not_before > ?",
      name,
      now(),
    )?.at;
    const armed = this.#armed.get(name);
    if (next === null || next === undefined || armed?.at === next) return;
    armed?.cancel();
    const cancel = alarms.at(next, () => {
      this.#armed.delete(name);
      this.options.due(name);
      this.arm(name);
    });
    this.#armed.set(name, { at: next, cancel });
  }
}
