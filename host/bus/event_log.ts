import type { Clock, Logger } from "../observe/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { migrate } from "../storage/mod.ts";
import type { Database, Durability, Writer } from "../storage/ports.ts";
import { Appender, guard } from "./_appender.ts";
import type { Outcome } from "./_consumer.ts";
import { closedError, Consumers } from "./_consumers.ts";
import { CursorStore } from "./_cursor_store.ts";
import { Deadlines } from "./_deadlines.ts";
import { DeadLetters } from "./_dead_letters.ts";
import { EventStore } from "./_event_store.ts";
import { Reports } from "./_reports.ts";
import { type Retention, RetentionLoop, type Stuck } from "./_retention.ts";
import { searchEvents } from "./_search.ts";
import { compilePatterns } from "./patterns.ts";
import type {
  ConsumerInfo,
  ConsumerSpec,
  DeadLetter,
  DeadLetterQuery,
  Deliver,
  EditedEvent,
  LogStats,
  NewEvent,
  PublishResult,
  ReadOptions,
  SearchOptions,
  SearchResult,
  Subscription,
  TransactionalApply,
  TransactionalLog,
  TypeCount,
} from "./ports.ts";

export { MAX_HOPS } from "./_appender.ts";

export interface EventLogOptions {
  db: Database;
  writer: Writer;
  clock: Clock;
  logger: Logger;
  /** Default: 30 days, 4 GiB; `false` keeps everything. */
  retention?: Retention | false;
  /** By type; default `full` for all. */
  durability?(type: string): Durability;
  /** Hears what happens; what it throws disturbs nobody. */
  observer?: LogObserver;
}

/** Hears of what goes through the log. */
export interface LogObserver {
  appended?(events: BusEvent[]): void;
  attempted?(consumer: string, type: string, outcome: Outcome): void;
}

/** Opens the durable log in `db`: migrates its tables and stands ready to publish and deliver. */
export function openEventLog(options: EventLogOptions): Promise<TransactionalLog> {
  migrate(options.db, "bus", new URL("./migrations/", import.meta.url));
  return Promise.resolve(new SqliteEventLog(options));
}

class SqliteEventLog implements TransactionalLog {
  readonly db: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: EventStore;
  readonly cursors: CursorStore;
  readonly deadlines: Deadlines;
  readonly writer: Writer;
  readonly #observer: LogObserver;
  readonly #appender: Appender;
  readonly #reports: Reports;
  readonly #consumers: Consumers;
  readonly #letters: DeadLetters;
  readonly #watchers = new Set<(events: BusEvent[]) => void>();
  readonly #holds = new Map<string, () => number | undefined>();
  readonly #retention: RetentionLoop | undefined;
  #closed = false;

