import { RpcFailure } from "../../sdk/failure.ts";
import type { RpcPort } from "../../sdk/ports.ts";
import { Store } from "../../sdk/store.ts";

/** One entry of `host.audit.list`. */
export interface AuditEntry {
  id: number;
  /** ISO 8601. */
  time: string;
  caller: { kind: string; id: string; name: string; role: string };
  through?: string;
  method: string;
  target?: Record<string, string | number>;
  outcome: "allowed" | "denied" | "failed";
  reason?: string;
  traceId: string;
}

/** As `host.audit.list` takes it. */
export interface AuditFilter {
  caller?: string;
  method?: string;
  outcome?: AuditEntry["outcome"];
  text?: string;
  /** ISO 8601. */
  from?: string;
}

export interface AuditFeedState {
  phase: "loading" | "ready" | "failed";
  /** Newest first. */
  entries: readonly AuditEntry[];
  /** New ones that are not shown yet, newest first: somebody reads further down. */
  fresh: readonly AuditEntry[];
  /** More came at once than are told of: they are there once the list is read anew. */
  missed: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  problem?: RpcFailure;
}

interface Page {
  items: AuditEntry[];
  nextCursor?: string;
}

const PAGE = 100;
/** Searches that found nothing in a row before somebody is asked whether to go on. */
const EMPTY_PAGES = 5;
const MAX_FRESH = 1_000;

/** The audit log as a page shows it: the newest, older ones on demand, and what is written while somebody looks. */
export class AuditFeed {
  readonly state = new Store<AuditFeedState>({
    phase: "loading",
    entries: [],
    fresh: [],
    missed: false,
    hasMore: false,
    loadingMore: false,
  });
  #cursor: string | undefined;
  #atTop = true;
  readonly #stop = new AbortController();
  /** Of two readings of the first page the later one counts. */
  #reading = 0;

  /** `people` are the names by which the filter's caller may be known: id and handle. */
  constructor(
    private readonly rpc: RpcPort,
    readonly filter: AuditFilter,
    private readonly people: readonly string[] = [],
  ) {}

  /** Reads the newest page; what was shown stays until it is there. */
  async read(): Promise<void> {
    const reading = ++this.#reading;
    try {
      const page = await this.#page(undefined);
      if (reading !== this.#reading || this.#stop.signal.aborted) return;
      this.#cursor = page.nextCursor;
      this.state.set({
        phase: "ready",
        entries: page.items,
        fresh: [],
        missed: false,
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
      this.state.update((state) => ({
        ...state,
        entries: [...state.entries, ...page.items],
        hasMore: page.nextCursor !== undefined,
        loadingMore: false,
      }));
    } catch {
      this.state.update((state) => ({ ...state, loadingMore: false }));
    }
  }

  /** The host tells of new ones, newest first; `more` are not among them. */
  added(items: readonly AuditEntry[], more: number): void {
    const { phase, entries, fresh } = this.state.get();
    if (phase !== "ready") return;
    const newest = fresh[0]?.id ?? entries[0]?.id ?? 0;
    const news = items.filter((entry) => entry.id > newest && this.#fits(entry));
    if (news.length === 0 && more === 0) return;
    this.state.update((state) =>
      this.#atTop && state.fresh.length === 0
        ? { ...state, entries: [...news, ...state.entries], missed: state.missed || more > 0 }
        : { ...state, fresh: [...news, ...state.fresh].slice(0, MAX_FRESH), missed: state.missed || more > 0 }
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
    this.state.update((state) => ({ ...state, entries: [...state.fresh, ...state.entries], fresh: [] }));
  }

  #fits({ caller, method, outcome, ...entry }: AuditEntry): boolean {
    const { filter } = this;
    if (filter.caller && ![filter.caller, ...this.people].includes(caller.id)) return false;
    if (filter.outcome && filter.outcome !== outcome) return false;
    if (filter.method?.endsWith(".*")) {
      if (!method.startsWith(filter.method.slice(0, -1))) return false;
    } else if (filter.method && filter.method !== method) return false;
    if (!filter.text) return true;
    const text = [
      caller.name,
      caller.id,
      entry.through,
      method,
      entry.reason,
      JSON.stringify(entry.target),
      entry.traceId,
    ];
    return text.join("\n").toLowerCase().includes(filter.text.toLowerCase());
  }

  /** A page; goes on for a while where the host has looked far and found nothing. */
  async #page(cursor: string | undefined): Promise<Page> {
    let page: Page = { items: [], nextCursor: cursor };
    for (let asked = 0; asked < EMPTY_PAGES; asked++) {
      const params = { ...this.filter, limit: PAGE, ...(page.nextCursor ? { cursor: page.nextCursor } : {}) };
      page = await this.rpc.call<Page>("host.audit.list", params, { signal: this.#stop.signal });
      if (page.items.length > 0 || page.nextCursor === undefined) break;
    }
    return page;
  }
}
