import { type EventLog, HoldError, type Subscription } from "../bus/ports.ts";
import type { Tracing } from "../observe/ports.ts";
import type { Compartment } from "../sandbox/ports.ts";
import type { BusEvent, EventParams } from "../sdk/channel/protocol.ts";
import { INSPECTED_MS } from "./limits.ts";
import type { Servings } from "./serving.ts";

export interface EventFeedOptions {
  /** Plugin id. */
  id: string;
  log: Pick<EventLog, "subscribe">;
  /** The compartment that takes events now, undefined while there is none. */
  compartment(): { compartment: Compartment; servings: Servings } | undefined;
  /** Told of an event that waits, since there is no compartment. */
  waits(event: BusEvent): void;
  /** Does the plugin's grant cover this type? What it does not cover is passed over. */
  maySee(type: string): boolean;
  /** Told of each delivery, where somebody traces. */
  tracing?: Pick<Tracing, "start">;
}

/** Brings a plugin the events it listens to, under the durable cursor `plugin:<id>`. */
export class EventFeed {
  readonly #options: EventFeedOptions;
  #subscription: Subscription | undefined;
  #types = "";

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  /** Delivers from where the cursor stands; `types` may differ from last time. */
  async open(types: string[]): Promise<void> {
    const wanted = [...types].sort().join(" ");
    if (this.#subscription && this.#types !== wanted) await this.close();
    if (types.length === 0) return;
    this.#types = wanted;
    if (this.#subscription) return this.#subscription.resume();
    const inspected = this.#options.compartment()?.compartment.inspected;
    const spec = {
      name: `plugin:${this.#options.id}`,
      types,
      ...(inspected ? { ackTimeoutMs: INSPECTED_MS } : {}),
    };
    this.#subscription = await this.#options.log.subscribe(
      spec,
      (event, attempt, replay) => this.#deliver(event, { attempt, ...(replay > 0 ? { replay } : {}) }),
    );
  }

  /** Events wait on the cursor until {@linkcode EventFeed.open}. */
  pause(): void {
    this.#subscription?.pause();
  }

  async close(): Promise<void> {
    const subscription = this.#subscription;
    this.#subscription = undefined;
    await subscription?.close();
  }

  async #deliver(event: BusEvent, nth: Omit<EventParams, "event">): Promise<void> {
    if (!this.#options.maySee(event.type)) return;
    const target = this.#options.compartment();
    if (!target) {
      this.#options.waits(event);
      throw new HoldError(`"${this.#options.id}" is not running`);
    }
    const { compartment, servings } = target;
    const span = this.#options.tracing?.start(`${event.type} to ${this.#options.id}`, {
      parent: event.traceparent,
      kind: "consumer",
      attributes: { "bulkhead.plugin": this.#options.id, "bulkhead.event": event.id, "bulkhead.event.seq": event.seq },
    });
    const traceparent = span?.traceparent ?? event.traceparent;
    const told = traceparent === event.traceparent ? event : { ...event, traceparent };
    let id = -1;
    try {
      await compartment.request("event", { event: told, ...nth } satisfies EventParams, {
        onId: (given) => {
          id = given;
          servings.begin(given, { cause: { id: event.id, hops: event.hops }, traceparent });
        },
      });
      span?.end();
    } catch (error) {
      span?.end(error);
      // Stopped in the middle: it waits. Ended by itself: that counts, or one bad event would end it for ever.
      if (this.#options.compartment()?.compartment !== compartment && (await endReason(compartment)) === "stop") {
        throw new HoldError(`"${this.#options.id}" was stopped`);
      }
      throw error;
    } finally {
      servings.end(id);
    }
  }
}

async function endReason(compartment: Compartment): Promise<string> {
  return (await compartment.ended).reason;
}
