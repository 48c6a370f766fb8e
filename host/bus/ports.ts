import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Database, Durability } from "../storage/ports.ts";

/** An event before it is in the log. `source` is set by the host from the channel, never by the publisher. */
export type NewEvent = Omit<BusEvent, "seq" | "specversion" | "datacontenttype">;

export interface PublishResult {
  id: string;
  seq: number;
  /** True when the log already held an event with this source and id; `seq` is that one's. */
  duplicate: boolean;
  /** True when the event was taken for part of a loop and not stored; `seq` is 0. */
  cut?: true;
}

/** A durable cursor by name. */
export interface ConsumerSpec {
  /** `plugin:<id>`, `workflow:<name>`. Stable for ever: the cursor lives under it. */
  name: string;
  /** Type patterns: exact (`chat.message.sent`), one segment (`chat.*.sent`) or any tail (`chat.**`, `chat.message.*` as last segment means one or more). */
  types: string[];
  /** Where a new cursor begins: `now` (default) or a position. */
  from?: "now" | number;
  /** Milliseconds for an acknowledgement; default 30,000. */
  ackTimeoutMs?: number;
  /** Deliveries before an event becomes a dead letter; default 8. */
  maxAttempts?: number;
  /** Delay before attempt n+1; default 250 ms doubling up to 60 s. */
  backoffMs?: (attempt: number) => number;
  /** Events under way at once over all subjects; default 64. One per subject always. */
  maxInFlight?: number;
}

/**
 * Delivers one event; resolving acknowledges it, rejecting redelivers it. Rejecting with {@linkcode HoldError} waits
 * without counting an attempt. `replay` is 0, or how often its consumer had been sent back when it comes once more for
 * that reason: a consumer that remembers what it has done must not take it for a repeat then.
 */
export type Deliver = (event: BusEvent, attempt: number, replay: number) => Promise<void>;

/** Thrown by a {@linkcode Deliver} whose consumer is not there now: the attempt does not count, delivery goes on after `resume()`. */
export class HoldError extends Error {
  override readonly name = "HoldError";
}

export interface Subscription {
  readonly name: string;
  /** Stops delivering; the cursor stays. Resolves when nothing is in flight. */
  close(): Promise<void>;
  pause(): void;
  resume(): void;
}

export interface ReadOptions {
  types?: string[];
  /**
   * Only events after this position; default: from the oldest on. When some after it are pruned already the read
   * rejects with `precondition_failed` and reason `resync_required`.
   */
  since?: number;
  /** At most this many; default 50. */
  limit?: number;
  /** Newest first instead of oldest first. */
  reverse?: boolean;
  /** With `reverse`: only events before this position; default: up to the newest. */
  before?: number;
}

export interface ConsumerInfo {
  name: string;
  types: string[];
  /** `away`: nobody takes its events now, they wait. `paused`: somebody stopped it. */
  state: "running" | "paused" | "away";
  /** Everything up to here is acknowledged. */
  position: number;
  /** Matching events behind the cursor that are not acknowledged. */
  lag: number;
  /** When the oldest event that still waits was published, ISO 8601; undefined when none does. */
  behindSince?: string;
  inFlight: number;
  /** Nothing is delivered now, whatever the reason. */
  paused: boolean;
  /** Who stopped it, and when (ISO 8601). */
  pausedBy?: string;
  pausedAt?: string;
  /** Up to this position it takes events once more, since it was sent back. */
  replayingTo?: number;
  deadLetters: number;
  lastError?: ConsumerError;
}

/** The newest failure of a consumer. */
export interface ConsumerError {
  message: string;
  /** Position and type of the event. */
  seq: number;
  type: string;
  attempt: number;
  /** ISO 8601. */
  time: string;
}

export interface DeadLetter {
  id: number;
  consumer: string;
  event: BusEvent;
  attempts: number;
  error: string;
  /** ISO 8601. */
  time: string;
  /** Position of the event with edited data that was delivered in its place. */
  replacedBy?: number;
}

export interface DeadLetterQuery {
  consumer?: string;
  /** Only those before this id; default: from the newest on. */
  before?: number;
  /** At most this many; default 50. */
  limit?: number;
}

/** What somebody changed of a dead letter's event, and who that was. */
export interface EditedEvent {
  data: unknown;
  actor?: string;
  actorkind: BusEvent["actorkind"];
  traceparent?: string;
}

export interface SearchOptions {
  types?: string[];
  source?: string;
  subject?: string;
  /** Only those that the event of this id led to. */
  causeid?: string;
  /** Words in the envelope or the data; small and capital letters of ASCII are alike. */
  text?: string;
  /** Only after this position. */
  since?: number;
  /** Newest first; default: when `since` is not given. */
  reverse?: boolean;
  /** With `reverse`: only before this position. */
  before?: number;
  /** At most this many; default 50. */
  limit?: number;
}

/** What a search found, and how far it has looked: it stops after a while, and when it has found very much. */
export interface SearchResult {
  events: BusEvent[];
  /** How much JSON that is. */
  chars: number;
  /** Position of the last event that was looked at; undefined when there is nothing further on. */
  reached?: number;
}

/** What the log holds and what keeps it from removing more. */
export interface LogStats {
  /** Positions of the newest and the oldest event, 0 when empty. */
  head: number;
  oldest: number;
  /** Time of the oldest event, ISO 8601. */
  oldestTime?: string;
  events: number;
  /** Bytes of JSON. */
  bytes: number;
  /** That nothing stands in for. */
  deadLetters: number;
  /** 0 = no limit. */
  maxBytes: number;
  maxAgeMs: number;
  /** It is above its limits and cannot remove more, since `heldBy` still needs what is there. */
  full: boolean;
  /** Name of the consumer, or what else still needs the oldest events. */
  heldBy?: string;
}

