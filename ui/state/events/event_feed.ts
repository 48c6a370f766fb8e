import { RpcFailure } from "../../sdk/failure.ts";
import type { RpcPort } from "../../sdk/ports.ts";
import { Store } from "../../sdk/store.ts";
import type { EventInfo, EventPage, EventTail } from "./wire.ts";

/** What of the log is wanted; what is left out narrows nothing. */
export interface EventFilter {
  types?: readonly string[];
  source?: string;
  subject?: string;
  text?: string;
  /** ISO 8601: nothing from before. */
  sinceTime?: string;
}

export interface EventFeedState {
  phase: "loading" | "ready" | "failed";
  /** Oldest first. */
  events: readonly EventInfo[];
  /** There may be older ones. */
  hasMore: boolean;
  /** Older ones are on their way. */
  loadingOlder: boolean;
  /** New ones are asked for. */
  live: boolean;
  /** Positions after which events were passed over, since more came than a page can show. */
  gaps: ReadonlySet<number>;
  problem?: RpcFailure;
}

export interface EventFeedOptions {
  rpc: RpcPort;
  filter: EventFilter;
  /** Waits before it asks again after a failure. Default setTimeout. */
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

const PAGE = 100;
/** Events kept in the page; older ones can be read again. */
const KEPT = 3_000;
/** Longer than the host holds an answer back. */
const TAIL_MS = 20_000;
const RETRY_MS = 2_000;
/** Searches that found nothing in a row before somebody is asked whether to go on. */
const EMPTY_PAGES = 10;

/** The part of the event log that a page shows: the newest, older ones on demand, new ones as they come. */
export class EventFeed {
  readonly state = new Store<EventFeedState>({
    phase: "loading",
    events: [],
    hasMore: false,
    loadingOlder: false,
    live: true,
    gaps: new Set(),
  });
  readonly #options: EventFeedOptions;
  #cursor: string | undefined;
  #position: number | undefined;
  #stop = new AbortController();
  #tail: AbortController | undefined;

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  /** Reads the newest page, then follows what comes until {@linkcode EventFeed.close}. */
  async start(): Promise<void> {
    const { signal } = this.#stop = new AbortController();
    this.#cursor = undefined;
    try {
      const page = await this.#page();
      if (signal.aborted) return;
      this.#position = page.items.at(-1)?.seq;
      this.state.update((state) => ({
        ...state,
        phase: "ready",
        events: page.items,
        hasMore: page.nextCursor !== undefined,
        problem: undefined,
      }));
    } catch (error) {
      if (signal.aborted) return;
      this.state.update((state) => ({ ...state, phase: "failed", problem: RpcFailure.wrap(error) }));
      return;
    }
    if (this.state.get().live) void this.#follow();
  }

  close(): void {
    this.#stop.abort();
    this.#tail?.abort();
  }

  /** Stops and starts following; what came in between is read at once, as far as it can be shown. */
  setLive(live: boolean): void {
    if (live === this.state.get().live) return;
    this.state.update((state) => ({ ...state, live }));
    this.#tail?.abort();
    if (live && this.state.get().phase === "ready") void this.#follow();
  }

  async loadOlder(): Promise<void> {
    if (!this.state.get().hasMore || this.state.get().loadingOlder) return;
    this.state.update((state) => ({ ...state, loadingOlder: true }));
    try {
      const page = await this.#page();
      this.state.update((state) => ({
        ...state,
        events: [...page.items, ...state.events],
        hasMore: page.nextCursor !== undefined,
        loadingOlder: false,
      }));
    } catch {
      this.state.update((state) => ({ ...state, loadingOlder: false }));
    }
  }

  /** The next older page; goes on for a while where the host has looked far and found nothing. */
  async #page(): Promise<EventPage> {
    const { rpc, filter } = this.#options;
    let page: EventPage = { items: [] };
    for (let asked = 0; asked < EMPTY_PAGES; asked++) {
      const params = { ...filter, limit: PAGE, ...(this.#cursor === undefined ? {} : { cursor: this.#cursor }) };
      page = await rpc.call<EventPage>("host.event.list", params, { signal: this.#stop.signal });
      this.#cursor = page.nextCursor;
      if (page.items.length > 0 || page.nextCursor === undefined) break;
    }
    return page;
  }

  async #follow(): Promise<void> {
    const tail = this.#tail = new AbortController();
    const signal = AbortSignal.any([tail.signal, this.#stop.signal]);
    const { rpc, filter, pause = pauseFor } = this.#options;
    const { sinceTime: _, ...wanted } = filter;
    while (!signal.aborted) {
      try {
        const answer = await rpc.call<EventTail>(
          "host.event.tail",
          { ...wanted, since: this.#position ?? 0, waitMs: TAIL_MS },
          { signal, timeoutMs: TAIL_MS + 10_000 },
        );
        if (signal.aborted) return;
        this.#position = answer.position;
        if (answer.items.length > 0) this.#append(answer);
      } catch {
        if (signal.aborted) return;
        await pause(RETRY_MS, signal);
      }
    }
  }

  #append({ items, skipped }: EventTail): void {
    this.state.update((state) => {
      const last = state.events.at(-1)?.seq ?? 0;
      const events = [...state.events, ...items.filter((item) => item.seq > last)];
      const gaps = skipped && last > 0 ? new Set([...state.gaps, last]) : state.gaps;
      if (events.length <= KEPT) return { ...state, events, gaps };
      const kept = events.slice(-KEPT);
      this.#cursor = String(kept[0]!.seq);
      return { ...state, events: kept, gaps, hasMore: true };
    });
  }
}

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
