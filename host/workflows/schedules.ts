import type { TransactionalLog } from "../bus/ports.ts";
import type { Logger } from "../observe/ports.ts";
import { dueTimes, takeDue } from "../sdk/workflow/due_times.ts";
import type { ScheduleTrigger } from "../sdk/workflow/protocol.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { Alarms } from "./alarms.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun } from "./new_run.ts";
import type { Version } from "./version_store.ts";

export interface SchedulesOptions {
  db: Database;
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  alarms: Alarms;
  logger: Logger;
  now(): number;
  live(name: string): Version | undefined;
  created(name: string, created: Created): void;
}

interface ScheduleRow {
  spec: string;
  set_at: number;
  next_at: number | null;
}

/** After a failed write a schedule is tried again. */
const AGAIN_MS = 5_000;

/**
 * Makes runs of time: for each `cron` and `every` a row that says when it is due next. The run and the row's new time
 * are one commit, so no time is lost by a crash and none begins two runs.
 */
export class Schedules {
  /** Takes back the alarm of a workflow. */
  readonly #armed = new Map<string, () => void>();
  #closed = false;

  constructor(private readonly options: SchedulesOptions) {
    options.alarms.onSetBack(() => {
      for (const name of [...this.#armed.keys()]) void this.#fire(name);
    });
  }

  /** Brings the schedules of a workflow in line with its live version, and begins what is due. */
  async follow(name: string): Promise<void> {
    const triggers = this.#triggers(name);
    const known = rows(this.options.db, name);
    const specs = new Set(triggers.map(({ spec }) => spec));
    const now = this.options.now();
    const fresh = triggers.filter(({ spec }) => !known.some((row) => row.spec === spec));
    const stale = known.filter(({ spec }) => !specs.has(spec));
    if (fresh.length > 0 || stale.length > 0) {
      await this.options.writer.write((db) => {
        for (const { spec } of stale) db.run("DELETE FROM wf_schedules WHERE name = ? AND spec = ?", name, spec);
        for (const { trigger, spec } of fresh) {
          db.run(
            "INSERT INTO wf_schedules (name, spec, set_at, next_at) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
            name,
            spec,
            now,
            dueTimes(trigger, now).after(now) ?? null,
          );
        }
      });
    }
    await this.#take(name);
  }

  /** The workflow is gone. */
  async forget(name: string): Promise<void> {
    this.#disarm(name);
    await this.options.writer.write((db) => void db.run("DELETE FROM wf_schedules WHERE name = ?", name));
  }

  close(): void {
    this.#closed = true;
    for (const name of [...this.#armed.keys()]) this.#disarm(name);
  }

  #triggers(name: string): { index: number; trigger: ScheduleTrigger; spec: string }[] {
    const triggers = this.options.live(name)?.description.triggers ?? [];
    return triggers.flatMap((trigger, index) =>
      trigger.kind === "cron" || trigger.kind === "every" ? [{ index, trigger, spec: scheduleSpec(trigger) }] : []
    );
  }

  /** Begins runs for all that is due, and sets the alarm for what comes next. */
  async #take(name: string): Promise<void> {
    this.#disarm(name);
    const { db, writer, now, log, live } = this.options;
    if (this.#closed) return;
    await this.#replan(name);
    if (rows(db, name).some(({ next_at }) => next_at !== null && next_at <= now())) {
      const created = nothingCreated();
      await writer.write((db) => {
        const version = live(name);
        for (const { index, trigger, spec } of version ? this.#triggers(name) : []) {
          const row = rows(db, name).find((each) => each.spec === spec);
          if (!row || row.next_at === null || row.next_at > now()) continue;
          const { catchUp } = trigger;
          const { due, next } = takeDue(dueTimes(trigger, row.set_at), { next: row.next_at, now: now(), catchUp });
          for (const dueAt of due) {
            createRun(db, version!, {
              triggerKind: trigger.kind,
              candidates: [index],
              since: log.head(),
              detail: scheduleText(trigger),
              dueAt,
            }, { now: now(), created });
          }
          db.run("UPDATE wf_schedules SET next_at = ? WHERE name = ? AND spec = ?", next ?? null, name, spec);
        }
      });
      if (!this.#closed) this.options.created(name, created);
    }
    this.#arm(name);
  }

  /**
   * A clock that was set back has plans far ahead of it: those with two and more times between now and the planned one go on
   * from now. With one it may be that the time has just had its run.
   */
  async #replan(name: string): Promise<void> {
    const now = this.options.now();
    const known = rows(this.options.db, name);
    const moved = this.#triggers(name).flatMap(({ trigger, spec }) => {
      const row = known.find((each) => each.spec === spec);
      if (!row || row.next_at === null || row.next_at <= now) return [];
      const times = dueTimes(trigger, Math.min(row.set_at, now));
      const first = times.after(now);
      const second = first === undefined ? undefined : times.after(first);
      return second !== undefined && second < row.next_at ? [{ spec, first: first! }] : [];
    });
    if (moved.length === 0) return;
    this.options.logger.warn(`The clock was set back: schedules of "${name}" go on from what it shows now`);
    await this.options.writer.write((db) => {
      for (const { spec, first } of moved) {
        db.run(
          "UPDATE wf_schedules SET next_at = ?, set_at = min(set_at, ?) WHERE name = ? AND spec = ?",
          ...[first, now, name, spec],
        );
      }
    });
  }

  #arm(name: string): void {
    this.#disarm(name);
    if (this.#closed) return;
    const next = rows(this.options.db, name).flatMap(({ next_at }) => next_at ?? []).sort((a, b) => a - b)[0];
    if (next !== undefined) this.#armed.set(name, this.options.alarms.at(next, () => void this.#fire(name)));
  }

  async #fire(name: string): Promise<void> {
    try {
      await this.#take(name);
    } catch (error) {
      if (this.#closed) return;
      this.options.logger.error(`A schedule of "${name}" could not begin its run: ${(error as Error).message}`);
      this.#armed.set(name, this.options.alarms.at(this.options.now() + AGAIN_MS, () => void this.#fire(name)));
    }
  }

  #disarm(name: string): void {
    this.#armed.get(name)?.();
    this.#armed.delete(name);
  }
}

