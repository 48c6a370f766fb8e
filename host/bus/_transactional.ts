import type { Logger } from "../observe/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { CursorStore } from "./_cursor_store.ts";
import type { Deadline, Deadlines } from "./_deadlines.ts";
import type { EventStore } from "./_event_store.ts";

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
}

/**
 * A consumer whose work is part of the transaction that moves its cursor. While it has caught up that is the very
 * transaction that appends the events; else it reads the log batch by batch in transactions of its own.
 */
export class TransactionalConsumer {
  #caughtUp = false;
  #paused = false;
  #closed = false;
  #failures = 0;
  #working: Promise<void> | undefined;
  #retry: Deadline | undefined;

  constructor(
    readonly host: TransactionalHost,
    readonly name: string,
    readonly matches: (type: string) => boolean,
    readonly apply: (db: Database, events: BusEvent[]) => void,
    readonly after: () => void,
    private cursor: number,
  ) {}

  get paused(): boolean {
    return this.#paused;
  }

  position(): number {
    return this.#caughtUp ? this.host.head() : this.cursor;
  }

  /**
   * Inside the appending transaction: hands over what matches. Answers what to do once it is on disk, or undefined
   * when this consumer has no part in it.
   */
  take(db: Database, events: BusEvent[]): (() => void) | undefined {
    if (!this.#caughtUp || this.#paused || this.#closed) return undefined;
    const matching = events.filter((event) => this.matches(event.type));
    if (matching.length === 0) return undefined;
    const position = events.at(-1)!.seq;
    try {
      this.#hand(db, matching, position);
      return () => this.after();
    } catch (error) {
      this.cursor = events[0]!.seq - 1;
      this.#caughtUp = false;
      return () => this.#hold(error);
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
    if (this.#working || this.#retry || this.#paused || this.#closed || this.#caughtUp) return;
    this.#working = this.#work().catch((error) => error).then((error) => {
      this.#working = undefined;
      if (error) this.#hold(error);
      else this.catchUp();
    });
  }

  pause(): void {
    this.#paused = true;
    if (this.#caughtUp) this.cursor = this.host.head();
    this.#caughtUp = false;
  }

  resume(): void {
    this.#paused = false;
    this.catchUp();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    const position = this.position();
    this.#closed = true;
    this.#retry?.cancel();
    await this.#working;
    if (this.#caughtUp) await this.host.writer.write(() => this.host.cursors.save(this.name, position, []));
  }

  async #work(): Promise<void> {
    const { host } = this;
    const done = await host.writer.write((db) => {
      if (this.#paused || this.#closed) return undefined;
      const events = host.events.read(this.matches, { since: this.cursor }, BATCH);
      const last = events.at(-1)?.seq;
      if (last !== undefined) this.#hand(db, events, last);
      return { last, more: events.length === BATCH };
    });
    if (!done) return;
    this.#failures = 0;
    if (done.last !== undefined) {
      this.cursor = done.last;
      this.after();
    }
    // Up to the head and nothing published since: from here on it takes part in the appending transactions.
    if (!done.more && host.events.read(this.matches, { since: this.cursor }, 1).length === 0) {
      this.#caughtUp = !this.#paused && !this.#closed;
    }
  }

  #hand(db: Database, events: BusEvent[], position: number): void {
    db.transaction(() => {
      this.apply(db, events);
      this.host.cursors.save(this.name, position, []);
    });
  }

  #hold(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const delayMs = Math.min(60_000, 250 * 2 ** this.#failures++);
    this.host.logger.error(`"${this.name}" could not take events and is held for ${delayMs} ms: ${message}`);
    if (this.#closed) return;
    this.#retry ??= this.host.deadlines.at(this.host.now() + delayMs, () => {
      this.#retry = undefined;
      this.catchUp();
    });
  }
}
