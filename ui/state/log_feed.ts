import { RpcFailure } from "../sdk/failure.ts";
import type { RpcPort } from "../sdk/ports.ts";
import { Store } from "../sdk/store.ts";

export interface LogLine {
  /** Grows with each record. */
  id: number;
  /** ISO 8601. */
  time: string;
  source: string;
  level: "debug" | "info" | "warn" | "error";
  message: string;
  fields?: Record<string, unknown>;
}

/** What of the log is wanted: a source and all below it, a level and all above it, words. */
export interface LogFilter {
  source?: string;
  level?: string;
  text?: string;
}

export interface LogState {
  phase: "loading" | "ready" | "failed";
  /** Oldest first. */
  lines: readonly LogLine[];
  hasMore: boolean;
  /** New lines are asked for. */
  live: boolean;
  problem?: RpcFailure;
}

export interface LogFeedOptions {
  rpc: RpcPort;
  filter: LogFilter;
  /** Waits before it asks again after a failure. Default setTimeout. */
  pause?(ms: number, signal: AbortSignal): Promise<void>;
}

const PAGE = 200;
/** Lines kept in the page; older ones can be read again. */
const KEPT = 5_000;
/** Longer than the host holds an answer back. */
const TAIL_MS = 20_000;
const RETRY_MS = 2_000;

/** The part of the log that a page shows: the newest lines, older ones on demand, new ones as they are written. */
export class LogFeed {
  readonly state = new Store<LogState>({ phase: "loading", lines: [], hasMore: false, live: true });
  readonly #options: LogFeedOptions;
  #cursor: string | undefined;
  #stop = new AbortController();
  #tail: AbortController | undefined;

  constructor(options: LogFeedOptions) {
    this.#options = options;
  }

  /** Reads the newest page, then follows what is written until {@linkcode LogFeed.close}. */
  async start(): Promise<void> {
    const { rpc, filter } = this.#options;
    const { signal } = this.#stop = new AbortController();
    try {
      const page = await rpc.call<{ items: LogLine[]; nextCursor?: string }>(
        "host.log.query",
        { ...filter, limit: PAGE },
        { signal },
      );
      if (signal.aborted) return;
      this.#cursor = page.nextCursor;
      this.state.update((state) => ({
        ...state,
        phase: "ready",
        lines: page.items,
        hasMore: page.nextCursor !== undefined,
      }));
    } catch (error) {
      if (signal.aborted) return;
      this.state.update((state) => ({ ...state, phase: "failed", problem: RpcFailure.wrap(error) }));
      return;
    }
    void this.#follow(this.state.get().lines.at(-1)?.id);
  }

  close(): void {
    this.#stop.abort();
    this.#tail?.abort();
  }

  /** Stops and starts following; what came in between is read at once. */
  setLive(live: boolean): void {
    if (live === this.state.get().live) return;
    this.state.update((state) => ({ ...state, live }));
    this.#tail?.abort();
    if (live && this.state.get().phase === "ready") void this.#follow(this.state.get().lines.at(-1)?.id);
  }

  async loadOlder(): Promise<void> {
    const cursor = this.#cursor;
    if (cursor === undefined) return;
    this.#cursor = undefined;
    const { rpc, filter } = this.#options;
    try {
      const page = await rpc.call<{ items: LogLine[]; nextCursor?: string }>(
        "host.log.query",
        { ...filter, limit: PAGE, cursor },
        { signal: this.#stop.signal },
      );
      this.#cursor = page.nextCursor;
      this.state.update((state) => ({
        ...state,
        lines: [...page.items, ...state.lines],
        hasMore: page.nextCursor !== undefined,
      }));
    } catch {
      this.#cursor = cursor;
    }
  }

  async #follow(after: number | undefined): Promise<void> {
    const tail = this.#tail = new AbortController();
    const signal = AbortSignal.any([tail.signal, this.#stop.signal]);
    const { rpc, filter, pause = pauseFor } = this.#options;
    let position = after;
    while (!signal.aborted) {
      try {
        const answer = await rpc.call<{ items: LogLine[]; position: number }>(
          "host.log.tail",
          { ...filter, ...(position === undefined ? {} : { after: position }), waitMs: TAIL_MS },
          { signal, timeoutMs: TAIL_MS + 10_000 },
        );
        if (signal.aborted) return;
        position = answer.position;
        if (answer.items.length > 0) this.#append(answer.items);
      } catch {
        if (signal.aborted) return;
        await pause(RETRY_MS, signal);
      }
    }
  }

  #append(items: LogLine[]): void {
    this.state.update((state) => {
      const last = state.lines.at(-1)?.id ?? 0;
      const lines = [...state.lines, ...items.filter((item) => item.id > last)];
      if (lines.length <= KEPT) return { ...state, lines };
      const kept = lines.slice(-KEPT);
      // The cursor of the log is the id of a line: what was let go is older than the first that stayed.
      this.#cursor = String(kept[0]!.id);
      return { ...state, lines: kept, hasMore: true };
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