  constructor({ db, writer, clock, logger, retention = {}, observer = {}, durability }: EventLogOptions) {
    this.db = db;
    this.writer = writer;
    this.clock = clock;
    this.logger = logger;
    this.#observer = observer;
    this.events = new EventStore(db);
    this.cursors = new CursorStore(db);
    this.deadlines = new Deadlines(clock);
    this.#consumers = new Consumers(this);
    const appender = this.#appender = new Appender({
      ...{ writer, events: this.events, consumers: this.#consumers, logger, now: () => clock.now() },
      durability: durability ?? (() => "full"),
      appended: (events) => this.#appended(events),
      cut: (event) => reports.cut(event),
    });
    const reports = this.#reports = new Reports(clock, logger, appender);
    this.#letters = new DeadLetters(this, this.#consumers, this.#appender);
    if (retention) {
      const stuck = (now: Stuck | undefined) => reports.stuck(now);
      this.#retention = new RetentionLoop(this, retention, () => this.#needed(), stuck);
      this.#retention.start();
    }
  }

  now = (): number => this.clock.now();

  attempted(consumer: string, type: string, outcome: Outcome): void {
    this.#observer.attempted?.(consumer, type, outcome);
    if (outcome === "dead") this.#reports.buried(consumer, type);
  }

  head(): number {
    return this.#appender.head;
  }

  oldest(): number {
    return this.events.oldest();
  }

  publish(events: NewEvent[]): Promise<PublishResult[]> {
    return this.#closed ? Promise.reject(closedError()) : this.#appender.publish(events);
  }

  read(options: ReadOptions): Promise<BusEvent[]> {
    const { types, since = 0, limit = 50, reverse = false, before } = options;
    try {
      const matches = compilePatterns(types ?? ["**"]);
      if (options.since !== undefined) this.#mustHold(since);
      if (!reverse) return Promise.resolve(this.events.read(matches, { since }, limit));
      const found = this.events.read(matches, { before: before ?? this.head() + 1 }, limit);
      return Promise.resolve(found.filter((event) => event.seq > since));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  search(options: SearchOptions): Promise<SearchResult> {
    try {
      if (options.since && !options.reverse) this.#mustHold(options.since);
      return Promise.resolve(searchEvents(this.events, options));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  get(seq: number): Promise<BusEvent | undefined> {
    return Promise.resolve(this.events.get(seq));
  }

  byId(id: string, before: number): Promise<BusEvent | undefined> {
    return Promise.resolve(this.events.byId(id, before));
  }

  types(): TypeCount[] {
    return this.events.types().map(({ name, count, bytes, lastSeq }) => ({ type: name, count, bytes, lastSeq }))
      .sort((a, b) => a.type < b.type ? -1 : 1);
  }

  stats(): Promise<LogStats> {
    const oldest = this.oldest();
    const time = oldest === 0 ? undefined : this.events.timeOf(oldest);
    const stuck = this.#retention?.stuck;
    return Promise.resolve({
      head: this.head(),
      oldest,
      ...(time === undefined ? {} : { oldestTime: new Date(time).toISOString() }),
      events: this.events.count(),
      bytes: this.events.bytes(),
      deadLetters: this.cursors.deadTotal(),
      ...(this.#retention?.limits ?? { maxBytes: 0, maxAgeMs: 0 }),
      full: stuck !== undefined,
      ...(stuck ? { heldBy: stuck.heldBy } : {}),
    });
  }

  positionBefore(timeMs: number): Promise<number> {
    return Promise.resolve(this.events.positionBefore(timeMs));
  }

  subscribe(spec: ConsumerSpec, deliver: Deliver): Promise<Subscription> {
    return this.#consumers.subscribe(spec, deliver);
  }

  subscribeInTransaction(
    spec: Pick<ConsumerSpec, "name" | "types" | "from">,
    apply: TransactionalApply,
    after: () => void,
  ): Promise<Subscription> {
    return this.#consumers.subscribeInTransaction(spec, apply, after);
  }

  async removeConsumer(name: string): Promise<void> {
    await this.#consumers.remove(name);
  }

  consumers(): Promise<ConsumerInfo[]> {
    return Promise.resolve(this.#consumers.list());
  }

  // deno-lint-ignore require-await -- what is thrown is to reject
  async consumer(name: string): Promise<ConsumerInfo> {
    return this.#consumers.get(name);
  }

  async pauseConsumer(name: string, by: string): Promise<void> {
    await this.#consumers.pause(name, by);
  }

  async resumeConsumer(name: string): Promise<void> {
    await this.#consumers.resume(name);
  }

  async replayConsumer(name: string, position: number): Promise<void> {
    this.#mustHold(position);
    await this.#consumers.rewind(name, position);
  }

  deadLetters(query?: DeadLetterQuery): Promise<DeadLetter[]> {
    return Promise.resolve(this.cursors.deadLetters(query));
  }

  deadLetter(id: number): Promise<DeadLetter | undefined> {
    return Promise.resolve(this.cursors.deadLetter(id));
  }

  async replayDeadLetter(id: number): Promise<void> {
    await this.#letters.replay(id);
  }

  async replaceDeadLetter(id: number, edited: EditedEvent): Promise<PublishResult> {
    return await this.#letters.replace(id, edited);
  }

  async dropDeadLetter(id: number): Promise<void> {
    await this.#letters.drop(id);
  }

  hold(name: string, oldest: () => number | undefined): () => void {
    this.#holds.set(name, oldest);
    return () => {
      if (this.#holds.get(name) === oldest) this.#holds.delete(name);
    };
  }

  watch(listener: (events: BusEvent[]) => void): () => void {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#retention?.stop();
    await this.#consumers.close();
    this.#watchers.clear();
    this.deadlines.close();
  }

  #appended(events: BusEvent[]): void {
    for (const listener of this.#watchers) guard(this.logger, () => listener(events));
    this.#observer.appended?.(events);
  }

  #needed(): { seq: number; by: string } | undefined {
    let needed = this.#consumers.needed();
    for (const [by, oldest] of this.#holds) {
      const seq = oldest();
      if (seq !== undefined && (!needed || seq < needed.seq)) needed = { seq, by };
    }
    return needed;
  }

  #mustHold(since: number): void {
    const oldest = this.oldest();
    if (since >= oldest - 1) return;
    throw new RpcError("precondition_failed", `Events after position ${since} were removed; the oldest is ${oldest}`, {
      reason: "resync_required",
      hint: "Read the present state anew, then follow from the position of now",
    });
  }
}
