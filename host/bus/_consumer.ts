import type { Clock, Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { CursorChange, CursorStore, PendingRow } from "./_cursor_store.ts";
import type { Deadline, Deadlines } from "./_deadlines.ts";
import type { EventStore } from "./_event_store.ts";
import { type Delivery, type Lane, laneKey, Lanes } from "./_lanes.ts";
import { type ConsumerSpec, type Deliver, HoldError } from "./ports.ts";

/** Events of one consumer that are held in memory; the rest is read from the log when there is room. */
const MAX_BUFFERED = 512;
/** Events that may be settled ahead of one that is not: behind a slow one the others go on this far. */
const MAX_AHEAD = 100_000;
/** Waiting events of one lane that are read at once. */
const LANE_READ = 32;
const RETRY_SAVE_MS = 1_000;

/** What a consumer needs of the log that it belongs to. */
export interface ConsumerHost {
  events: EventStore;
  cursors: CursorStore;
  deadlines: Deadlines;
  clock: Clock;
  logger: Logger;
  head(): number;
  /** Writes the changes and the position in one transaction. */
  save(consumer: Consumer): Promise<void>;
}

interface Running {
  delivery: Delivery;
  deadline: number;
  settled: boolean;
  /** How often delivery had been resumed when it began. */
  resumes: number;
}

/** Delivers the events of one durable cursor: order in each lane, acknowledgement deadlines, redelivery, dead letters. */
export class Consumer {
  readonly name: string;
  readonly ackTimeoutMs: number;
  #maxAttempts: number;
  #backoffMs: (attempt: number) => number;
  #maxInFlight: number;

  #lanes = new Lanes();
  /** Deliveries not yet passed by the cursor, by position. */
  #window: Delivery[] = [];
  #windowStart = 0;
  /** Deliveries of the window that are not done. */
  #buffered = 0;
  #inFlight = new Set<Running>();
  /** Everything up to here has been taken out of the log; only meaningful while not caught up. */
  #scanned: number;
  #caughtUp = false;
  #paused = false;
  #resumes = 0;
  #closed = false;
  #changes: CursorChange[] = [];
  #reload = new Set<Lane>();
  #saving: Promise<void> | undefined;
  #savedPosition: number;
  #dirty = false;
  #ackDeadline: Deadline | undefined;
  #idle: (() => void)[] = [];
  #waits = new Set<Deadline>();

  constructor(
    readonly host: ConsumerHost,
    spec: ConsumerSpec,
    readonly matches: (type: string) => boolean,
    readonly deliver: Deliver,
    position: number,
  ) {
    this.name = spec.name;
    this.ackTimeoutMs = spec.ackTimeoutMs ?? 30_000;
    this.#maxAttempts = spec.maxAttempts ?? 8;
    this.#backoffMs = spec.backoffMs ?? ((attempt) => Math.min(60_000, 250 * 2 ** (attempt - 1)));
    this.#maxInFlight = spec.maxInFlight ?? 64;
    this.#scanned = position;
    this.#savedPosition = position;
    for (const row of host.cursors.lanes(spec.name)) this.#restore(row);
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Everything up to here is acknowledged, dead, or waits on disk. */
  position(): number {
    const window = this.#window;
    while (this.#windowStart < window.length && window[this.#windowStart]!.done) this.#windowStart++;
    if (this.#windowStart > 1_024 && this.#windowStart * 2 > window.length) {
      window.splice(0, this.#windowStart);
      this.#windowStart = 0;
    }
    const first = window[this.#windowStart];
    if (first) return first.seq - 1;
    return this.#caughtUp ? this.host.head() : this.#scanned;
  }

  /** Deliveries after the position that are settled all the same. */
  settledAhead(): number {
    this.position();
    return this.#window.length - this.#windowStart - this.#buffered;
  }

  /** Takes one newly committed event that matches. Events come in order; `pump` follows. */
  offer(event: BusEvent): void {
    if (!this.#caughtUp || this.#closed) return;
    if (this.#room() <= 0) {
      // No room: from here on it is read from the log, when there is.
      this.#caughtUp = false;
      this.#scanned = event.seq - 1;
      return;
    }
    this.#enqueue(event);
  }

  /** Starts what may start. */
  pump(): void {
    while (!this.#paused && !this.#closed) {
      while (this.#inFlight.size < this.#maxInFlight) {
        const delivery = this.#lanes.take();
        if (!delivery) break;
        this.#start(delivery);
        if (this.#paused) return;
      }
      if (this.#caughtUp || this.#inFlight.size >= this.#maxInFlight || !this.#fill()) return;
    }
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#resumes++;
    this.pump();
  }

  /** Delivers a dead letter once more; resolves when it is acknowledged. */
  replay(id: number, event: BusEvent, attempts: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const lane = this.#lanes.get(laneKey(event));
      const replay = { id, resolve, reject };
      lane.replays.push({ seq: event.seq, lane, event, attempts, pending: false, done: true, replay });
      this.#lanes.update(lane);
      this.pump();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#inFlight.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    this.#ackDeadline?.cancel();
    for (const wait of this.#waits) wait.cancel();
    await this.#saving;
    if (this.#dirty || this.position() !== this.#savedPosition) this.#save();
    await this.#saving;
    this.#lanes.drain((replay) => replay.reject(consumerAway(this.name)));
  }

  /** For the job of the writer: puts changes and position on disk. Answers what to do once they are there. */
  write(): () => void {
    this.#dirty = false;
    const count = this.#changes.length;
    const position = this.position();
    const reload = [...this.#reload];
    this.host.cursors.save(this.name, position, this.#changes);
    return () => {
      // What came meanwhile stands behind these.
      this.#changes.splice(0, count);
      this.#savedPosition = position;
      for (const lane of reload) this.#refill(lane);
    };
  }

  #enqueue(event: BusEvent): void {
    const lane = this.#lanes.get(laneKey(event));
    const delivery: Delivery = { seq: event.seq, lane, event, attempts: 0, pending: false, done: false };
    this.#window.push(delivery);
    this.#buffered++;
    if (lane.onDisk > 0 || lane.waiting) {
      this.#park(delivery, 0);
      lane.onDisk++;
      this.#save();
    } else {
      lane.queue.push(delivery);
    }
    this.#lanes.update(lane);
  }

  #room(): number {
    return this.#window.length - this.#windowStart < MAX_AHEAD ? MAX_BUFFERED - this.#buffered : 0;
  }

  /** Reads more of the log; false when there was nothing to read or no room for it. */
  #fill(): boolean {
    const room = this.#room();
    if (room < MAX_BUFFERED / 2) return false;
    const events = this.host.events.read(this.matches, { since: this.#scanned }, room);
    for (const event of events) this.#enqueue(event);
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
    const deadline = host.clock.now() + this.ackTimeoutMs;
    const running: Running = { delivery, deadline, settled: false, resumes: this.#resumes };
    this.#inFlight.add(running);
    this.#armAckDeadline();
    let result: Promise<void>;
    try {
      result = this.deliver(event, delivery.attempts + 1);
    } catch (error) {
      result = Promise.reject(error);
    }
    result.then(() => this.#acknowledge(running), (error) => this.#fail(running, error));
  }

  #acknowledge(running: Running): void {
    const { delivery } = running;
    if (running.settled) return;
    this.#settle(running);
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
      if (running.resumes === this.#resumes) this.#paused = true;
    } else if (delivery.replay) {
      delivery.replay.reject(error);
    } else {
      delivery.attempts++;
      const dead = delivery.attempts >= this.#maxAttempts;
      this.#logFailure(delivery, error, dead);
      if (dead) this.#bury(delivery, error);
      else this.#redeliverLater(delivery);
    }
    this.#proceed(lane);
  }

  #settle(running: Running): void {
    running.settled = true;
    running.delivery.lane.busy = false;
    this.#inFlight.delete(running);
  }

  #finish(delivery: Delivery): void {
    if (delivery.pending) this.#changes.push({ kind: "unpark", seq: delivery.seq });
    this.#passed(delivery);
    this.#save();
  }

  #bury(delivery: Delivery, error: unknown): void {
    // Written before the row that waits goes: both are one transaction.
    this.#changes.push({
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
    this.#save();
    this.#waitUntil(lane, due);
  }

  #park(delivery: Delivery, dueMs: number): void {
    const { seq, lane, attempts } = delivery;
    this.#changes.push({ kind: "park", seq, lane: lane.key, attempts, dueMs });
    delivery.pending = true;
    this.#passed(delivery);
  }

  /** Lets the cursor pass it, and its event leave the memory. */
  #passed(delivery: Delivery): void {
    delivery.event = undefined;
    this.#dirty = true;
    if (delivery.done) return;
    delivery.done = true;
    this.#buffered--;
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
      this.#reload.add(lane);
      this.#save();
    }
    this.#lanes.update(lane);
    this.pump();
    if (this.#inFlight.size === 0) { for (const resolve of this.#idle.splice(0)) resolve(); }
  }

  #restore(row: PendingRow & { waiting: number }): void {
    const lane = this.#lanes.get(row.lane);
    lane.queue.push(toDelivery(row, lane));
    lane.onDisk = row.waiting - 1;
    if (row.dueMs > this.host.clock.now()) this.#waitUntil(lane, row.dueMs);
    this.#lanes.update(lane);
  }

  #refill(lane: Lane): void {
    this.#reload.delete(lane);
    const rows = this.host.cursors.lane(this.name, lane.key, LANE_READ);
    lane.queue = rows.map((row) => toDelivery(row, lane));
    lane.onDisk = Math.max(0, lane.onDisk - rows.length);
    // All of it may still be on its way to the disk.
    if (rows.length === 0 && lane.onDisk > 0) this.#reload.add(lane);
    this.#lanes.update(lane);
  }

  /** One save at a time; what changes while it runs is written by the next. */
  #save(): void {
    this.#saving ??= this.host.save(this).then(() => {
      this.#saving = undefined;
      if (this.#dirty || this.#reload.size > 0) this.#save();
      this.pump();
    }, (error) => {
      this.#saving = undefined;
      this.#dirty = true;
      this.host.logger.error(`The cursor of "${this.name}" could not be saved: ${messageOf(error)}`);
      if (this.#closed) return;
      const wait = this.host.deadlines.at(this.host.clock.now() + RETRY_SAVE_MS, () => {
        this.#waits.delete(wait);
        this.#save();
      });
      this.#waits.add(wait);
    });
  }

  #armAckDeadline(): void {
    if (this.#ackDeadline) return;
    const [oldest] = this.#inFlight;
    if (!oldest) return;
    this.#ackDeadline = this.host.deadlines.at(oldest.deadline, () => {
      this.#ackDeadline = undefined;
      const now = this.host.clock.now();
      for (const running of this.#inFlight) {
        if (running.deadline > now) break;
        this.#fail(running, new Error(`No acknowledgement within ${this.ackTimeoutMs} ms`));
      }
      this.#armAckDeadline();
    });
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
