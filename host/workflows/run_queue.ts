import type { Database } from "../storage/ports.ts";
import { type RunRow, selectRuns } from "./run_store.ts";

export interface RunQueueOptions {
  db: Database;
  /** At most so many runs of one key at once; Infinity without `concurrency`. */
  limit(name: string): number;
  /** How many more runs of a workflow may be begun now, whatever their key. */
  room(name: string): number;
  /** There is no room for a run of this workflow that could begin. */
  starved(name: string): void;
  now(): number;
  start(run: RunRow): void;
}

/**
 * Which queued run begins next. For each key of a workflow the order is that of creation, which is that of the events;
 * a run that is paused, asleep or waiting still holds its place. What it keeps in memory is one count for each key that
 * is in use; the queue itself is in the database.
 */
export class RunQueue {
  /** `name` → key → runs that hold a place. */
  readonly #held = new Map<string, Map<string, number>>();
  /** Begun, but the row may still say queued. */
  readonly #starting = new Set<number>();
  /** `name` → key → the last run that was begun: the next one stands behind it. Only for keys that are in use. */
  readonly #begun = new Map<string, Map<string, number>>();
  /** `name` → keys of which more may be queued than there were places for. */
  readonly #behind = new Map<string, Set<string>>();
  /** What is to be pumped at the end of this turn: `name` → keys. */
  readonly #due = new Map<string, Set<string>>();
  #isPumping = false;
  /** Keys that had runs to begin when there was no room. */
  readonly #starved = new Map<string, Set<string>>();
  /** Workflows with queued runs that have a time or a priority: their order is not that of creation. */
  readonly #reordered = new Set<string>();

  constructor(private readonly options: RunQueueOptions) {
    const rows = options.db.all<{ name: string; key: string; count: number }>(
      "SELECT name, key, count(*) AS count FROM wf_runs " +
        "WHERE ended_at IS NULL AND state <> 'queued' GROUP BY name, key",
    );
    for (const { name, key, count } of rows) this.#hold(name, key, count);
    const reordered = options.db.all<{ name: string }>(
      "SELECT DISTINCT name FROM wf_runs WHERE state = 'queued' AND (not_before IS NOT NULL OR priority <> 0)",
    );
    for (const { name } of reordered) this.#reordered.add(name);
    const queued = options.db.all<{ name: string; key: string }>(
      "SELECT DISTINCT name, key FROM wf_runs WHERE state = 'queued'",
    );
    for (const { name, key } of queued) note(this.#behind, name, key);
  }

  /** Begins what may begin, of all keys of a workflow: for a start, since it looks at the whole queue. */
  pumpAll(name: string): void {
    const keys = this.options.db.all<{ key: string }>(
      "SELECT DISTINCT key FROM wf_runs WHERE state = 'queued' AND admitted = 1 AND name = ?",
      name,
    );
    for (const { key } of keys) this.pump(name, key);
  }

  /** A new run that need not wait for any other: begins it when there is room, without asking the database. */
  offer(run: RunRow): void {
    const { name, key, ord } = run;
    if (this.room(name, key) > 0) return this.#begin(run);
    // It may stand before one that was begun, when two transactions told of theirs in another order.
    const begun = this.#begun.get(name);
    if ((begun?.get(key) ?? 0) >= ord) begun!.set(key, ord - 1);
    this.pumpSoon(name, key);
  }

  /** How many runs {@linkcode offer} would begin now. */
  room(name: string, key: string): number {
    return this.#starved.get(name)?.has(key) || this.#reordered.has(name) ? 0 : this.options.room(name);
  }

  #begin(run: RunRow): void {
    this.#starting.add(run.ord);
    this.#hold(run.name, run.key, 1);
    this.options.start(run);
  }

