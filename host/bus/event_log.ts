import type { Clock, Logger } from "../observe/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { migrate } from "../storage/mod.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { Consumer, consumerAway } from "./_consumer.ts";
import { CursorStore } from "./_cursor_store.ts";
import { Deadlines } from "./_deadlines.ts";
import { type Draft, EventStore } from "./_event_store.ts";
import { type Retention, RetentionLoop } from "./_retention.ts";
import { TransactionalConsumer } from "./_transactional.ts";
import { compilePatterns, isEventType } from "./patterns.ts";
import type {
  ConsumerInfo,
  ConsumerSpec,
  DeadLetter,
  Deliver,
  NewEvent,
  PublishResult,
  ReadOptions,
  Subscription,
  TransactionalLog,
} from "./ports.ts";

/** Hops after which a chain of events is taken for a loop and cut. */
export const MAX_HOPS = 32;

export interface EventLogOptions {
  db: Database;
  writer: Writer;
  clock: Clock;
  logger: Logger;
  /** Default: 30 days, 4 GiB; `false` keeps everything. */
  retention?: Retention | false;
}

/** Opens the durable log in `db`: migrates its tables and stands ready to publish and deliver. */
export function openEventLog(options: EventLogOptions): Promise<TransactionalLog> {
  migrate(options.db, "bus", new URL("./migrations/", import.meta.url));
  return Promise.resolve(new SqliteEventLog(options));
}

interface Incoming {
  drafts: Draft[];
  resolve: (results: PublishResult[]) => void;
  reject: (error: unknown) => void;
}

class SqliteEventLog implements TransactionalLog {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly events: EventStore;
  readonly cursors: CursorStore;
  readonly deadlines: Deadlines;
  readonly writer: Writer;
  #db: Database;
  #head: number;
  #incoming: Incoming[] = [];
  #consumers = new Map<string, Consumer>();
  #transactional = new Map<string, TransactionalConsumer>();
  /** Who takes a type, worked out once for each type. */
  #routes = new Map<string, Consumer[]>();
  #opening = new Set<string>();
  #watchers = new Set<(events: BusEvent[]) => void>();
  #retention: RetentionLoop | undefined;
  #closed = false;

  constructor({ db, writer, clock, logger, retention = {} }: EventLogOptions) {
    this.#db = db;
    this.writer = writer;
    this.clock = clock;
    this.logger = logger;
    this.events = new EventStore(db);
    this.cursors = new CursorStore(db);
    this.deadlines = new Deadlines(clock);
    this.#head = this.events.head();
    if (retention) {
      this.#retention = new RetentionLoop(this, retention, () => this.#prunableUpTo());
      this.#retention.start();
    }
  }

  now(): number {
    return this.clock.now();
  }

  head(): number {
    return this.#head;
  }

  oldest(): number {
    return this.events.oldest();
  }

