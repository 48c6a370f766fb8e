import type { Logger } from "../observe/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { Cursor, CursorStore } from "./_cursor_store.ts";
import type { ConsumerHost } from "./_consumer.ts";
import type { Deadline, Deadlines } from "./_deadlines.ts";
import type { EventStore } from "./_event_store.ts";
import type { ConsumerError, LateCursor, TransactionalApply } from "./ports.ts";

/** Events handed over at once while catching up. */
const BATCH = 256;

/** What a transactional consumer needs of the log that it belongs to. */
export interface TransactionalHost {
  events: EventStore;
  cursors: CursorStore;
  deadlines: Deadlines;
  writer: Writer;
  logger: Logger;
  now(): number;
  head(): number;
  attempted: ConsumerHost["attempted"];
}

/**
 * A consumer whose work is part of the transaction that moves its cursor. While it has caught up that is the very
 * transaction that appends the events, or a later one of its own choice ({@linkcode LateCursor}); else it reads the log batch
 * by batch in transactions of its own.
 */
export class TransactionalConsumer {
  #caughtUp = false;
  #held = false;
  #paused: boolean;
  #closed = false;
  #failures = 0;
  #working: Promise<void> | undefined;
  #retry: Deadline | undefined;
  /** Said within `apply`: the cursor on disk does not move with this transaction. */
  #stays = false;
  readonly #late: LateCursor = {
    stay: () => void (this.#stays = true),
    move: (position) => this.#closed || this.host.cursors.advance(this.name, position),
    failed: (error) => this.#again(error),
  };

  readonly name: string;
  private cursor: number;
  #lastError: ConsumerError | undefined;

  constructor(
    readonly host: TransactionalHost,
    cursor: Cursor,
    readonly matches: (type: string) => boolean,
    readonly apply: TransactionalApply,
    readonly after: () => void,
  ) {
    this.name = cursor.name;
    this.cursor = cursor.position;
    this.#paused = cursor.pausedBy !== undefined;
    this.#lastError = cursor.lastError;
  }

  get held(): boolean {
    return this.#held;
  }

  get lastError(): ConsumerError | undefined {
    return this.#lastError;
  }

  get #stopped(): boolean {
    return this.#held || this.#paused || this.#closed;
  }

  position(): number {
    return this.#caughtUp ? this.host.head() : this.cursor;
  }

  /**
   * Inside the appending transaction: hands over what matches. Answers what to do once it is on disk, or undefined
   * when this consumer has no part in it.
   */
  take(db: Database, events: BusEvent[]): (() => void) | undefined {
    if (!this.#caughtUp || this.#stopped) return undefined;
    const matching = events.filter((event) => this.#isMine(event));
    if (matching.length === 0) return undefined;
    const position = events.at(-1)!.seq;
    try {
      this.#hand(db, matching, position, this.#late);
      return () => this.#took(matching);
    } catch (error) {
      this.cursor = events[0]!.seq - 1;
      this.#caughtUp = false;
      return () => this.#hold(error, matching[0]!);
    }
  }

  /** The appending transaction was undone, and with it what was handed over: reads on from the disk. */
  undone(): void {
    if (!this.#caughtUp) return;
    this.cursor = this.host.cursors.get(this.name)?.position ?? this.cursor;
    this.#caughtUp = false;
    this.catchUp();
  }

  /** Works through the log up to its head. */
  catchUp(): void {
    if (this.#working || this.#retry || this.#stopped || this.#caughtUp) return;
    this.#working = this.#work().catch((error) => error).then((error) => {
      this.#working = undefined;
      if (error) this.#hold(error, this.#first());
      else this.catchUp();
    });
  }

  /** Events wait until `resume`. */
  hold(): void {
    this.#held = true;
    this.#fallBehind();
  }

  resume(): void {
    this.#held = false;
    this.catchUp();
  }

  /** Somebody stops it, or lets it go on. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#fallBehind();
    else this.catchUp();
  }

  #fallBehind(): void {
    if (this.#caughtUp) this.cursor = this.host.head();
    this.#caughtUp = false;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    const position = this.position();
    this.#closed = true;
    this.#retry?.cancel();
    await this.#working;
    if (this.#caughtUp) await this.host.writer.write((db) => this.#hand(db, [], position));
  }

  async #work(): Promise<void> {
    const { host } = this;
    const done = await host.writer.write((db) => {
      if (this.#stopped) return undefined;
      const events = host.events.read(this.matches, { since: this.cursor }, BATCH);
      const last = events.at(-1)?.seq;
      const mine = events.filter((event) => this.#isMine(event));
      if (last !== undefined) this.#hand(db, mine, last);
      return { last, mine, more: events.length === BATCH };
    });
    if (!done) return;
    this.#failures = 0;
    if (done.last !== undefined) {
      this.cursor = done.last;
      this.#took(done.mine);
    }
    // Up to the head and nothing published since: from here on it takes part in the appending transactions.
    if (!done.more && host.events.read(this.matches, { since: this.cursor }, 1).length === 0) {
      this.#caughtUp = !this.#stopped;
    }
  }

  /** One that stands in for an event which failed elsewhere is not for this consumer. */
  #isMine({ type, target }: BusEvent): boolean {
    return this.matches(type) && (target === undefined || target === this.name);
  }

  #took(events: BusEvent[]): void {
    for (const { type } of events) this.host.attempted(this.name, type, "taken");
    if (events.length > 0) this.after();
  }

  #first(): BusEvent | undefined {
    return this.host.events.read(this.matches, { since: this.cursor }, 1)[0];
  }

  #hand(db: Database, events: BusEvent[], position: number, late?: LateCursor): void {
    db.transaction(() => {
      this.#stays = false;
      this.apply(db, events, late);
      if (!this.#stays) this.host.cursors.save(this.name, position, []);
    });
  }

  #again(error: unknown): void {
    if (this.#closed) return;
    this.cursor = this.host.cursors.get(this.name)?.position ?? this.cursor;
    this.#caughtUp = false;
    this.#hold(error, this.#first());
  }

  /** `event` is the first of those that it could not take. */
  #hold(error: unknown, event: BusEvent | undefined): void {
    const message = error instanceof Error ? error.message : String(error);
    if (event) {
      const time = new Date(this.host.now()).toISOString();
      this.#lastError = { message, seq: event.seq, type: event.type, attempt: this.#failures + 1, time };
      this.host.attempted(this.name, event.type, "failed");
    }
    const delayMs = Math.min(60_000, 250 * 2 ** this.#failures++);
    this.host.logger.error(`"${this.name}" could not take events and is held for ${delayMs} ms: ${message}`);
    if (this.#closed) return;
    this.#retry ??= this.host.deadlines.at(this.host.now() + delayMs, () => {
      this.#retry = undefined;
      this.catchUp();
    });
  }
}
