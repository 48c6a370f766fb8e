import type { RelayItem } from "../channel/protocol.ts";
import { newEventId } from "../channel/event_id.ts";
import type { Schedule, ScheduledWork, ScheduleInfo } from "./context.ts";
import { checkedSpec, checkScheduleName, handlerOf, type When } from "./schedule_spec.ts";
import type { Services } from "./services.ts";

/** Characters of JSON that the data of a schedule may have. */
const MAX_DATA_CHARS = 64 * 1024;

/** `ctx.schedule` of one invocation: timers of the process, and durable schedules, which are set in the call's transaction. */
export class CallSchedule implements Schedule {
  readonly #services: Services;
  readonly #write: (item: string) => void;

  /** `write` puts the JSON of an item into the outbox, in the transaction that is open. */
  constructor(services: Services, write: (item: string) => void) {
    this.#services = services;
    this.#write = write;
  }

  every(name: string, interval: string | number, work: ScheduledWork): void {
    this.#services.timers.every(name, interval, work);
  }

  after(name: string, delay: string | number, work: ScheduledWork): void {
    this.#services.timers.after(name, delay, work);
  }

  cancel(name: string): boolean {
    return this.#services.timers.cancel(name);
  }

  set(name: string, when: When, data: unknown = null): void {
    checkScheduleName(name);
    const { schedules } = this.#services;
    if (!schedules.has(handlerOf(name))) {
      throw new TypeError(
        `There is no handler for the schedule "${name}": definePlugin({ schedules: { ${handlerOf(name)}: … } }) ` +
          `names ${[...schedules].join(", ") || "none"}`,
      );
    }
    const item: RelayItem = { kind: "schedule", id: newEventId(), name, spec: checkedSpec(when), data };
    const text = JSON.stringify(item);
    if (text.length > MAX_DATA_CHARS) {
      throw new TypeError(`The data of the schedule "${name}" has more than ${MAX_DATA_CHARS} characters of JSON`);
    }
    this.#write(text);
  }

  clear(name: string): void {
    checkScheduleName(name);
    this.#write(JSON.stringify({ kind: "schedule", id: newEventId(), name, spec: null } satisfies RelayItem));
  }

  async list(): Promise<ScheduleInfo[]> {
    await this.#services.outbox.idle();
    return (await this.#services.link.request<{ items: ScheduleInfo[] }>("schedule.list", {})).items;
  }
}
