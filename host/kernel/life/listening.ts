import { isTypePattern } from "../../bus/mod.ts";
import type { EventLog } from "../../bus/ports.ts";
import type { Logger } from "../../observe/ports.ts";
import type { BusEvent } from "../../sdk/channel/protocol.ts";
import { EventFeed, type EventFeedOptions } from "../event_feed.ts";
import type { GrantBook } from "../grants.ts";
import { covers } from "../patterns.ts";
import type { Running } from "../plugin_provider.ts";
import type { Permissions } from "../store.ts";
import type { Activation } from "./activation.ts";
import type { EventWakers } from "./event_wakers.ts";
import type { Knowledge } from "./knowledge.ts";

export interface ListeningOptions {
  /** Plugin id. */
  id: string;
  log: Pick<EventLog, "subscribe" | "read">;
  wakers: EventWakers;
  grants: Pick<GrantBook, "maySubscribe">;
  logger: Logger;
  tracing?: EventFeedOptions["tracing"];
  /** What takes events now. */
  running(): Running | undefined;
  activation(): Activation;
  knowledge(): Knowledge;
  entries(): Permissions;
  /** An event calls for it while it sleeps. */
  wake(type: string): void;
  /** It listens to a pattern without a grant for all of it. */
  ungranted(pattern: string): void;
}

/** How a plugin hears events: on its durable cursor while it runs, and kept there for it, or waking it, while it sleeps. */
export class Listening {
  readonly #options: ListeningOptions;
  readonly #feed: EventFeed;
  #asleep = false;

  constructor(options: ListeningOptions) {
    this.#options = options;
    const { id, log } = options;
    this.#feed = new EventFeed({
      id,
      log,
      compartment: options.running,
      waits: (event) => this.#waits(event),
      maySee: (type) => options.grants.maySubscribe(id, type),
      tracing: options.tracing,
    });
  }

  /** It runs: events are brought to it from where its cursor stands. */
  async run(): Promise<void> {
    this.rise();
    const patterns = this.#patterns();
    const held = [`${this.#options.id}.**`, ...(this.#options.entries().subscribe ?? []).map((entry) => entry.type)];
    for (const pattern of patterns) {
      if (held.some((outer) => covers(outer, pattern) || outer === pattern)) continue;
      this.#options.logger.warn(
        `It listens to "${pattern}" without a grant for all of it and will not receive the rest`,
      );
      this.#options.ungranted(pattern);
    }
    await this.#feed.open(patterns);
  }

  /** It sleeps: events wait on the cursor, and those that its manifest names wake it. */
  async sleep(): Promise<void> {
    const { id, wakers, grants, activation, wake } = this.#options;
    this.#asleep = true;
    wakers.add(id, {
      wakes: (type) => activation().wakes(type),
      wake: (type) => {
        if (grants.maySubscribe(id, type)) wake(type);
      },
    });
    await this.#feed.open(this.#patterns());
  }

  /** Nothing wakes it any more. */
  rise(): void {
    this.#asleep = false;
    this.#options.wakers.remove(this.#options.id);
  }

  /** Events wait on the cursor. */
  pause(): void {
    this.#feed.pause();
  }

  /**
   * Patterns that it listens to. Each event is judged when it is delivered, so that a grant counts from then on and
   * what went by without one does not come later.
   */
  #patterns(): string[] {
    return this.#options.knowledge().listens(this.#options.activation()).filter(isTypePattern);
  }

  /** An event has come to the front of its cursor and there is no process. */
  #waits(event: BusEvent): void {
    if (!this.#asleep) return;
    const { activation, log, wake } = this.#options;
    const { onEvent, wakes } = activation();
    if (wakes(event.type)) return wake(event.type);
    if (onEvent.length === 0) return;
    // It wakes nobody, but behind it there may be one that does.
    log.read({ types: onEvent, since: event.seq, limit: 1 }).then(([found]) => {
      if (found && this.#asleep) wake(found.type);
    }, (error) => this.#options.logger.warn(`Waiting events could not be looked at: ${error.message}`));
  }
}
