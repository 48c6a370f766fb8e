import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Database } from "../storage/ports.ts";

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

/** Delivers one event; resolving acknowledges it, rejecting redelivers it. Rejecting with {@linkcode HoldError} waits without counting an attempt. */
export type Deliver = (event: BusEvent, attempt: number) => Promise<void>;

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
  /** Everything up to here is acknowledged. */
  position: number;
  /** Matching events behind the cursor that are not acknowledged. */
  lag: number;
  inFlight: number;
  paused: boolean;
  deadLetters: number;
}

export interface DeadLetter {
  id: number;
  consumer: string;
  event: BusEvent;
  attempts: number;
  error: string;
  /** ISO 8601. */
  time: string;
}

/** The durable log. Two implementations and one conformance suite (`tests/conformance/event_log`). */
export interface EventLog {
  /** Resolves when all of `events` are on disk; order within one call is kept. */
  publish(events: NewEvent[]): Promise<PublishResult[]>;
  read(options: ReadOptions): Promise<BusEvent[]>;
  get(seq: number): Promise<BusEvent | undefined>;
  /** Position of the newest event, 0 when empty. */
  head(): number;
  /** Position of the oldest event that is still held, 0 when empty. A reader from before it has missed some. */
  oldest(): number;
  /** Every type that was ever published, by name, with how many events of it the log holds now. */
  types(): { type: string; count: number; lastSeq: number }[];
  subscribe(spec: ConsumerSpec, deliver: Deliver): Promise<Subscription>;
  /** Forgets a cursor and its dead letters. */
  removeConsumer(name: string): Promise<void>;
  consumers(): Promise<ConsumerInfo[]>;
  deadLetters(consumer?: string): Promise<DeadLetter[]>;
  /** Delivers a dead letter again, once; it leaves the list when acknowledged. */
  replayDeadLetter(id: number): Promise<void>;
  dropDeadLetter(id: number): Promise<void>;
  /** Called for each event after its commit, in order of position; for pushes to browsers. */
  watch(listener: (events: BusEvent[]) => void): () => void;
  close(): Promise<void>;
}

/**
 * What the SQLite log offers beyond the port: a consumer whose work happens in the transaction that moves
 * its cursor, so that "event taken" and "run created" are one commit. `apply` gets each batch inside that
 * transaction (throwing rolls back and holds the cursor); `after` runs once it is on disk.
 */
export interface TransactionalLog extends EventLog {
  subscribeInTransaction(
    spec: Pick<ConsumerSpec, "name" | "types" | "from">,
    apply: (db: Database, events: BusEvent[]) => void,
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
