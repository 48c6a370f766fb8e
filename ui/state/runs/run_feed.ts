import { RpcFailure } from "../../sdk/failure.ts";
import type { RpcPort } from "../../sdk/ports.ts";
import { Store } from "../../sdk/store.ts";
import type { RunInfo } from "../wire.ts";
import { fitsFilter, type RunFilter } from "./run_filter.ts";

export interface RunFeedState {
  phase: "loading" | "ready" | "failed";
  /** Newest first. */
  runs: readonly RunInfo[];
  /** New ones that are not shown yet, newest first: somebody reads further down. */
  fresh: readonly RunInfo[];
  hasMore: boolean;
  loadingMore: boolean;
  problem?: RpcFailure;
}

interface Page {
  items: RunInfo[];
  nextCursor?: string;
}

const PAGE = 100;
/** Searches that found nothing in a row before somebody is asked whether to go on. */
const EMPTY_PAGES = 5;
const MAX_FRESH = 1_000;

/**
 * The runs that a page shows: the newest, older ones on demand. A run that changes is changed in its place, also when
 * the filter would not show it any more; a new one is put at the top while the top is in sight, else it is announced.
 */
export class RunFeed {
  readonly state = new Store<RunFeedState>({
    phase: "loading",
    runs: [],
    fresh: [],
    hasMore: false,
    loadingMore: false,
  });
  #cursor: string | undefined;
  #atTop = true;
  readonly #stop = new AbortController();
  /** Of two readings of the first page the later one counts. */
  #reading = 0;

  constructor(private readonly rpc: RpcPort, readonly filter: RunFilter) {}

  /** Reads the newest page; what was shown stays until it is there. */
  async read(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const page = await this.#page(undefined);
      if (reading !== this.#reading || this.#stop.signal.aborted) return;
      this.#cursor = page.nextCursor;
      this.state.set({
        phase: "ready",
        runs: page.items,
        fresh: [],
        hasMore: page.nextCursor !== undefined,
        loadingMore: false,
      });
    } catch (error) {
      if (reading !== this.#reading || this.#stop.signal.aborted) return;
      this.state.update((state) => ({ ...state, phase: "failed", problem: RpcFailure.wrap(error) }));
    }
  }

  close(): void {
    this.#stop.abort();
  }

  /** Reads older ones. */
  async more(): Promise<void> {
    const { hasMore, loadingMore } = this.state.get();
    if (!hasMore || loadingMore) return;
    const reading = this.#reading;
    this.state.update((state) => ({ ...state, loadingMore: true }));
    try {
      const page = await this.#page(this.#cursor);
      if (reading !== this.#reading) return;
      this.#cursor = page.nextCursor;
      this.state.update((state) => {
        const known = new Set(state.runs.map(({ id }) => id));
        const runs = [...state.runs, ...page.items.filter(({ id }) => !known.has(id))];
        return { ...state, runs, hasMore: page.nextCursor !== undefined, loadingMore: false };
      });
    } catch {
      this.state.update((state) => ({ ...state, loadingMore: false }));
    }
  }

  /** The host tells of a run. */
  changed(run: RunInfo): void {
    const { phase, runs, fresh } = this.state.get();
    if (phase !== "ready") return;
    const change = (list: readonly RunInfo[]) => {
      const at = list.findIndex(({ id }) => id === run.id);
      return at < 0 ? undefined : list.with(at, { ...list[at]!, ...run });
    };
    const shown = change(runs);
    if (shown) return this.state.update((state) => ({ ...state, runs: shown }));
    const waiting = change(fresh);
    if (waiting) return this.state.update((state) => ({ ...state, fresh: waiting }));
    // One that is older than all that is shown stands on a later page.
    const newest = runs[0] ? createdAt(runs[0]) : "";
    if (createdAt(run) < newest || !fitsFilter(run, this.filter)) return;
    this.state.update((state) =>
      this.#atTop
        ? { ...state, runs: [run, ...state.runs] }
        : { ...state, fresh: [run, ...state.fresh].slice(0, MAX_FRESH) }
    );
  }

  /** The top of the list is in sight, or not any more. */
  setAtTop(atTop: boolean): void {
    this.#atTop = atTop;
    if (atTop) this.showFresh();
  }

  /** Puts what was announced at the top. */
  showFresh(): void {
    if (this.state.get().fresh.length === 0) return;
    this.state.update((state) => ({ ...state, runs: [...state.fresh, ...state.runs], fresh: [] }));
  }

  /** A page; goes on for a while where the host has looked far and found nothing. */
  async #page(cursor: string | undefined): Promise<Page> {
    let page: Page = { items: [], nextCursor: cursor };
    for (let asked = 0; asked < EMPTY_PAGES; asked++) {
      const params = { ...this.filter, limit: PAGE, ...(page.nextCursor ? { cursor: page.nextCursor } : {}) };
      page = await this.rpc.call<Page>("host.workflow.runs", params, { signal: this.#stop.signal });
      if (page.items.length > 0 || page.nextCursor === undefined) break;
    }
    return page;
  }
}

function createdAt(run: RunInfo): string {
  return run.createdAt ?? run.startedAt;
}
