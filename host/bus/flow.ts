import type { Clock } from "../observe/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { LogObserver } from "./event_log.ts";
import { Rate } from "./_rate.ts";

/** Edges that are remembered of each kind; the one that was silent longest goes first. */
const MAX_EDGES = 2_000;
/** How often the picture is pushed to those who look. */
const PUSH_MS = 2_000;

/** What a source published of a type. */
export interface EmitEdge {
  source: string;
  type: string;
  /** In the last minute. */
  count: number;
  /** Since the host's start. */
  total: number;
  /** ISO 8601. */
  lastAt: string;
}

/** What became of a type's events at a consumer: attempts of the last minute. */
export interface TakeEdge {
  consumer: string;
  type: string;
  taken: number;
  failed: number;
  /** Given up on. */
  dead: number;
  /** ISO 8601. */
  lastAt: string;
}

export interface FlowView {
  /** ISO 8601. */
  at: string;
  emits: EmitEdge[];
  takes: TakeEdge[];
}

/** Pushes volatile messages; the gateway's. */
export interface FlowPusher {
  push(type: string, data: unknown, to: { roles: string[] }): void;
  wanted(type: string, to: { roles: string[] }): boolean;
  onSubscribe(listener: () => void): void;
}

const TYPE = "host.event.flow";
const TO = { roles: ["owner", "admin"] };

interface Takes {
  taken: Rate;
  failed: Rate;
  dead: Rate;
}

/** Counts what flows through the log: who publishes what, and how it fares with those who take it. */
export class EventFlow implements LogObserver {
  readonly #emits = new Edges(() => new Rate(), (rate) => rate.lastAt);
  readonly #takes = new Edges<Takes>(
    () => ({ taken: new Rate(), failed: new Rate(), dead: new Rate() }),
    ({ taken, failed }) => Math.max(taken.lastAt, failed.lastAt),
  );
  #timer: (() => void) | undefined;
  #closed = false;

  constructor(private readonly clock: Clock) {}

  appended = (events: BusEvent[]): void => {
    const now = this.clock.now();
    for (const { source, type } of events) this.#emits.get(source, type).add(now);
  };

  attempted = (consumer: string, type: string, outcome: "taken" | "failed" | "dead"): void => {
    const takes = this.#takes.get(consumer, type);
    const now = this.clock.now();
    if (outcome !== "failed") takes[outcome].add(now);
    if (outcome !== "taken") takes.failed.add(now);
  };

  emits(): EmitEdge[] {
    const now = this.clock.now();
    return this.#emits.list().map(([source, type, rate]) => ({
      source,
      type,
      count: rate.count(now),
      total: rate.total,
      lastAt: new Date(rate.lastAt).toISOString(),
    }));
  }

  view(): FlowView {
    const now = this.clock.now();
    return {
      at: new Date(now).toISOString(),
      emits: this.emits(),
      takes: this.#takes.list().map(([consumer, type, { taken, failed, dead }]) => ({
        consumer,
        type,
        taken: taken.count(now),
        failed: failed.count(now),
        dead: dead.count(now),
        lastAt: new Date(Math.max(taken.lastAt, failed.lastAt)).toISOString(),
      })),
    };
  }

  /** From now on the picture, with `more`, is pushed while somebody looks. */
  pushTo(pusher: FlowPusher, more: () => Promise<Record<string, unknown>>): void {
    const tick = async () => {
      this.#timer = undefined;
      if (this.#closed || !pusher.wanted(TYPE, TO)) return;
      this.#timer = this.clock.timer(PUSH_MS, tick);
      pusher.push(TYPE, { ...this.view(), ...await more() }, TO);
    };
    // Whoever looks has the first picture from the method of the same name.
    pusher.onSubscribe(() => {
      if (!this.#closed && pusher.wanted(TYPE, TO)) this.#timer ??= this.clock.timer(PUSH_MS, tick);
    });
  }

  close(): void {
    this.#closed = true;
    this.#timer?.();
  }
}

/** Something for each pair of names, as many as fit. */
class Edges<T> {
  readonly #byFirst = new Map<string, Map<string, T>>();
  #count = 0;

  constructor(private readonly make: () => T, private readonly lastAt: (edge: T) => number) {}

  get(first: string, second: string): T {
    let edges = this.#byFirst.get(first);
    if (!edges) this.#byFirst.set(first, edges = new Map());
    let edge = edges.get(second);
    if (!edge) {
      if (this.#count >= MAX_EDGES) this.#forget();
      edges.set(second, edge = this.make());
      this.#count++;
    }
    return edge;
  }

  list(): [first: string, second: string, edge: T][] {
    return [...this.#byFirst].flatMap(([first, edges]) =>
      [...edges].map(([second, edge]): [string, string, T] => [first, second, edge])
    );
  }

  /** A tenth goes at a time. */
  #forget(): void {
    const oldest = this.list().sort((a, b) => this.lastAt(a[2]) - this.lastAt(b[2])).slice(0, MAX_EDGES / 10);
    for (const [first, second] of oldest) {
      const edges = this.#byFirst.get(first)!;
      edges.delete(second);
      if (edges.size === 0) this.#byFirst.delete(first);
    }
    this.#count -= oldest.length;
  }
}
