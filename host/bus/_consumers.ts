import type { Clock, Logger } from "../observe/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { Consumer, type ConsumerHost, type Outcome } from "./_consumer.ts";
import type { Cursor, CursorStore } from "./_cursor_store.ts";
import type { Deadlines } from "./_deadlines.ts";
import type { EventStore } from "./_event_store.ts";
import { TransactionalConsumer } from "./_transactional.ts";
import { compilePatterns } from "./patterns.ts";
import type { ConsumerInfo, ConsumerSpec, Deliver, Subscription, TransactionalApply } from "./ports.ts";

export interface ConsumersHost extends ConsumerHost {
  db: Database;
  events: EventStore;
  cursors: CursorStore;
  deadlines: Deadlines;
  clock: Clock;
  logger: Logger;
  writer: Writer;
  now(): number;
  head(): number;
  attempted(consumer: string, type: string, outcome: Outcome): void;
}

type Running = Consumer | TransactionalConsumer;

/** A subscription: what runs now, and how to begin it anew. */
interface Entry {
  running: Running;
  begin(cursor: Cursor): Running;
  /** It is being sent back: it begins anew when its cursor stands there. */
  rewinding?: Promise<void>;
}

/** The consumers of one log: those that are subscribed, and the cursors of all. */
export class Consumers {
  readonly #host: ConsumersHost;
  readonly #entries = new Map<string, Entry>();
  /** Who takes a type, worked out once for each type. */
  readonly #routes = new Map<string, Consumer[]>();
  readonly #opening = new Set<string>();
  #transactional: TransactionalConsumer[] = [];
  #closed = false;

  constructor(host: ConsumersHost) {
    this.#host = host;
  }

  async subscribe(spec: ConsumerSpec, deliver: Deliver): Promise<Subscription> {
    const matches = compilePatterns(spec.types);
    return await this.#open(spec, (cursor) => new Consumer(this.#host, spec, matches, deliver, cursor));
  }

  async subscribeInTransaction(
    spec: Pick<ConsumerSpec, "name" | "types" | "from">,
    apply: TransactionalApply,
    after: () => void,
  ): Promise<Subscription> {
    const matches = compilePatterns(spec.types);
    return await this.#open(spec, (cursor) => new TransactionalConsumer(this.#host, cursor, matches, apply, after));
  }

  /** Those that take their events in the transaction that appends them. */
  get transactional(): readonly TransactionalConsumer[] {
    return this.#transactional;
  }

