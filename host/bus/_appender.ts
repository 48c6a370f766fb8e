import type { Logger } from "../observe/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database, Durability, Writer } from "../storage/ports.ts";
import type { Consumers } from "./_consumers.ts";
import type { Draft, EventStore } from "./_event_store.ts";
import { isEventType } from "./patterns.ts";
import type { NewEvent, PublishResult } from "./ports.ts";

/** Hops after which a chain of events is taken for a loop and cut. */
export const MAX_HOPS = 32;

export interface AppenderOptions {
  writer: Writer;
  events: EventStore;
  consumers: Consumers;
  logger: Logger;
  now(): number;
  /** Must an event of this type be on disk before its publisher hears of it? */
  durability(type: string): Durability;
  /** These were stored, and their consumers have heard of them. */
  appended(events: BusEvent[]): void;
  /** This one was taken for part of a loop and not stored. */
  cut(event: BusEvent): void;
}

interface Incoming {
  drafts: Draft[];
  /** Runs in the same transaction, once the results are known. */
  also: ((results: PublishResult[]) => void) | undefined;
  resolve: (results: PublishResult[]) => void;
  reject: (error: unknown) => void;
}

/** Puts events into the log: all that are published until the writer's turn comes, as one job. */
export class Appender {
  readonly #options: AppenderOptions;
  #head: number;
  #incoming: Incoming[] = [];
  /** The job that waits is one after which the disk is waited for. */
  #full = false;

  constructor(options: AppenderOptions) {
    this.#options = options;
    this.#head = options.events.head();
  }

  /** Position of the newest event. */
  get head(): number {
    return this.#head;
  }

  /** Resolves when all of `events` are on disk. `also` is part of their transaction. */
  publish(events: NewEvent[], also?: (results: PublishResult[]) => void): Promise<PublishResult[]> {
    let drafts: Draft[];
    try {
      drafts = events.map((event) => this.#draft(event));
    } catch (error) {
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.#incoming.push({ drafts, also, resolve, reject });
      const full = also !== undefined || events.some(({ type }) => this.#options.durability(type) === "full");
      if (this.#incoming.length === 1) {
        this.#full = full;
        this.#append(full ? "full" : "normal");
      } else if (full && !this.#full) {
        // It shares the transaction of the others, which now must reach the disk.
        this.#full = true;
        this.#options.writer.write(() => {}).catch(() => {});
      }
    });
  }

  #draft(event: NewEvent): Draft {
    if (!this.#options.events.knows(event.type) && !isEventType(event.type)) {
      throw new RpcError("invalid_params", `"${event.type}" is not an event type`, {
        path: "/type",
        hint: "Write two to eight segments of letters, digits, _ and -, joined by dots",
      });
    }
    const full: BusEvent = { specversion: "1.0", ...event, datacontenttype: "application/json", seq: 0 };
    return { event: full, body: JSON.stringify(full) };
  }

  #append(durability: Durability): void {
    const { writer, events, consumers } = this.#options;
    let batch: Incoming[] = [];
    writer.write((db) => {
      batch = this.#incoming;
      this.#incoming = [];
      return this.#store(db, batch);
    }, { durability, soon: true }).then(({ results, fresh, cut, afterwards }) => {
      if (fresh.length > 0) this.#committed(fresh, afterwards);
      for (const event of cut) this.#options.cut(event);
      let index = 0;
      for (const incoming of batch) incoming.resolve(results.slice(index, index += incoming.drafts.length));
    }, (error) => {
      if (batch.length === 0) batch = this.#incoming.splice(0);
      events.reload();
      for (const consumer of consumers.transactional) consumer.undone();
      for (const incoming of batch) incoming.reject(error);
    });
  }

  #store(db: Database, batch: Incoming[]) {
    const { events, consumers, now } = this.#options;
    const results: PublishResult[] = [];
    const fresh: BusEvent[] = [];
    const cut: BusEvent[] = [];
    const kept: Draft[] = [];
    for (const { drafts } of batch) {
      for (const draft of drafts) if (draft.event.hops <= MAX_HOPS) kept.push(draft);
    }
    const seqs = events.append(this.#head + 1, kept, now());
    let next = 0;
    for (const { drafts, also } of batch) {
      const first = results.length;
      for (const { event } of drafts) {
        if (event.hops > MAX_HOPS) {
          cut.push(event);
          results.push({ id: event.id, seq: 0, duplicate: false, cut: true });
          continue;
        }
        const seq = seqs[next++]!;
        if (seq > 0) {
          event.seq = seq;
          fresh.push(event);
          results.push({ id: event.id, seq, duplicate: false });
        } else results.push({ id: event.id, seq: events.seqOf(event.source, event.id), duplicate: true });
      }
      also?.(results.slice(first));
    }
    events.saveCounts();
    const afterwards: (() => void)[] = [];
    if (fresh.length > 0) {
      for (const consumer of consumers.transactional) {
        const then = consumer.take(db, fresh);
        if (then) afterwards.push(then);
      }
    }
    return { results, fresh, cut, afterwards };
  }

  #committed(fresh: BusEvent[], afterwards: (() => void)[]): void {
    const { consumers, appended, logger } = this.#options;
    this.#head = fresh.at(-1)!.seq;
    const pump = consumers.offer(fresh);
    for (const then of afterwards) guard(logger, then);
    pump();
    appended(fresh);
  }
}

/** Runs what is not the log's own: whatever it throws is written down and disturbs nobody. */
export function guard(logger: Logger, work: () => void): void {
  try {
    work();
  } catch (error) {
    logger.error(`A listener of the event log threw: ${error instanceof Error ? error.message : String(error)}`);
  }
}
