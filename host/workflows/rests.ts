import type { TransactionalLog } from "../bus/ports.ts";
import type { BusEvent } from "../sdk/channel/protocol.ts";
import { inputHash } from "../sdk/workflow/hash.ts";
import { matchesType, valueAt } from "../sdk/workflow/match.ts";
import type { EventWanted } from "../sdk/workflow/run_driver.ts";
import type { Database } from "../storage/ports.ts";
import { fits } from "./event_waits.ts";
import type { Journal } from "./journal.ts";
import { keyOf } from "./waiter_index.ts";
import type { Due } from "./wake_line.ts";

export interface RestsOptions {
  db: Database;
  log: Pick<TransactionalLog, "head" | "oldest" | "read" | "watch" | "hold">;
  journal: Journal;
  now(): number;
  /** Runs are marked: what they wait for has come. */
  woken(): void;
  broken(error: unknown): void;
}

interface Waiter {
  run: number;
  number: number;
  wanted: string;
}

/** Waiters that are looked at, and events that are read, at once. */
const PAGE = 1_000;
/** After so many events the position is put on disk even when none of them concerned anybody. */
const POSITION_EVENTS = 10_000;
/** A value that is longer is looked up by its hash. */
const MAX_VALUE_CHARS = 200;
/** So many shapes of waits are known before it is looked which of them there still are. */
const MIN_SHAPES = 1_000;

/**
 * Runs that left memory while they wait for a time, events, signals, approvals or children: who they are and what they wait for
 * is in the database, so they cost no memory and nothing at a start. An event that one of them waits for marks its row;
 * signals and ends of children do so in their own commit. Memory holds which types and paths are waited for at all.
 */
export class Rests {
  /** type, or pattern → paths by which its waiters are found. */
  #shapes = new Map<string, Set<string>>();
  #patterns: string[] = [];
  #shapeCount = 0;
  #shapeLimit = MIN_SHAPES;
  /** All events up to here were looked at. */
  #position: number;
  #saved: number;
  /** Positions that must not be passed on disk yet. */
  readonly #holds = new Set<{ at: number }>();
  readonly #undo: (() => void)[];