  /** Hands newly committed events to those that take them. */
  offer(events: BusEvent[]): () => void {
    const woken = new Set<Consumer>();
    for (const event of events) {
      for (const consumer of this.#route(event.type)) {
        consumer.offer(event);
        woken.add(consumer);
      }
    }
    return () => {
      for (const consumer of woken) consumer.pump();
      for (const consumer of this.#transactional) consumer.catchUp();
    };
  }

  /** The running consumer of this name; undefined when nobody takes its events. */
  running(name: string): Consumer | undefined {
    const running = this.#entries.get(name)?.running;
    return running instanceof Consumer ? running : undefined;
  }

  async remove(name: string): Promise<void> {
    await this.#end(name);
    await this.#host.writer.write(() => this.#host.cursors.remove(name));
  }

  list(): ConsumerInfo[] {
    return this.#host.cursors.list().map((cursor) => this.#info(cursor));
  }

  get(name: string): ConsumerInfo {
    return this.#info(this.#cursor(name));
  }

  async pause(name: string, by: string): Promise<void> {
    this.#cursor(name);
    const at = new Date(this.#host.now()).toISOString();
    await this.#host.writer.write(() => this.#host.cursors.setPaused(name, { name: by, at }));
    this.#entries.get(name)?.running.setPaused(true);
  }

  async resume(name: string): Promise<void> {
    this.#cursor(name);
    await this.#host.writer.write(() => this.#host.cursors.setPaused(name, undefined));
    this.#entries.get(name)?.running.setPaused(false);
  }

  /** Sends it back to `position`. */
  async rewind(name: string, position: number): Promise<void> {
    const entry = this.#entries.get(name);
    await entry?.rewinding;
    const { position: now } = this.get(name);
    if (position > now) {
      throw new RpcError("invalid_params", `Position ${position} lies ahead of "${name}", which stands at ${now}`, {
        path: "/position",
        hint: "It can only be sent back",
      });
    }
    const work = this.#rewind(name, position, entry);
    if (!entry) return await work;
    entry.rewinding = work.finally(() => delete entry.rewinding).catch(() => {});
    await work;
  }

  /** The first position that somebody still needs, and who; undefined when nobody needs any. */
  needed(): { seq: number; by: string } | undefined {
    let needed: { seq: number; by: string } | undefined;
    for (const cursor of this.#host.cursors.list()) {
      const position = this.#entries.get(cursor.name)?.running.position() ?? cursor.position;
      // What lies between the cursor and the first event that it wants may go.
      const next = this.#host.events.next(compilePatterns(cursor.types), position);
      if (next !== undefined && (!needed || next < needed.seq)) needed = { seq: next, by: cursor.name };
    }
    const pending = this.#host.cursors.oldestPending();
    if (pending && (!needed || pending.seq < needed.seq)) needed = { seq: pending.seq, by: pending.consumer };
    return needed;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#entries.keys()].map((name) => this.#end(name)));
  }

  async #open(
    spec: Pick<ConsumerSpec, "name" | "types" | "from">,
    begin: (cursor: Cursor) => Running,
  ): Promise<Subscription> {
    const { name } = spec;
    const entry: Entry = { running: begin(await this.#openCursor(spec)), begin };
    this.#enter(name, entry);
    return {
      name,
      pause: () => entry.running.hold(),
      resume: () => entry.running.resume(),
      close: async () => {
        await entry.rewinding;
        await entry.running.close();
        if (this.#entries.get(name) === entry) this.#leave(name);
      },
    };
  }

  async #openCursor({ name, types, from = "now" }: Pick<ConsumerSpec, "name" | "types" | "from">): Promise<Cursor> {
    const { writer, cursors, events } = this.#host;
    if (this.#closed) throw closedError();
    if (this.#entries.has(name) || this.#opening.has(name)) {
      throw new RpcError("conflict", `The consumer "${name}" is subscribed already`, {
        hint: "Close its subscription first",
      });
    }
    this.#opening.add(name);
    try {
      return await writer.write(() => {
        const start = from === "now" ? events.head() : from;
        return cursors.open(name, types, start, new Date(this.#host.now()).toISOString());
      });
    } finally {
      this.#opening.delete(name);
    }
  }

  async #rewind(name: string, position: number, entry: Entry | undefined): Promise<void> {
    const { writer, cursors } = this.#host;
    const held = entry?.running.held ?? false;
    await entry?.running.close();
    await writer.write(() => cursors.rewind(name, position));
    if (!entry || this.#entries.get(name) !== entry) return;
    entry.running = entry.begin(cursors.get(name)!);
    if (held) entry.running.hold();
    this.#enter(name, entry);
  }

  #enter(name: string, entry: Entry): void {
    this.#entries.set(name, entry);
    this.#changed();
    if (entry.running instanceof Consumer) entry.running.pump();
    else entry.running.catchUp();
  }

  async #end(name: string): Promise<void> {
    const entry = this.#entries.get(name);
    await entry?.rewinding;
    await entry?.running.close();
    this.#leave(name);
  }

  #leave(name: string): void {
    this.#entries.delete(name);
    this.#changed();
  }

  #changed(): void {
    this.#routes.clear();
    this.#transactional = [...this.#entries.values()].map(({ running }) => running)
      .filter((running) => running instanceof TransactionalConsumer);
  }

  #route(type: string): Consumer[] {
    let route = this.#routes.get(type);
    if (!route) {
      route = [...this.#entries.values()].map(({ running }) => running)
        .filter((running): running is Consumer => running instanceof Consumer && running.matches(type));
      this.#routes.set(type, route);
    }
    return route;
  }

  #cursor(name: string): Cursor {
    const cursor = this.#host.cursors.get(name);
    if (cursor) return cursor;
    throw new RpcError("not_found", `There is no consumer "${name}"`, {
      path: "/name",
      hint: "host.event.consumer.list names them all",
    });
  }

  #info(cursor: Cursor): ConsumerInfo {
    const { events, cursors } = this.#host;
    const { name, types, pausedBy, pausedAt, replayTo } = cursor;
    const running = this.#entries.get(name)?.running;
    const consumer = running instanceof Consumer ? running : undefined;
    const position = running?.position() ?? cursor.position;
    const matches = compilePatterns(types);
    const lag = Math.max(0, events.countAfter(matches, position) - (consumer?.settledAhead() ?? 0)) +
      cursors.pendingCount(name);
    const state = pausedBy !== undefined ? "paused" : running && !running.held ? "running" : "away";
    const behindSince = lag > 0 ? this.#waitingSince(name, matches, position) : undefined;
    const lastError = running ? running.lastError : cursor.lastError;
    return {
      name,
      types,
      state,
      position,
      lag,
      ...(behindSince ? { behindSince } : {}),
      inFlight: consumer?.inFlight ?? 0,
      paused: state !== "running",
      ...(pausedBy === undefined ? {} : { pausedBy, pausedAt: pausedAt! }),
      ...(replayTo > position ? { replayingTo: replayTo } : {}),
      deadLetters: cursors.deadCount(name),
      ...(lastError ? { lastError } : {}),
    };
  }

  #waitingSince(name: string, matches: (type: string) => boolean, position: number): string | undefined {
    const { events, cursors } = this.#host;
    const seqs = [cursors.firstPending(name), events.next(matches, position)].filter((seq) => seq !== undefined);
    return seqs.length === 0 ? undefined : events.get(Math.min(...seqs))?.time;
  }
}

export function closedError(): RpcError {
  return new RpcError("cancelled", "The event log is closed: the host is stopping");
}
