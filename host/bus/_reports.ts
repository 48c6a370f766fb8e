import type { Clock, Logger } from "../observe/ports.ts";
import { newEventId } from "../sdk/channel/event_id.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Appender } from "./_appender.ts";
import { MAX_HOPS } from "./_appender.ts";
import type { Stuck } from "./_retention.ts";

/** One report of a loop in this time; those in between are counted in the next. */
const EVERY_MS = 60_000;
/** Loops that are kept apart. */
const MAX_LOOPS = 1_000;

interface Loop {
  reportedAt: number;
  /** Cut since then. */
  silent: number;
}

/** Tells those who run the place what the log did by itself: in the host's log, and as events for admins. */
export class Reports {
  readonly #loops = new Map<string, Loop>();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly appender: Pick<Appender, "publish">,
  ) {}

  /** A chain of events was too long. */
  cut(event: BusEvent): void {
    const { type, source, id, causeid, hops } = event;
    const key = `${source}\n${type}`;
    const loop = this.#loops.get(key);
    const now = this.clock.now();
    if (loop && now - loop.reportedAt < EVERY_MS) {
      loop.silent++;
      return;
    }
    if (!loop && this.#loops.size >= MAX_LOOPS) this.#loops.delete(this.#loops.keys().next().value!);
    this.#loops.set(key, { reportedAt: now, silent: 0 });
    const facts = {
      type,
      source,
      id,
      ...(causeid === undefined ? {} : { causeid }),
      hops,
      limit: MAX_HOPS,
      cutBefore: loop?.silent ?? 0,
    };
    this.logger.error(`Event "${type}" of "${source}" was cut: ${hops} events led to it`, facts);
    // With the most hops: what this event leads to is cut as well.
    this.#publish("host.loop.cut", { data: facts, subject: source, hops: MAX_HOPS });
  }

  /** The log is above its size and cannot remove more; or that is over. */
  stuck(stuck: Stuck | undefined): void {
    if (stuck) this.#publish("host.eventlog.filled", { data: stuck, hops: 0 });
    else this.#publish("host.eventlog.relieved", { data: {}, hops: 0 });
  }

  #publish(type: string, { data, subject, hops }: { data: unknown; subject?: string; hops: number }): void {
    this.appender.publish([{
      id: newEventId(),
      source: "host",
      type,
      ...(subject === undefined ? {} : { subject }),
      time: new Date(this.clock.now()).toISOString(),
      data,
      actor: "host",
      actorkind: "system",
      hops,
      audience: "role:admin",
    }]).catch((error) => this.logger.error(`"${type}" could not be published: ${(error as Error).message}`));
  }
}