function rows(db: Database, name: string): ScheduleRow[] {
  return db.all<ScheduleRow>("SELECT spec, set_at, next_at FROM wf_schedules WHERE name = ?", name);
}

/** What a schedule is known by. */
export function scheduleSpec(trigger: ScheduleTrigger): string {
  return trigger.kind === "cron"
    ? JSON.stringify(["cron", trigger.expression, trigger.timezone])
    : JSON.stringify(["every", trigger.everyMs]);
}

/** When a schedule is due next; undefined when it is not known. Milliseconds since 1970. */
export function nextTime(db: Database, name: string, trigger: ScheduleTrigger): number | undefined {
  return db.get<{ next_at: number | null }>(
    "SELECT next_at FROM wf_schedules WHERE name = ? AND spec = ?",
    name,
    scheduleSpec(trigger),
  )?.next_at ?? undefined;
}

/** A schedule in words: `0 9 * * 1-5 (Europe/Berlin)`, `15m`. */
export function scheduleText(trigger: ScheduleTrigger): string {
  if (trigger.kind === "cron") {
    return trigger.timezone === "UTC" ? trigger.expression : `${trigger.expression} (${trigger.timezone})`;
  }
  const { everyMs } = trigger;
  const units = [["d", 86_400_000], ["h", 3_600_000], ["m", 60_000], ["s", 1_000]] as const;
  const [unit, ms] = units.find(([, size]) => everyMs % size === 0) ?? ["ms", 1];
  return `${everyMs / ms}${unit}`;
}