  constructor(private readonly options: RestsOptions) {
    const { db, log } = options;
    const saved = db.get<{ seq: number }>("SELECT seq FROM wf_rest_position")?.seq;
    this.#position = this.#saved = saved ?? log.head();
    this.#readShapes();
    this.#undo = [
      // What came while nobody listened is looked for in the log.
      log.hold("workflow waits", () => this.#shapes.size > 0 ? this.#safe + 1 : undefined),
      log.watch((events) => this.#take(events)),
    ];
  }

  /** Nothing up to this position is an event that a run waits for which rests; 0 when that is not known. */
  seenBy(run: number): number {
    const row = this.options.db.get<{ woken: number | null }>("SELECT woken FROM wf_rests WHERE run = ?", run);
    if (!row) return 0;
    return row.woken === null ? this.#safe : Math.max(row.woken - 1, 0);
  }

  get #safe(): number {
    let safe = this.#position;
    for (const { at } of this.#holds) safe = Math.min(safe, at);
    return safe;
  }

  /** Looks at the events that came after an earlier life had looked for the last time. */
  async catchUp(): Promise<void> {
    const { log } = this.options;
    const release = this.hold();
    try {
      for (let since = this.#saved; this.#shapes.size > 0;) {
        since = Math.max(since, log.oldest() - 1);
        const events = await log.read({ types: [...this.#shapes.keys()], since, limit: PAGE });
        await this.#mark(events);
        if (events.length < PAGE) break;
        since = events.at(-1)!.seq;
      }
    } finally {
      release();
    }
  }

  /** Keeps the position on disk from passing what now is the last event; answers a function that lets it go on. */
  hold(): () => void {
    const hold = { at: this.#position };
    this.#holds.add(hold);
    return () => void this.#holds.delete(hold);
  }

  /** Writes what a run waits for, within a transaction. From then on it is marked when that comes. */
  save(db: Database, run: number, { wakeAt, events }: { wakeAt?: number; events: EventWanted[] }): void {
    this.remove(db, run);
    db.run("INSERT INTO wf_rests (run, wake_at) VALUES (?, ?)", run, wakeAt ?? null);
    events.forEach((wanted, number) => {
      const [path, value] = keyOf(wanted);
      db.run(
        "INSERT INTO wf_rest_events (type, path, value, run, number, wanted) VALUES (?,?,?,?,?,?)",
        wanted.type,
        path,
        text(value),
        run,
        number,
        JSON.stringify(wanted),
      );
    });
    db.run("INSERT INTO wf_rest_position (id, seq) VALUES (1, ?) ON CONFLICT DO NOTHING", this.#safe);
  }

  /** A run left memory, and nothing had happened to it since it was saved; resolves when that is on disk. */
  async left(run: number, events: EventWanted[]): Promise<void> {
    for (const wanted of events) this.#note(wanted.type, keyOf(wanted)[0]);
    if (this.#shapeCount > this.#shapeLimit) this.#readShapes();
    const { journal, now } = this.options;
    await journal.write((db) => db.run("UPDATE wf_rests SET left_at = ? WHERE run = ?", now(), run));
  }

  /** A run does not rest any more. */
  remove(db: Database, run: number): void {
    const { changes } = db.run("DELETE FROM wf_rests WHERE run = ?", run);
    if (changes > 0) db.run("DELETE FROM wf_rest_events WHERE run = ?", run);
  }

  /** Runs for which something has come, in the order in which it came. */
  woken(from: Due, limit: number): Due[] {
    return this.options.db.all<Due>(
      "SELECT woken AS at, run AS ord FROM wf_rests WHERE woken IS NOT NULL AND (woken, run) > (?, ?) " +
        "ORDER BY woken, run LIMIT ?",
      from.at,
      from.ord,
      limit,
    );
  }

  /** Runs of which a time has come, by that time. */
  due(from: Due, until: number, limit: number): Due[] {
    return this.options.db.all<Due>(
      "SELECT wake_at AS at, run AS ord FROM wf_rests WHERE wake_at <= ? AND (wake_at, run) > (?, ?) " +
        "ORDER BY wake_at, run LIMIT ?",
      until,
      from.at,
      from.ord,
      limit,
    );
  }

  nextDue(after: number): number | undefined {
    const sql = "SELECT wake_at AS at FROM wf_rests WHERE wake_at > ? ORDER BY wake_at LIMIT 1";
    return this.options.db.get<{ at: number }>(sql, after)?.at;
  }

  /** Puts the position on disk, so that a start has little to look at. */
  close(): Promise<void> {
    for (const undo of this.#undo) undo();
    return this.#savePosition();
  }

  #take(events: BusEvent[]): void {
    const concerned = this.#shapes.size === 0 ? [] : events.filter((event) => this.#shapesOf(event).length > 0);
    if (concerned.length > 0) this.#mark(concerned).catch(this.options.broken);
    this.#position = events.at(-1)!.seq;
    if (this.#position - this.#saved < POSITION_EVENTS) return;
    this.#savePosition().catch(this.options.broken);
  }

  async #savePosition(): Promise<void> {
    const seq = this.#safe;
    if (seq === this.#saved) return;
    this.#saved = seq;
    await this.options.journal.write((db) => db.run("UPDATE wf_rest_position SET seq = ?", seq));
  }

  /** Marks who waits for one of these events; resolves when that is on disk. */
  async #mark(events: BusEvent[]): Promise<void> {
    const marks: { run: number; seq: number }[] = [];
    for (const event of events) {
      for (const [type, path] of this.#shapesOf(event)) {
        const value = text(path === "" ? undefined : valueAt(event, path));
        let after: Waiter | undefined;
        for (;;) {
          const page = this.#waiters(type, path, value, after);
          for (const { run, wanted } of page) {
            if (fits(event, JSON.parse(wanted) as EventWanted)) marks.push({ run, seq: event.seq });
          }
          if (page.length < PAGE) break;
          after = page.at(-1)!;
        }
      }
    }
    if (marks.length === 0) return;
    const release = this.hold();
    try {
      await this.options.journal.write((db) => {
        for (const { run, seq } of marks) {
          db.run("UPDATE wf_rests SET woken = coalesce(woken, ?) WHERE run = ?", seq, run);
        }
      });
    } finally {
      release();
    }
    this.options.woken();
  }

  #waiters(type: string, path: string, value: string, after?: Waiter): Waiter[] {
    return this.options.db.all<Waiter>(
      "SELECT run, number, wanted FROM wf_rest_events WHERE type = ? AND path = ? AND value = ? " +
        "AND (run, number) > (?, ?) ORDER BY run, number LIMIT ?",
      type,
      path,
      value,
      after?.run ?? -1,
      after?.number ?? -1,
      PAGE,
    );
  }

  /** The types and paths under which waiters for this event stand, if there are any. */
  #shapesOf(event: BusEvent): [type: string, path: string][] {
    const found: [string, string][] = [];
    for (const path of this.#shapes.get(event.type) ?? []) found.push([event.type, path]);
    for (const pattern of this.#patterns) {
      if (!matchesType(event.type, pattern)) continue;
      for (const path of this.#shapes.get(pattern) ?? []) found.push([pattern, path]);
    }
    return found;
  }

  #note(type: string, path: string): void {
    let paths = this.#shapes.get(type);
    if (!paths) {
      this.#shapes.set(type, paths = new Set());
      if (type.includes("*")) this.#patterns.push(type);
    }
    if (paths.has(path)) return;
    paths.add(path);
    this.#shapeCount++;
  }

  #readShapes(): void {
    const rows = this.options.db.all<{ type: string; path: string }>("SELECT DISTINCT type, path FROM wf_rest_events");
    this.#shapes = new Map();
    this.#patterns = [];
    this.#shapeCount = 0;
    for (const { type, path } of rows) this.#note(type, path);
    this.#shapeLimit = Math.max(MIN_SHAPES, this.#shapeCount * 2);
  }
}

/** A value as it is looked up; "" for that of those who name none. Nobody waits for one that is no scalar. */
function text(value: unknown): string {
  if (typeof value === "object" && value !== null) return "{}";
  const json = value === undefined ? "" : JSON.stringify(value);
  return json.length <= MAX_VALUE_CHARS ? json : inputHash("value", json);
}