  /**
   * {@linkcode RunQueue.pump} before this turn of the event loop is over, once however often it is asked for: runs that end
   * together are followed by as many with one query.
   */
  pumpSoon(name: string, key: string): void {
    note(this.#due, name, key);
    if (this.#isPumping) return;
    this.#isPumping = true;
    queueMicrotask(() => {
      this.#isPumping = false;
      const due = [...this.#due];
      this.#due.clear();
      for (const [name, keys] of due) for (const key of keys) this.pump(name, key);
    });
  }

  /** Begins what may begin of one key. */
  pump(name: string, key: string): void {
    forget(this.#starved, name, key);
    const free = this.options.limit(name) - (this.#held.get(name)?.get(key) ?? 0);
    if (free <= 0) return note(this.#behind, name, key);
    const room = this.options.room(name);
    if (room <= 0) return void this.#starve(name, key);
    const take = Math.min(free, room);
    if (this.#reordered.has(name)) return this.#pumpReordered(name, key, take);
    const begun = this.#begun.get(name) ?? new Map<string, number>();
    const rows = this.#next(name, key, begun.get(key) ?? 0, take);
    for (const row of rows) {
      begun.set(key, row.ord);
      this.#begun.set(name, begun);
      this.#begin(row);
    }
    if (free > room && rows.length === take) this.#starve(name, key);
    if (rows.length < take) forget(this.#behind, name, key);
    else note(this.#behind, name, key);
  }

  /** The queued runs of a key behind one, in their order, that are not being begun already. */
  #next(name: string, key: string, after: number, take: number): RunRow[] {
    const rows: RunRow[] = [];
    for (let behind = after; rows.length < take;) {
      const limit = take - rows.length;
      const found = selectRuns(
        this.options.db,
        "state = 'queued' AND name = ? AND key = ? AND admitted = 1 AND ord > ? AND ord < coalesce((SELECT min(ord) " +
          "FROM wf_runs WHERE name = ? AND state = 'queued' AND admitted = 0), 9e15) ORDER BY ord LIMIT ?",
        name,
        key,
        behind,
        name,
        limit,
      );
      rows.push(...found.filter(({ ord }) => !this.#starting.has(ord)));
      if (found.length < limit) break;
      behind = found.at(-1)!.ord;
    }
    return rows;
  }

  /** There are queued runs of this workflow with a time or a priority. */
  reorder(name: string): void {
    this.#reordered.add(name);
  }

  /** As {@linkcode pump}, where a later run may come before an earlier one. */
  #pumpReordered(name: string, key: string, take: number): void {
    const rows = selectRuns(
      this.options.db,
      "state = 'queued' AND name = ? AND key = ? AND admitted = 1 AND coalesce(not_before, 0) <= ? " +
        "ORDER BY priority DESC, ord LIMIT ?",
      name,
      key,
      this.options.now(),
      take + this.#starting.size,
    ).filter(({ ord }) => !this.#starting.has(ord));
    for (const row of rows.slice(0, take)) this.#begin(row);
    if (rows.length > take) this.#starve(name, key);
  }

  /** This run must not be begun, since its state is being changed; until {@linkcode begun}. */
  skip(ord: number): void {
    this.#starting.add(ord);
  }

  /** The run's row on disk does not say queued any more. */
  begun(ord: number): void {
    this.#starting.delete(ord);
  }

  /** A run takes a place outside of the queue: one that was ended goes on. */
  take(name: string, key: string): void {
    this.#hold(name, key, 1);
  }

  /** A run gave its place back. */
  release(name: string, key: string): void {
    this.#hold(name, key, -1);
    if (this.#reordered.has(name) || this.#behind.get(name)?.has(key)) this.pumpSoon(name, key);
  }

  /** A run that was begun has never come to be on disk. */
  forget({ ord, name, key }: RunRow): void {
    this.begun(ord);
    this.release(name, key);
  }

  /** There is room again: keys that had to wait for it. */
  roomAgain(name: string): void {
    // They are starved until they are pumped: what is offered in between stands behind them.
    for (const key of this.#starved.get(name) ?? []) this.pumpSoon(name, key);
  }

  /** Runs of a workflow could begin and find no room. */
  isStarved(name: string): boolean {
    return this.#starved.has(name);
  }

  #starve(name: string, key: string): void {
    note(this.#starved, name, key);
    this.options.starved(name);
  }

  #hold(name: string, key: string, change: number): void {
    let keys = this.#held.get(name);
    if (!keys) this.#held.set(name, keys = new Map());
    const count = (keys.get(key) ?? 0) + change;
    if (count > 0) keys.set(key, count);
    else {
      keys.delete(key);
      this.#begun.get(name)?.delete(key);
    }
    if (keys.size === 0) this.#held.delete(name);
    if (this.#begun.get(name)?.size === 0) this.#begun.delete(name);
  }
}

function note(keys: Map<string, Set<string>>, name: string, key: string): void {
  const known = keys.get(name);
  if (known) known.add(key);
  else keys.set(name, new Set([key]));
}

function forget(keys: Map<string, Set<string>>, name: string, key: string): void {
  const known = keys.get(name);
  known?.delete(key);
  if (known?.size === 0) keys.delete(name);
}