  publish(events: NewEvent[]): Promise<PublishResult[]> {
    if (this.#closed) return Promise.reject(closedError());
    let drafts: Draft[];
    try {
      drafts = events.map(toDraft);
    } catch (error) {
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => {
      this.#incoming.push({ drafts, resolve, reject });
      if (this.#incoming.length === 1) this.#append();
    });
  }

  read(options: ReadOptions): Promise<BusEvent[]> {
    const { types, since = 0, limit = 50, reverse = false, before } = options;
    try {
      const matches = compilePatterns(types ?? ["**"]);
      if (options.since !== undefined && since < this.oldest() - 1) throw prunedError(since, this.oldest());
      if (!reverse) return Promise.resolve(this.events.read(matches, { since }, limit));
      const found = this.events.read(matches, { before: before ?? this.#head + 1 }, limit);
      return Promise.resolve(found.filter((event) => event.seq > since));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  get(seq: number): Promise<BusEvent | undefined> {
    return Promise.resolve(this.events.get(seq));
  }

  types(): { type: string; count: number; lastSeq: number }[] {
    return this.events.types().map(({ name, count, lastSeq }) => ({ type: name, count, lastSeq }))
      .sort((a, b) => a.type < b.type ? -1 : 1);
  }

  async subscribe(spec: ConsumerSpec, deliver: Deliver): Promise<Subscription> {
    const matches = compilePatterns(spec.types);
    const position = await this.#openCursor(spec);
    const consumer = new Consumer(this, spec, matches, deliver, position);
    this.#consumers.set(spec.name, consumer);
    this.#routes.clear();
    consumer.pump();
    return {
      name: spec.name,
      pause: () => consumer.pause(),
      resume: () => consumer.resume(),
      close: async () => {
        await consumer.close();
        if (this.#consumers.get(spec.name) === consumer) this.#consumers.delete(spec.name);
        this.#routes.clear();
      },
    };
  }

  async subscribeInTransaction(
    spec: Pick<ConsumerSpec, "name" | "types" | "from">,
    apply: (db: Database, events: BusEvent[]) => void,
    after: () => void,
  ): Promise<Subscription> {
    const matches = compilePatterns(spec.types);
    const position = await this.#openCursor(spec);
    const consumer = new TransactionalConsumer(this, spec.name, matches, apply, after, position);
    this.#transactional.set(spec.name, consumer);
    consumer.catchUp();
    return {
      name: spec.name,
      pause: () => consumer.pause(),
      resume: () => consumer.resume(),
      close: async () => {
        await consumer.close();
        if (this.#transactional.get(spec.name) === consumer) this.#transactional.delete(spec.name);
      },
    };
  }

  async removeConsumer(name: string): Promise<void> {
    await this.#consumers.get(name)?.close();
    this.#consumers.delete(name);
    await this.#transactional.get(name)?.close();
    this.#transactional.delete(name);
    this.#routes.clear();
    await this.writer.write(() => this.cursors.remove(name));
  }

  consumers(): Promise<ConsumerInfo[]> {
    return Promise.resolve(
      this.cursors.list().map((cursor): ConsumerInfo => {
        const consumer = this.#consumers.get(cursor.name);
        const live = consumer ?? this.#transactional.get(cursor.name);
        const position = live?.position() ?? cursor.position;
        const behind = this.events.countAfter(compilePatterns(cursor.types), position);
        const waiting = this.cursors.pendingCount(cursor.name);
        return {
          name: cursor.name,
          types: cursor.types,
          position,
          lag: Math.max(0, behind - (consumer?.settledAhead() ?? 0)) + waiting,
          inFlight: consumer?.inFlight ?? 0,
          paused: live?.paused ?? true,
          deadLetters: this.cursors.deadCount(cursor.name),
        };
      }),
    );
  }

  deadLetters(consumer?: string): Promise<DeadLetter[]> {
    return Promise.resolve(this.cursors.deadLetters(consumer));
  }

  async replayDeadLetter(id: number): Promise<void> {
    const letter = this.cursors.deadLetter(id);
    if (!letter) throw noDeadLetter(id);
    const consumer = this.#consumers.get(letter.consumer);
    if (!consumer) throw consumerAway(letter.consumer);
    try {
      await consumer.replay(id, letter.event, letter.attempts);
    } catch (error) {
      if (error instanceof RpcError && error.kind === "precondition_failed") throw error;
      const message = error instanceof Error ? error.message : String(error);
      await this.writer.write(() => this.cursors.failDeadLetter(id, message, new Date(this.now()).toISOString()));
      throw new RpcError(
        "precondition_failed",
        `"${letter.consumer}" failed again at event ${letter.event.seq}: ${message}`,
        {
          reason: "redelivery_failed",
          cause: error,
        },
      );
    }
    await this.writer.write(() => this.cursors.dropDeadLetter(id));
  }

  async dropDeadLetter(id: number): Promise<void> {
    if (!await this.writer.write(() => this.cursors.dropDeadLetter(id))) throw noDeadLetter(id);
  }

  watch(listener: (events: BusEvent[]) => void): () => void {
    this.#watchers.add(listener);
    return () => void this.#watchers.delete(listener);
  }

  /** Puts a consumer's changes and position on disk. */
  save(consumer: Consumer): Promise<void> {
    return this.writer.write(() => consumer.write()).then((written) => written());
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#retention?.stop();
    await Promise.all([...this.#consumers.values(), ...this.#transactional.values()].map((each) => each.close()));
    this.#consumers.clear();
    this.#transactional.clear();
    this.#routes.clear();
    this.#watchers.clear();
    this.deadlines.close();
  }

  /** Appends all that is published until the writer's turn comes, as one job. */
  #append(): void {
    let batch: Incoming[] = [];
    this.writer.write((db) => {
      batch = this.#incoming;
      this.#incoming = [];
      return this.#store(db, batch.flatMap((incoming) => incoming.drafts));
    }).then(({ results, fresh, afterwards }) => {
      if (fresh.length > 0) this.#committed(fresh, afterwards);
      let index = 0;
      for (const incoming of batch) incoming.resolve(results.slice(index, index += incoming.drafts.length));
    }, (error) => {
      if (batch.length === 0) batch = this.#incoming.splice(0);
      this.events.reload();
      for (const consumer of this.#transactional.values()) consumer.undone();
      for (const incoming of batch) incoming.reject(error);
    });
  }

  #store(db: Database, drafts: Draft[]) {
    const results: PublishResult[] = [];
    const fresh: BusEvent[] = [];
    const timeMs = this.now();
    let seq = this.#head;
    for (const draft of drafts) {
      const { event } = draft;
      if (event.hops > MAX_HOPS) {
        this.#reportLoop(event);
        results.push({ id: event.id, seq: 0, duplicate: false, cut: true });
      } else if (this.events.append(seq + 1, draft, timeMs)) {
        event.seq = ++seq;
        fresh.push(event);
        results.push({ id: event.id, seq, duplicate: false });
      } else {
        results.push({ id: event.id, seq: this.events.seqOf(event.source, event.id), duplicate: true });
      }
    }
    this.events.saveCounts();
    const afterwards: (() => void)[] = [];
    if (fresh.length > 0) {
      for (const consumer of this.#transactional.values()) {
        const then = consumer.take(db, fresh);
        if (then) afterwards.push(then);
      }
    }
    return { results, fresh, afterwards };
  }

  #committed(fresh: BusEvent[], afterwards: (() => void)[]): void {
    this.#head = fresh.at(-1)!.seq;
    const woken = new Set<Consumer>();
    for (const event of fresh) {
      for (const consumer of this.#route(event.type)) {
        consumer.offer(event);
        woken.add(consumer);
      }
    }
    for (const then of afterwards) this.#guard(then);
    for (const consumer of woken) consumer.pump();
    for (const consumer of this.#transactional.values()) consumer.catchUp();
    for (const listener of this.#watchers) this.#guard(() => listener(fresh));
  }

  #route(type: string): Consumer[] {
    let route = this.#routes.get(type);
    if (!route) {
      route = [...this.#consumers.values()].filter((consumer) => consumer.matches(type));
      this.#routes.set(type, route);
    }
    return route;
  }

  async #openCursor(spec: Pick<ConsumerSpec, "name" | "types" | "from">): Promise<number> {
    const { name, types, from = "now" } = spec;
    if (this.#closed) throw closedError();
    if (this.#consumers.has(name) || this.#transactional.has(name) || this.#opening.has(name)) {
      throw new RpcError("conflict", `The consumer "${name}" is subscribed already`, {
        hint: "Close its subscription first",
      });
    }
    this.#opening.add(name);
    try {
      return await this.writer.write(() => {
        const start = from === "now" ? this.events.head() : from;
        return this.cursors.open(name, types, start, new Date(this.now()).toISOString()).position;
      });
    } finally {
      this.#opening.delete(name);
    }
  }

  /** The last position that nobody needs any more. */
  #prunableUpTo(): number {
    let upTo = this.#head - 1;
    for (const cursor of this.cursors.list()) {
      const live = this.#consumers.get(cursor.name) ?? this.#transactional.get(cursor.name);
      const position = live?.position() ?? cursor.position;
      // What lies between the cursor and the first event that it wants may go.
      const next = this.events.read(compilePatterns(cursor.types), { since: position }, 1)[0];
      if (next) upTo = Math.min(upTo, next.seq - 1);
    }
    return Math.min(upTo, (this.cursors.oldestPending() ?? Infinity) - 1);
  }

  #reportLoop(event: BusEvent): void {
    this.logger.error(`Event "${event.type}" of "${event.source}" was cut: ${event.hops} events led to it`, {
      type: event.type,
      source: event.source,
      id: event.id,
      causeid: event.causeid,
      hops: event.hops,
      limit: MAX_HOPS,
    });
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error(`A listener of the event log threw: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function toDraft(event: NewEvent): Draft {
  if (!isEventType(event.type)) {
    throw new RpcError("invalid_params", `"${event.type}" is not an event type`, {
      path: "/type",
      hint: "Write two to eight segments of letters, digits, _ and -, joined by dots",
    });
  }
  const full: BusEvent = { specversion: "1.0", ...event, datacontenttype: "application/json", seq: 0 };
  return { event: full, body: JSON.stringify(full) };
}

function prunedError(since: number, oldest: number): RpcError {
  return new RpcError("precondition_failed", `Events after position ${since} were removed; the oldest is ${oldest}`, {
    reason: "resync_required",
    hint: "Read the present state anew, then follow from the position of now",
  });
}

function closedError(): RpcError {
  return new RpcError("cancelled", "The event log is closed: the host is stopping");
}

function noDeadLetter(id: number): RpcError {
  return new RpcError("not_found", `There is no dead letter ${id}`);
}
