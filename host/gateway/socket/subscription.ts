import type { Audience, EventLog } from "../../bus/ports.ts";
import type { BusEvent } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import { TypeMatcher } from "./type_pattern.ts";

/** Events read at once while catching up. */
const PAGE = 500;
/** Live events kept while one page is being read; beyond it they are read from the log instead. */
const MAX_KEPT = 10_000;

/** What a subscription needs of its socket and of the host. */
export interface SubscriptionDeps {
  log: Pick<EventLog, "read" | "head" | "oldest">;
  audience: Audience;
  person: { id: string; role: string };
  send(event: BusEvent): void;
  /** Resolves when the reader has taken most of what was sent; rejects when it is gone or too slow. */
  drained(): Promise<void>;
}

/**
 * Events of some types from one position on: first those in the log, then live ones, none missing and none twice.
 * From the first moment live events are kept aside while the log is read. Each read sees everything that was
 * committed before it began, so only what was announced during the last read can be missing from it.
 */
export class Subscription {
  readonly id: string;
  readonly #types: string[];
  readonly #matcher: TypeMatcher;
  readonly #deps: SubscriptionDeps;
  #position: number;
  /** Undefined once live. */
  #kept: BusEvent[] | undefined = [];
  #overflowed = false;
  #ended = false;

  constructor(id: string, types: string[], position: number, deps: SubscriptionDeps) {
    this.id = id;
    this.#types = types;
    this.#matcher = new TypeMatcher(types);
    this.#position = position;
    this.#deps = deps;
  }

  matches(type: string): boolean {
    return !this.#ended && this.#matcher.matches(type);
  }

  /** A live event: true when it is to be sent now. */
  offer(event: BusEvent): boolean {
    if (!this.matches(event.type)) return false;
    if (this.#kept) {
      if (this.#kept.length < MAX_KEPT) this.#kept.push(event);
      else this.#overflowed = true;
      return false;
    }
    if (event.seq <= this.#position) return false;
    this.#position = event.seq;
    return true;
  }

  /** Without replay: everything after the position given to the constructor is live. */
  goLive(): void {
    const kept = this.#kept ?? [];
    this.#kept = undefined;
    for (const event of kept) if (event.seq > this.#position) this.#send(event);
  }

  /** Reads the first page; its failure (a pruned position) is the subscriber's to hear. */
  readFirst(): Promise<BusEvent[]> {
    return this.#read();
  }

  /** Sends `page` and all that follows it in the log, then goes live. */
  async catchUp(page: BusEvent[]): Promise<void> {
    for (;;) {
      for (const event of page) this.#send(event);
      if (this.#ended) return;
      if (page.length === 0 && !this.#overflowed) return this.goLive();
      await this.#deps.drained();
      if (this.#ended) return;
      page = await this.#read();
    }
  }

  end(): void {
    this.#ended = true;
    this.#kept = undefined;
  }

  async #read(): Promise<BusEvent[]> {
    const { log } = this.#deps;
    if (this.#position > log.head() || this.#position < prunedUpTo(log)) {
      throw new RpcError("precondition_failed", `Events after position ${this.#position} are not in the log any more`, {
        reason: "resync_required",
        path: "/since",
        hint: "Load the current state again and subscribe without since",
      });
    }
    this.#kept = [];
    this.#overflowed = false;
    return await log.read({ types: this.#types, since: this.#position, limit: PAGE });
  }

  #send(event: BusEvent): void {
    this.#position = event.seq;
    if (!this.#ended && this.#deps.audience.allows(event, this.#deps.person)) this.#deps.send(event);
  }
}

/** Everything up to this position has been pruned; 0 when nothing has. */
function prunedUpTo(log: Pick<EventLog, "head" | "oldest">): number {
  const oldest = log.oldest();
  return oldest === 0 ? log.head() : oldest - 1;
}
