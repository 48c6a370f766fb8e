import type { Clock, Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Writer } from "../storage/ports.ts";
import type { Cursor, CursorStore, PendingRow } from "./_cursor_store.ts";
import type { Deadline, Deadlines } from "./_deadlines.ts";
import type { EventStore } from "./_event_store.ts";
import { InFlight, type Running } from "./_in_flight.ts";
import { type Delivery, type Lane, laneKey, Lanes } from "./_lanes.ts";
import { Progress } from "./_progress.ts";
import { MAX_BUFFERED, Window } from "./_window.ts";
import { type ConsumerError, type ConsumerSpec, type Deliver, HoldError } from "./ports.ts";

/** Waiting events of one lane that are read at once. */
const LANE_READ = 32;
/** How long a dead letter that is replayed waits for a consumer that is not there. */
const WAKE_MS = 20_000;

/** What a consumer needs of the log that it belongs to. */
export interface ConsumerHost {
  events: EventStore;
  cursors: CursorStore;
  deadlines: Deadlines;
  clock: Clock;
  logger: Logger;
  writer: Writer;
  head(): number;
  /** An attempt has ended. */
  attempted(consumer: string, type: string, outcome: Outcome): void;
}

/** How an attempt to deliver ended. */
export type Outcome = "taken" | "failed" | "dead";

/** Delivers the events of one durable cursor: order in each lane, acknowledgement deadlines, redelivery, dead letters. */
export class Consumer {
  readonly name: string;
  readonly ackTimeoutMs: number;
  #maxAttempts: number;
  #backoffMs: (attempt: number) => number;
  #maxInFlight: number;

  #lanes = new Lanes();
  #window = new Window();
  readonly #inFlight: InFlight;
  readonly #progress: Progress;
  /** Everything up to here has been taken out of the log; only meaningful while not caught up. */
  #scanned: number;
  #caughtUp = false;
  #held = false;
  #paused: boolean;
  #resumes = 0;
  #closed = false;
  #waits = new Set<Deadline>();
  #lastError: ConsumerError | undefined;
  /** How often it was sent back, and up to where it takes events once more. */
  readonly #replay: { count: number; to: number };

