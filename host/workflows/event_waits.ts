import type { TransactionalLog } from "../bus/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { matchesType, matchesWhere } from "../sdk/workflow/match.ts";
import type { EventWanted } from "../sdk/workflow/run_driver.ts";
import { WaiterIndex } from "./waiter_index.ts";

interface Waiter {
  wanted: EventWanted;
  /** Events that came while the log was being read. */
  early: BusEvent[] | undefined;
  found: (event: BusEvent) => void;
}

const PAGE = 200;

/** `waitFor`: finds the first event that fits, in the log or as it comes. */
export class EventWaits {
  readonly #waiters = new WaiterIndex<Waiter>();
  readonly #unwatch: () => void;

  constructor(private readonly log: TransactionalLog) {
    this.#unwatch = log.watch((events) => {
      if (this.#waiters.size === 0) return;
      for (const event of events) this.#offer(event);
    });
  }

  /** Rejects when the signal aborts, or when the log cannot be read. */
  async next(wanted: EventWanted, signal: AbortSignal): Promise<BusEvent> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<BusEvent>();
    const waiter: Waiter = { wanted, early: [], found: resolve };
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    // Listening begins before reading, so that nothing falls between the two.
    this.#waiters.add(waiter);
    try {
      const earlier = await this.#read(wanted, signal);
      if (earlier) return earlier;
      const early = waiter.early!;
      waiter.early = undefined;
      return early[0] ?? await promise;
    } finally {
      this.#waiters.delete(waiter);
      signal.removeEventListener("abort", abort);
      promise.catch(() => {});
    }
  }

  close(): void {
    this.#unwatch();
    this.#waiters.clear();
  }

  async #read(wanted: EventWanted, signal: AbortSignal): Promise<BusEvent | undefined> {
    for (let since = wanted.since;;) {
      const events = await this.log.read({ types: [wanted.type], since, limit: PAGE });
      signal.throwIfAborted();
      const found = events.find((event) => fits(event, wanted));
      if (found || events.length < PAGE) return found;
      since = events.at(-1)!.seq;
    }
  }

  #offer(event: BusEvent): void {
    for (const waiter of this.#waiters.candidates(event)) {
      if (!fits(event, waiter.wanted)) continue;
      if (waiter.early) waiter.early.push(event);
      else waiter.found(event);
    }
  }
}

function fits(event: BusEvent, { type, subject, where, since }: EventWanted): boolean {
  return event.seq > since && matchesType(event.type, type) && (subject === undefined || event.subject === subject) &&
    matchesWhere(event, where);
}
