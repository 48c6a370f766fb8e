import { HoldError } from "../../bus/ports.ts";
import type { Clock, Logger } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import { ERRORS } from "../../../schemas/generated/errors.ts";
import { dueTimes, missedBetween } from "./due_times.ts";
import type { DeliverRun, DueRun } from "./ports.ts";
import type { ScheduleRow, ScheduleStore } from "./store.ts";

/** Runs of one plugin that are under way at once. */
const MAX_RUNNING = 8;
/** Tries of one run before it is given up. */
const MAX_ATTEMPTS = 8;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5 * 60_000;

export interface LaneParts {
  store: ScheduleStore;
  clock: Clock;
  logger: Logger;
  deliver: DeliverRun;
  /** What it waits for has changed. */
  changed(): void;
}

/** A run that is under way, or waits for its next try. */
interface Trying {
  setting: string;
  dueAt: number;
  attempts: number;
  /** undefined while it is under way. */
  retryAt: number | undefined;
}

/** The schedules of one plugin: brings what is due to it, tries again what fails, and holds all of it while it is off. */
export class Lane {
  readonly #plugin: string;
  readonly #parts: LaneParts;
  readonly #trying = new Map<string, Trying>();
  #open = false;
  /** How often it was opened: a run that was held back before the last time is tried again at once. */
  #openings = 0;
  #nextAt: number | undefined;

  constructor(plugin: string, parts: LaneParts) {
    this.#plugin = plugin;
    this.#parts = parts;
  }

  /** When something is to be done next; undefined when nothing is. */
  get nextAt(): number | undefined {
    return this.#open ? this.#nextAt : undefined;
  }

  open(): void {
    this.#openings++;
    if (this.#open) return;
    this.#open = true;
    void this.replan();
    this.look();
  }

  /**
   * The clock shows less than it did: what was planned by it may lie far ahead. Each schedule goes on with the first time
   * from now; one that was run before comes under the same key, and so once in effect.
   */
  async replan(): Promise<void> {
    const { clock, logger, store } = this.#parts;
    const now = clock.now();
    for (const trying of this.#trying.values()) {
      if ((trying.retryAt ?? 0) > now + MAX_RETRY_MS) trying.retryAt = now;
    }
    for (const row of store.list(this.#plugin)) {
      if (row.nextAt === undefined || row.nextAt <= now || "at" in row.spec || this.#trying.has(row.name)) continue;
      const nextAt = firstAfter(row, now);
      if (nextAt !== undefined && nextAt < row.nextAt) {
        await store.replanned(this.#plugin, row, { nextAt, now }).catch((error) =>
          logger.error(`The schedule "${row.name}" could not be planned anew: ${error.message}`)
        );
      }
    }
    this.look();
  }

  shut(): void {
    this.#open = false;
    this.#parts.changed();
  }

  /** Starts what is due now and works out when to look again. */
  look(): void {
    if (!this.#open) return;
    this.#dropStale();
    const now = this.#parts.clock.now();
    let nextAt: number | undefined;
    let running = [...this.#trying.values()].filter((one) => one.retryAt === undefined).length;
    for (const row of this.#parts.store.next(this.#plugin, this.#trying.size + MAX_RUNNING)) {
      const trying = this.#trying.get(row.name);
      if (trying && trying.retryAt === undefined) continue;
      const at = trying?.retryAt ?? row.nextAt!;
      if (at > now) nextAt = Math.min(nextAt ?? Infinity, at);
      else if (running < MAX_RUNNING) {
        running++;
        void this.#run(row, trying?.attempts ?? 0);
      }
    }
    this.#nextAt = nextAt;
    this.#parts.changed();
  }

  /** What waited for another try and was set anew or cleared meanwhile. */
  #dropStale(): void {
    for (const [name, { setting, dueAt, retryAt }] of this.#trying) {
      if (retryAt === undefined) continue;
      const row = this.#parts.store.get(this.#plugin, name);
      if (row?.setting !== setting || row.nextAt !== dueAt) this.#trying.delete(name);
    }
  }

  async #run(row: ScheduleRow, attempts: number): Promise<void> {
    const { clock, deliver, store } = this.#parts;
    const trying: Trying = { setting: row.setting, dueAt: row.nextAt!, attempts: attempts + 1, retryAt: undefined };
    this.#trying.set(row.name, trying);
    const openings = this.#openings;
    try {
      await deliver(this.#plugin, this.#dueRun(row));
      await store.finished(this.#plugin, row, this.#end(row));
      this.#trying.delete(row.name);
    } catch (error) {
      if (error instanceof HoldError) {
        // It did not get there: that is no try.
        Object.assign(trying, { attempts: attempts, retryAt: clock.now() });
        if (openings === this.#openings) return this.shut();
      } else if (trying.attempts >= MAX_ATTEMPTS || isFinal(error)) {
        await this.#giveUp(row, error as Error);
      } else {
        trying.retryAt = clock.now() + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (trying.attempts - 1));
        this.#parts.logger.warn(`The schedule "${row.name}" failed and is tried again: ${(error as Error).message}`, {
          plugin: this.#plugin,
          attempt: trying.attempts,
        });
      }
    }
    this.look();
  }

  #dueRun(row: ScheduleRow): DueRun {
    const { name, data, setting, nextAt } = row;
    const dueAt = new Date(nextAt!).toISOString();
    const missed = missedBetween(dueTimes(row.spec, row.setAt), nextAt!, this.#parts.clock.now());
    return { name, data, dueAt, missed, key: `schedule:${name}:${setting}:${dueAt}` };
  }

  #end(row: ScheduleRow): { at: number; nextAt?: number } {
    const at = this.#parts.clock.now();
    const nextAt = dueTimes(row.spec, row.setAt).after(Math.max(at, row.nextAt!));
    return { at, ...(nextAt === undefined ? {} : { nextAt }) };
  }

  async #giveUp(row: ScheduleRow, error: Error): Promise<void> {
    this.#parts.logger.error(`A run of the schedule "${row.name}" is given up: ${error.message}`, {
      plugin: this.#plugin,
      dueAt: new Date(row.nextAt!).toISOString(),
    });
    await this.#parts.store.finished(this.#plugin, row, { ...this.#end(row), error: error.message.slice(0, 1_000) })
      .catch((failure) => this.#parts.logger.error(`That could not be written down: ${failure.message}`));
    this.#trying.delete(row.name);
  }
}

/** The first time of a schedule from now on, also when it was set by a clock that showed more. */
function firstAfter(row: ScheduleRow, now: number): number | undefined {
  if ("every" in row.spec && row.setAt > now) return now + row.spec.every;
  return dueTimes(row.spec, Math.min(row.setAt, now)).after(now);
}

/** Another try would fail like this one. */
function isFinal(error: unknown): boolean {
  return error instanceof RpcError && ["not_found", "method_not_found", "invalid_params"].includes(error.kind) &&
    ERRORS[error.kind].retry === "never";
}
