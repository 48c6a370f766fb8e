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

export interface WaitHooks {
  /** There is none yet, and one that comes will be found. */
  none?: () => void;
  /** One came, of which the promise tells in a moment. */
  found?: () => void;
}

const PAGE = 200;
/** A run that is woken by an event finds it at once. */
const FIRST_PAGE = 8;

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
  async next(wanted: EventWanted, signal: AbortSignal, { none, found }: WaitHooks = {}): Promise<BusEvent> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<BusEvent>();
    const waiter: Waiter = {
      wanted,
      early: [],
      found: (event) => {
        found?.();
        resolve(event);
      },
    };
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    // Listening begins before reading, so that nothing falls between the two.
    this.#waiters.add(waiter);
    try {
      const earlier = await this.#read(wanted, signal);
      if (earlier) return earlier;
      const early = waiter.early!;
      waiter.early = undefined;
      if (early[0]) return early[0];
      none?.();
      return await promise;
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
    for (let since = wanted.since, limit = FIRST_PAGE;; limit = PAGE) {
      // What is not there any more does not fit, or an earlier life would have seen it.
      since = Math.max(since, this.log.oldest() - 1);
      const events = await this.log.read({ types: [wanted.type], since, limit });
      signal.throwIfAborted();
      const found = events.find((event) => fits(event, wanted));
      if (found || events.length < limit) return found;
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

/** Is this the event that is waited for? */
export function fits(event: BusEvent, { type, subject, where, since }: EventWanted): boolean {
  return event.seq > since && matchesType(event.type, type) && (subject === undefined || event.subject === subject) &&
    matchesWhere(event, where);
}
