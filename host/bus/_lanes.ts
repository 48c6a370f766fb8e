import type { BusEvent } from "../sdk/channel/protocol.ts";

/** One event on its way to one consumer. */
export interface Delivery {
  readonly seq: number;
  readonly lane: Lane;
  /** Read from the log when its turn comes, for one that waited on disk. */
  event: BusEvent | undefined;
  /** Deliveries that failed so far. */
  attempts: number;
  /** True once it has a row of its own on disk: the cursor may pass it. */
  pending: boolean;
  /** Settled, or on disk: the cursor may pass it. */
  done: boolean;
  /** Set for a dead letter that is delivered again. */
  replay?: { resolve: () => void; reject: (error: unknown) => void };
}

/** Events that must reach the consumer one after the other: those of one subject, or of one type without subject. */
export interface Lane {
  readonly key: string;
  queue: Delivery[];
  replays: Delivery[];
  busy: boolean;
  /** The first of the queue failed and waits for its time. */
  waiting: boolean;
  /** Events of this lane that wait on disk behind the queue. */
  onDisk: number;
  /** It stands in the list of lanes that may run. */
  listed: boolean;
}

/** The lane that an event belongs to. */
export function laneKey(event: BusEvent): string {
  return event.subject === undefined ? `t:${event.type}` : `s:${event.subject}`;
}

/** All lanes of one consumer that have something to do, and the order in which they get their turn. */
export class Lanes {
  #lanes = new Map<string, Lane>();
  #runnable: Lane[] = [];
  #next = 0;

  get(key: string): Lane {
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = { key, queue: [], replays: [], busy: false, waiting: false, onDisk: 0, listed: false };
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  /** Lists the lane when it may run, and forgets it when nothing is left of it. */
  update(lane: Lane): void {
    if (lane.busy) return;
    if (nextOf(lane)) {
      if (!lane.listed) {
        lane.listed = true;
        this.#runnable.push(lane);
      }
    } else if (lane.queue.length === 0 && lane.onDisk === 0) {
      this.#lanes.delete(lane.key);
    }
  }

  /** Takes the next delivery whose turn it is, and marks its lane busy. */
  take(): Delivery | undefined {
    while (this.#next < this.#runnable.length) {
      const lane = this.#runnable[this.#next++]!;
      lane.listed = false;
      const delivery = lane.busy ? undefined : nextOf(lane);
      if (!delivery) continue;
      if (delivery.replay) lane.replays.shift();
      else lane.queue.shift();
      lane.busy = true;
      return delivery;
    }
    this.#runnable.length = 0;
    this.#next = 0;
    return undefined;
  }

  /** Hands out every replay that did not get its turn. */
  drain(each: (replay: NonNullable<Delivery["replay"]>) => void): void {
    for (const lane of this.#lanes.values()) {
      for (const delivery of lane.replays.splice(0)) each(delivery.replay!);
    }
  }
}

function nextOf(lane: Lane): Delivery | undefined {
  return lane.replays[0] ?? (lane.waiting ? undefined : lane.queue[0]);
}
