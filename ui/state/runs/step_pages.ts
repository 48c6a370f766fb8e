import type { RpcPort } from "../../sdk/ports.ts";
import { Store } from "../../sdk/store.ts";
import type { RunDetail, StepInfo } from "../wire.ts";

/** Steps of one page: those with positions from `page * PAGE_SIZE + 1` on. */
export const PAGE_SIZE = 100;
/** Somewhat more than a page is asked for, so that one answer shows that it is whole. */
export const ASKED = PAGE_SIZE + 10;
/** Pages that are kept; of more the farthest are read again when they are looked at. */
const KEPT_PAGES = 100;

interface Rows {
  /** How many there are, as far as that is known. */
  count: number;
  /** Index of the first row of each page. */
  starts: number[];
  pages: ReadonlyMap<number, readonly StepInfo[]>;
}

interface Answer {
  items: StepInfo[];
  nextCursor?: string;
  stepCount: number;
}

/**
 * The steps of a run, however many: pages are read where somebody looks. What is not read yet counts as full pages, so
 * that the place in the list stays what it is.
 */
export class StepPages {
  readonly state = new Store<Rows>({ count: 0, starts: [], pages: new Map() });
  readonly #pages = new Map<number, readonly StepInfo[]>();
  readonly #loading = new Set<number>();
  readonly #stop = new AbortController();
  #stepCount = 0;
  #visible: [first: number, last: number] = [0, 0];

  constructor(private readonly rpc: RpcPort, private readonly run: string) {}

  /** What `host.workflow.run.get` answered, now or again. */
  take({ steps, nextSteps, stepCount = steps.length }: RunDetail): void {
    if (nextSteps === undefined) {
      this.#pages.clear();
      this.#pages.set(0, steps);
      this.#stepCount = 0;
      return this.#tell();
    }
    this.#stepCount = stepCount;
    const last = steps.at(-1)?.position ?? 0;
    for (const [page, items] of byPage(steps)) if ((page + 1) * PAGE_SIZE <= last) this.#pages.set(page, items);
    // Steps further down may have ended since they were read.
    const [first, until] = this.#visible;
    for (let page = first; page <= until; page++) if ((page + 1) * PAGE_SIZE > last) void this.#load(page);
    this.#tell();
  }

  close(): void {
    this.#stop.abort();
  }

  /** The step in a row; undefined while it is being read. */
  at(index: number): StepInfo | undefined {
    const { starts, pages } = this.state.get();
    const page = pageOf(starts, index);
    return pages.get(page)?.[index - starts[page]!];
  }

  /** These rows are in sight: what is missing there is read. */
  look(first: number, last: number): void {
    const { starts } = this.state.get();
    this.#visible = [pageOf(starts, first), pageOf(starts, last)];
    for (let page = this.#visible[0]; page <= this.#visible[1]; page++) {
      if (this.#stepCount > 0 && !this.#pages.has(page)) void this.#load(page);
    }
  }

  /** The row of a step; reads the page where it stands. Undefined when the run has no such step. */
  async find(id: string): Promise<number | undefined> {
    for (const [page, steps] of this.#pages) {
      const at = steps.findIndex((step) => step.id === id);
      if (at >= 0) return this.state.get().starts[page]! + at;
    }
    if (this.#stepCount === 0) return undefined;
    try {
      const params = { id: this.run, step: id };
      const { position = 1 } = await this.rpc.call<StepInfo>("host.workflow.run.step", params, {
        signal: this.#stop.signal,
      });
      const page = Math.floor((position - 1) / PAGE_SIZE);
      await this.#load(page);
      const at = this.#pages.get(page)?.findIndex((step) => step.id === id) ?? -1;
      return at < 0 ? undefined : this.state.get().starts[page]! + at;
    } catch {
      return undefined;
    }
  }

  async #load(page: number): Promise<void> {
    if (this.#loading.has(page)) return;
    this.#loading.add(page);
    try {
      const items: StepInfo[] = [];
      let params: object = { id: this.run, after: page * PAGE_SIZE, limit: ASKED };
      for (;;) {
        const answer = await this.rpc.call<Answer>("host.workflow.run.steps", params, { signal: this.#stop.signal });
        this.#stepCount = answer.stepCount;
        const end = (page + 1) * PAGE_SIZE;
        const own = answer.items.filter(({ position = 0 }) => position <= end);
        items.push(...own);
        // More than one step may have the same position, when a failed run went on.
        if (own.length < answer.items.length || answer.nextCursor === undefined) break;
        params = { id: this.run, cursor: answer.nextCursor, limit: ASKED };
      }
      this.#pages.set(page, items);
      this.#forget();
      this.#tell();
    } catch {
      // It is read again when somebody looks there again.
    } finally {
      this.#loading.delete(page);
    }
  }

  /** Drops the pages that are farthest from where somebody looks. */
  #forget(): void {
    const [first] = this.#visible;
    while (this.#pages.size > KEPT_PAGES) {
      const farthest = [...this.#pages.keys()].reduce((a, b) => (Math.abs(a - first) > Math.abs(b - first) ? a : b));
      this.#pages.delete(farthest);
    }
  }

  #tell(): void {
    const count = Math.max(1, Math.ceil(this.#stepCount / PAGE_SIZE));
    const starts: number[] = [];
    let rows = 0;
    for (let page = 0; page < count; page++) {
      starts.push(rows);
      const full = Math.min(PAGE_SIZE, this.#stepCount - page * PAGE_SIZE);
      rows += this.#pages.get(page)?.length ?? Math.max(0, full);
    }
    this.state.set({ count: rows, starts, pages: new Map(this.#pages) });
  }
}

function byPage(steps: readonly StepInfo[]): Map<number, StepInfo[]> {
  return Map.groupBy(steps, ({ position = 1 }) => Math.floor((position - 1) / PAGE_SIZE));
}

/** The page of a row: the last one that does not begin after it. */
function pageOf(starts: readonly number[], index: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= index) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
