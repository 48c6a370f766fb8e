import type { Clock, Logger } from "../observe/ports.ts";
import { newEventId } from "../sdk/channel/event_id.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Appender } from "./_appender.ts";
import { MAX_HOPS } from "./_appender.ts";
import type { Stuck } from "./_retention.ts";

/** One report of the same in this time; those in between are counted in the next. So a report cannot feed itself. */
const EVERY_MS = 60_000;
/** Causes of reports that are kept apart. */
const MAX_KEPT = 1_000;

interface Kept {
  reportedAt: number;
  /** Since then. */
  silent: number;
}

/** Tells those who run the place what the log did by itself: in the host's log, and as events for admins. */
export class Reports {
  readonly #kept = new Map<string, Kept>();

  constructor(
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly appender: Pick<Appender, "publish">,
  ) {}

  /** A chain of events was too long. */
  cut(event: BusEvent): void {
    const { type, source, id, causeid, hops } = event;
    const silent = this.#silent(`cut\n${source}\n${type}`);
    if (silent === undefined) return;
    const cause = causeid === undefined ? {} : { causeid };
    const facts = { type, source, id, ...cause, hops, limit: MAX_HOPS, cutBefore: silent };
    this.logger.error(`Event "${type}" of "${source}" was cut: ${hops} events led to it`, facts);
    this.#publish("host.loop.cut", facts, source);
  }

  /** A consumer gave up on an event. */
  buried(consumer: string, type: string): void {
    const silent = this.#silent(`buried\n${consumer}\n${type}`);
    if (silent !== undefined) this.#publish("host.deadletter.added", { consumer, type, addedBefore: silent }, consumer);
  }

  /** The log is above its size and cannot remove more; or that is over. */
  stuck(stuck: Stuck | undefined): void {
    if (stuck) this.#publish("host.eventlog.filled", { ...stuck });
    else this.#publish("host.eventlog.relieved", {});
  }

  /** How often it happened unreported before now; undefined when it is not to be reported now either. */
  #silent(key: string): number | undefined {
    const now = this.clock.now();
    const kept = this.#kept.get(key);
    if (kept && now - kept.reportedAt < EVERY_MS) {
      kept.silent++;
      return undefined;
    }
    if (!kept && this.#kept.size >= MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(key, { reportedAt: now, silent: 0 });
    return kept?.silent ?? 0;
  }

  #publish(type: string, data: Record<string, unknown>, subject?: string): void {
    this.appender.publish([{
      id: newEventId(),
      source: "host",
      type,
      ...(subject === undefined ? {} : { subject }),
      time: new Date(this.clock.now()).toISOString(),
      data,
      actor: "host",
      actorkind: "system",
      hops: 0,
      audience: "role:admin",
    }]).catch((error) => this.logger.error(`"${type}" could not be published: ${(error as Error).message}`));
  }
}
