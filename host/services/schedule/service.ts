import type { Clock, Logger } from "../../observe/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import type { ServiceMethods } from "../ports.ts";
import { dueTimes } from "./due_times.ts";
import { Lane, type LaneParts } from "./lane.ts";
import type { DeliverRun, NewSchedule, ScheduleInfo, Schedules } from "./ports.ts";
import { type ScheduleRow, ScheduleStore } from "./store.ts";

/** After so long the clock is looked at, which somebody may have set: {@linkcode Clock.lookMs}. */
const LOOK_MS = 60_000;
/** Less than that is a clock that is kept right. */
const SET_BACK_MS = 5_000;

export interface SchedulesOptions {
  db: Database;
  writer: Writer;
  clock: Clock;
  logger: Logger;
  deliver: DeliverRun;
}

/** Opens the durable schedules; nothing is delivered to a plugin before {@linkcode Schedules.open}. */
export function openSchedules(options: SchedulesOptions): Schedules {
  return new DurableSchedules(options);
}

/** `schedule.*`: what a plugin asks about its own schedules. It sets them by what it relays after its commits. */
export function scheduleService(schedules: Pick<Schedules, "list">): ServiceMethods {
  return { "schedule.list": ({ client }) => ({ items: schedules.list(client.id) }) };
}

class DurableSchedules implements Schedules {
  readonly #clock: Clock;
  readonly #store: ScheduleStore;
  readonly #parts: LaneParts;
  readonly #lanes = new Map<string, Lane>();
  /** The one timer: for the nearest time of all lanes. */
  #timer: { at: number; cancel: () => void } | undefined;
  #closed = false;
  /** The clock, and the one that nobody sets, when they were last looked at. */
  #seen: { now: number; elapsed: number };

  constructor({ db, writer, clock, logger, deliver }: SchedulesOptions) {
    this.#clock = clock;
    this.#store = new ScheduleStore(db, writer);
    this.#seen = this.#look();
    this.#parts = { store: this.#store, clock, logger, deliver, changed: () => this.#arm() };
  }

  async set(plugin: string, { name, id, spec, data }: NewSchedule): Promise<void> {
    const setAt = this.#clock.now();
    const times = dueTimes(spec, setAt);
    const nextAt = times.first();
    if (nextAt === undefined) await this.#store.clear(plugin, name);
    else await this.#store.set(plugin, { name, spec: times.spec, data, setting: id, setAt, nextAt });
    this.#lanes.get(plugin)?.look();
  }

  async clear(plugin: string, name: string): Promise<void> {
    await this.#store.clear(plugin, name);
    this.#lanes.get(plugin)?.look();
  }

  list(plugin: string): ScheduleInfo[] {
    return this.#store.list(plugin).map(present);
  }

  open(plugin: string): void {
    if (this.#closed) return;
    const lane = this.#lanes.get(plugin) ?? new Lane(plugin, this.#parts);
    this.#lanes.set(plugin, lane);
    lane.open();
  }

  shut(plugin: string): void {
    this.#lanes.get(plugin)?.shut();
  }

  async forget(plugin: string): Promise<void> {
    this.shut(plugin);
    this.#lanes.delete(plugin);
    await this.#store.forget(plugin);
  }

  close(): void {
    this.#closed = true;
    for (const lane of this.#lanes.values()) lane.shut();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #look(): { now: number; elapsed: number } {
    const now = this.#clock.now();
    return { now, elapsed: this.#clock.elapsed?.() ?? now };
  }

  #arm(): void {
    const times = [...this.#lanes.values()].flatMap((lane) => lane.nextAt ?? []);
    const at = times.length === 0 || this.#closed ? undefined : Math.min(...times);
    if (at === this.#timer?.at) return;
    this.#timer?.cancel();
    this.#timer = at === undefined ? undefined : {
      at,
      cancel: this.#clock.timer(Math.min(this.#clock.lookMs ?? LOOK_MS, Math.max(0, at - this.#clock.now())), () => {
        this.#timer = undefined;
        const { now, elapsed } = this.#look();
        const back = elapsed - this.#seen.elapsed - (now - this.#seen.now);
        this.#seen = { now, elapsed };
        if (back > SET_BACK_MS) {
          this.#parts.logger.warn(
            `The clock was set back by ${Math.round(back / 1_000)} s: schedules are planned anew`,
          );
          for (const lane of this.#lanes.values()) void lane.replan();
        }
        for (const lane of this.#lanes.values()) if ((lane.nextAt ?? Infinity) <= now) lane.look();
        this.#arm();
      }),
    };
  }
}

/** How a schedule is shown outside the service. */
function present({ name, spec, data, nextAt, lastAt, lastError }: ScheduleRow): ScheduleInfo {
  const time = (at: number) => new Date(at).toISOString();
  return {
    name,
    when: spec,
    data,
    ...(nextAt === undefined ? {} : { nextAt: time(nextAt) }),
    ...(lastAt === undefined ? {} : { lastAt: time(lastAt) }),
    ...(lastError === undefined ? {} : { lastError }),
  };
}