  constructor(
    readonly host: ConsumerHost,
    spec: ConsumerSpec,
    readonly matches: (type: string) => boolean,
    readonly deliver: Deliver,
    cursor: Cursor,
  ) {
    this.name = spec.name;
    this.ackTimeoutMs = spec.ackTimeoutMs ?? 30_000;
    this.#maxAttempts = spec.maxAttempts ?? 8;
    this.#backoffMs = spec.backoffMs ?? ((attempt) => Math.min(60_000, 250 * 2 ** (attempt - 1)));
    this.#maxInFlight = spec.maxInFlight ?? 64;
    this.#scanned = cursor.position;
    this.#paused = cursor.pausedBy !== undefined;
    this.#lastError = cursor.lastError;
    this.#replay = { count: cursor.replays, to: cursor.replayTo };
    const { clock, deadlines, cursors, writer, logger } = host;
    this.#inFlight = new InFlight({
      clock,
      deadlines,
      ackTimeoutMs: this.ackTimeoutMs,
      expired: (running) => this.#fail(running, new Error(`No acknowledgement within ${this.ackTimeoutMs} ms`)),
    });
    const progress = {
      position: () => this.position(),
      refill: (lane: Lane) => this.#refill(lane),
      saved: () => this.pump(),
    };
    const { name } = this;
    this.#progress = new Progress({ name, cursors, writer, clock, deadlines, logger, ...progress }, cursor.position);
    for (const row of host.cursors.lanes(spec.name)) this.#restore(row);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Nobody takes its events now: they wait. */
  get held(): boolean {
    return this.#held;
  }

  get lastError(): ConsumerError | undefined {
    return this.#lastError;
  }

  /** Everything up to here is acknowledged, dead, or waits on disk. */
  position(): number {
    const first = this.#window.first();
    if (first) return first.seq - 1;
    return this.#caughtUp ? this.host.head() : this.#scanned;
  }

  /** Deliveries after the position that are settled all the same. */
  settledAhead(): number {
    return this.#window.ahead();
  }

  /** Takes one newly committed event that matches. Events come in order; `pump` follows. */
  offer(event: BusEvent): void {
    if (!this.#caughtUp || this.#closed || !this.#isMine(event)) return;
    if (this.#stopped || this.#window.room() <= 0) {
      // Nobody takes it now, or there is no room: from here on it is read from the log, so that a storm fills no memory.
      this.#caughtUp = false;
      this.#scanned = event.seq - 1;
      return;
    }
    this.#enqueue(event);
  }

  /** Starts what may start. */
  pump(): void {
    while (!this.#stopped) {
      while (this.#inFlight.size < this.#maxInFlight) {
        const delivery = this.#lanes.take();
        if (!delivery) break;
        this.#start(delivery);
        if (this.#stopped) return;
      }
      if (this.#caughtUp || this.#inFlight.size >= this.#maxInFlight || !this.#fill()) return;
    }
  }

  get #stopped(): boolean {
    return this.#held || this.#paused || this.#closed;
  }

  /** Its events wait until `resume`: nobody is there to take them. */
  hold(): void {
    this.#held = true;
  }

  resume(): void {
    this.#held = false;
    this.#resumes++;
    this.pump();
  }

  /** Somebody stops it, or lets it go on. */
  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.pump();
  }

  /** Delivers a dead letter once more; resolves when it is acknowledged. A consumer that sleeps gets time to wake. */
  replay(event: BusEvent, attempts: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(laneKey(event));
      const away = this.host.deadlines.at(this.host.clock.now() + WAKE_MS, () => {
        this.#waits.delete(away);
        const index = lane.replays.indexOf(delivery);
        if (index >= 0) lane.replays.splice(index, 1)[0]!.replay!.reject(consumerAway(this.name));
      });
      const settled = (settle: () => void) => {
        away.cancel();
        this.#waits.delete(away);
        settle();
      };
      const replay = {
        resolve: () => settled(resolve),
        reject: (error: unknown) => settled(() => reject(error)),
      };
      const delivery: Delivery = { seq: event.seq, lane, event, attempts, pending: false, done: true, replay };
      this.#waits.add(away);
      lane.replays.push(delivery);
      this.#lanes.update(lane);
      if (this.#held) this.resume();
      else this.pump();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#inFlight.idle();
    for (const wait of this.#waits) wait.cancel();
    await this.#progress.close();
    this.#lanes.drain((replay) => replay.reject(consumerAway(this.name)));
  }

  #enqueue(event: BusEvent): void {
    const lane = this.#lanes.get(laneKey(event));
    const delivery: Delivery = { seq: event.seq, lane, event, attempts: 0, pending: false, done: false };
    this.#window.add(delivery);
    if (lane.onDisk > 0 || lane.waiting) {
      this.#park(delivery, 0);
      lane.onDisk++;
      this.#progress.save();
    } else {
      lane.queue.push(delivery);
    }
    this.#lanes.update(lane);
  }

  /** One that stands in for an event which failed elsewhere is not for this consumer. */
  #isMine(event: BusEvent): boolean {
    return event.target === undefined || event.target === this.name;
  }

  /** Reads more of the log; false when there was nothing to read or no room for it. */
  #fill(): boolean {
    const room = this.#window.room();
    if (room < MAX_BUFFERED / 2) return false;
    const events = this.host.events.read(this.matches, { since: this.#scanned }, room);
    for (const event of events) if (this.#isMine(event)) this.#enqueue(event);
    if (events.length < room) this.#caughtUp = true;
    else this.#scanned = events.at(-1)!.seq;
    return events.length > 0;
  }

  #start(delivery: Delivery): void {
    const { host } = this;
    delivery.event ??= host.events.get(delivery.seq);
    const { event } = delivery;
    if (!event) {
      host.logger.error(`Event ${delivery.seq} for "${this.name}" is not in the log any more: passed over`);
      delivery.lane.busy = false;
      this.#finish(delivery);
      this.#lanes.update(delivery.lane);
      return;
    }
    const running = this.#inFlight.begin(delivery, this.#resumes);
    let result: Promise<void>;
    try {
      const replay = event.seq <= this.#replay.to ? this.#replay.count : 0;
      result = this.deliver(event, delivery.attempts + 1, replay);
    } catch (error) {
      result = Promise.reject(error);
    }
    result.then(() => this.#acknowledge(running), (error) => this.#fail(running, error));
  }

  #acknowledge(running: Running): void {
    const { delivery } = running;
    if (running.settled) return;
    this.#settle(running);
    this.host.attempted(this.name, delivery.event!.type, "taken");
    if (delivery.replay) delivery.replay.resolve();
    else this.#finish(delivery);
    this.#proceed(delivery.lane);
  }

  #fail(running: Running, error: unknown): void {
    if (running.settled) return;
    this.#settle(running);
    const { delivery } = running;
    const { lane } = delivery;
    if (error instanceof HoldError) {
      // The consumer is away: put back as it was, and wait for resume(), unless that came while this was under way.
      (delivery.replay ? lane.replays : lane.queue).unshift(delivery);
      if (running.resumes === this.#resumes) this.#held = true;
    } else if (delivery.replay) {
      this.#noteFailure(delivery, error, "failed");
      delivery.replay.reject(error);
    } else {
      delivery.attempts++;
      const dead = delivery.attempts >= this.#maxAttempts;
      this.#logFailure(delivery, error, dead);
      this.#noteFailure(delivery, error, dead ? "dead" : "failed");
      if (dead) this.#bury(delivery, error);
      else this.#redeliverLater(delivery);
    }
    this.#proceed(lane);
  }

  #settle(running: Running): void {
    running.delivery.lane.busy = false;
    this.#inFlight.end(running);
  }

  #finish(delivery: Delivery): void {
    if (delivery.pending) this.#progress.change({ kind: "unpark", seq: delivery.seq });
    this.#passed(delivery);
    this.#progress.save();
  }

  #bury(delivery: Delivery, error: unknown): void {
    // Written before the row that waits goes: both are one transaction.
    this.#progress.change({
      kind: "dead",
      event: delivery.event!,
      attempts: delivery.attempts,
      error: messageOf(error),
      time: new Date(this.host.clock.now()).toISOString(),
    });
    this.#finish(delivery);
  }

  #redeliverLater(delivery: Delivery): void {
    const { lane } = delivery;
    const due = this.host.clock.now() + this.#backoffMs(delivery.attempts);
    this.#park(delivery, due);
    // What stands behind it in memory moves to the disk too, so that a long wait holds no memory.
    const behind = lane.queue.filter((other) => !other.pending);
    for (const other of behind) this.#park(other, 0);
    lane.onDisk += behind.length;
    lane.queue = [delivery, ...lane.queue.filter((other) => !behind.includes(other))];
    this.#progress.save();
    this.#waitUntil(lane, due);
  }

  #park(delivery: Delivery, dueMs: number): void {
    const { seq, lane, attempts } = delivery;
    this.#progress.change({ kind: "park", seq, lane: lane.key, attempts, dueMs });
    delivery.pending = true;
    this.#passed(delivery);
  }

  /** Lets the cursor pass it, and its event leave the memory. */
  #passed(delivery: Delivery): void {
    delivery.event = undefined;
    this.#progress.moved();
    this.#window.done(delivery);
  }

  #noteFailure({ seq, event, attempts }: Delivery, error: unknown, outcome: Outcome): void {
    const { type } = event!;
    const time = new Date(this.host.clock.now()).toISOString();
    this.#lastError = { message: messageOf(error), seq, type, attempt: attempts, time };
    this.#progress.failed(this.#lastError);
    this.#progress.save();
    this.host.attempted(this.name, type, outcome);
  }

  #waitUntil(lane: Lane, due: number): void {
    lane.waiting = true;
    const wait = this.host.deadlines.at(due, () => {
      this.#waits.delete(wait);
      lane.waiting = false;
      this.#lanes.update(lane);
      this.pump();
    });
    this.#waits.add(wait);
  }

  #proceed(lane: Lane): void {
    if (lane.queue.length === 0 && lane.onDisk > 0) {
      // Its rows are read after the next save, which writes those that are not there yet.
      this.#progress.reload(lane);
      this.#progress.save();
    }
    this.#lanes.update(lane);
    this.pump();
    this.#inFlight.checkIdle();
  }

  #restore(row: PendingRow & { waiting: number }): void {
    const lane = this.#lanes.get(row.lane);
    lane.queue.push(toDelivery(row, lane));
    lane.onDisk = row.waiting - 1;
    if (row.dueMs > this.host.clock.now()) this.#waitUntil(lane, row.dueMs);
    this.#lanes.update(lane);
  }

  #refill(lane: Lane): void {
    const rows = this.host.cursors.lane(this.name, lane.key, LANE_READ);
    lane.queue = rows.map((row) => toDelivery(row, lane));
    lane.onDisk = Math.max(0, lane.onDisk - rows.length);
    // All of it may still be on its way to the disk.
    if (rows.length === 0 && lane.onDisk > 0) this.#progress.reload(lane);
    this.#lanes.update(lane);
  }

  #logFailure(delivery: Delivery, error: unknown, dead: boolean): void {
    const fields = { consumer: this.name, seq: delivery.seq, attempt: delivery.attempts, error: messageOf(error) };
    const what = `Event ${delivery.seq} (${delivery.event!.type}) failed at "${this.name}"`;
    if (dead) this.host.logger.error(`${what} ${delivery.attempts} times and is a dead letter now`, fields);
    else this.host.logger.warn(`${what}: ${messageOf(error)}`, fields);
  }
}

/** The reason for people when a dead letter's consumer has no subscription. */
export function consumerAway(name: string): RpcError {
  return new RpcError("precondition_failed", `The consumer "${name}" is not running`, {
    hint: "Enable its plugin or workflow first, then replay again",
  });
}

function toDelivery(row: PendingRow, lane: Lane): Delivery {
  return { seq: row.seq, lane, event: undefined, attempts: row.attempts, pending: true, done: true };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