export interface TypeCount {
  type: string;
  /** Events that the log holds now. */
  count: number;
  bytes: number;
  lastSeq: number;
}

/** The durable log. Two implementations and one conformance suite (`tests/conformance/event_log`). */
export interface EventLog {
  /** Resolves when all of `events` are on disk; order within one call is kept. */
  publish(events: NewEvent[]): Promise<PublishResult[]>;
  read(options: ReadOptions): Promise<BusEvent[]>;
  get(seq: number): Promise<BusEvent | undefined>;
  /** The newest event of this id, whatever its source, before a position. */
  byId(id: string, before: number): Promise<BusEvent | undefined>;
  /** Position of the newest event, 0 when empty. */
  head(): number;
  /** Position of the oldest event that is still held, 0 when empty. A reader from before it has missed some. */
  oldest(): number;
  /** Every type that was ever published, by name, with what of it the log holds now. */
  types(): TypeCount[];
  search(options: SearchOptions): Promise<SearchResult>;
  stats(): Promise<LogStats>;
  /** Position of the last event that was appended before this time (milliseconds since 1970), 0 when there is none. */
  positionBefore(timeMs: number): Promise<number>;
  subscribe(spec: ConsumerSpec, deliver: Deliver): Promise<Subscription>;
  /** Forgets a cursor and its dead letters. */
  removeConsumer(name: string): Promise<void>;
  consumers(): Promise<ConsumerInfo[]>;
  /** Rejects with `not_found` for a name without a cursor, as those below do. */
  consumer(name: string): Promise<ConsumerInfo>;
  /** Nothing more is delivered until {@linkcode EventLog.resumeConsumer}, also after a restart; what is under way ends. */
  pauseConsumer(name: string, by: string): Promise<void>;
  resumeConsumer(name: string): Promise<void>;
  /**
   * Sends a consumer back: it takes every event after `position` once more. Resolves when the cursor stands there, after
   * what was under way has ended. Rejects when the position lies ahead of the cursor or before the oldest event.
   */
  replayConsumer(name: string, position: number): Promise<void>;
  /** Newest first. */
  deadLetters(query?: DeadLetterQuery): Promise<DeadLetter[]>;
  deadLetter(id: number): Promise<DeadLetter | undefined>;
  /** Delivers a dead letter again, once; it leaves the list when acknowledged. */
  replayDeadLetter(id: number): Promise<void>;
  /**
   * Publishes the dead letter's event with other data, as a new one that only its consumer gets and that names the first
   * as its cause. The letter is kept and says what replaced it.
   */
  replaceDeadLetter(id: number, edited: EditedEvent): Promise<PublishResult>;
  dropDeadLetter(id: number): Promise<void>;
  /**
   * Asks `oldest` before events are removed: none from the position that it answers on. For those that read the log
   * without a cursor. Answers a function that takes it back.
   */
  hold(name: string, oldest: () => number | undefined): () => void;
  /** Called for each event after its commit, in order of position; for pushes to browsers. */
  watch(listener: (events: BusEvent[]) => void): () => void;
  close(): Promise<void>;
}

/** For a transactional consumer that writes what it makes of an event later than the event: its cursor waits for that. */
export interface LateCursor {
  /** Within `apply`: these events are taken, and the cursor on disk stays. After a kill they come again. */
  stay(): void;
  /** Within a later job of the writer, beside what was put off: the cursor moves to this position, never back. */
  move(position: number): void;
  /** What was put off could not be written: all from the cursor on disk on comes again, after a while. */
  failed(error: unknown): void;
}

/** Gets each batch inside of the transaction that moves the cursor, and none where the cursor only moves. */
export type TransactionalApply = (
  db: Database,
  events: BusEvent[],
  /** Only where the events are being appended: the transaction that reads old ones moves the cursor. */
  late?: LateCursor,
) => void;

/**
 * What the SQLite log offers beyond the port: a consumer whose work happens in the transaction that moves
 * its cursor, so that "event taken" and "run created" are one commit. Whatever `apply` throws rolls back and holds the
 * cursor; `after` runs once the transaction is on disk.
 */
export interface TransactionalLog extends EventLog {
  subscribeInTransaction(
    spec: Pick<ConsumerSpec, "name" | "types" | "from">,
    apply: TransactionalApply,
    after: () => void,
  ): Promise<Subscription>;
}

/** Who may see an event (architecture: audiences). The one place that decides, for every way out. */
export interface Audience {
  /** May this person see it? `rooms` of the source plugin decide for `room:<id>`. */
  allows(event: BusEvent, person: { id: string; role: string }): boolean;
}

/** Rooms: the people whom a plugin last named. Kept on disk, cached in memory. */
export interface Rooms {
  set(plugin: string, room: string, members: string[]): Promise<void>;
  has(plugin: string, room: string, userId: string): boolean;
  members(plugin: string, room: string): string[];
}

/** What a plugin's manifest says of an event that it publishes. */
export interface DeclaredType {
  /** A type, or a pattern of types. */
  type: string;
  /** Plugin id. */
  plugin: string;
  /** JSON Schema of `data`. */
  schema: Record<string, unknown>;
}

/** What plugins say of the events that they publish; each of its own only. */
export interface EventCatalog {
  declared(): DeclaredType[];
  /** What is said of this type, by its exact name before a pattern. */
  find(type: string): DeclaredType | undefined;
  /** The first fault of an event's data, with a JSON pointer into it; undefined when it fits or nothing is said. */
  check(type: string, data: unknown): { path: string; message: string } | undefined;
  /** `normal` where the plugin, or whoever runs the host, says that losing the last moments with the power is bearable. */
  durability(type: string): Durability;
}
