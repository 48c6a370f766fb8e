import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Database } from "../storage/ports.ts";
import type { ConsumerError, DeadLetter, DeadLetterQuery } from "./ports.ts";

/** A consumer's cursor as it lies on disk. */
export interface Cursor {
  name: string;
  types: string[];
  position: number;
  pausedBy?: string;
  pausedAt?: string;
  /** How often it was sent back. */
  replays: number;
  /** Up to here events are taken once more because of that. */
  replayTo: number;
  lastError?: ConsumerError;
}

/** An event that waits for its next attempt, or behind one of its lane that does. */
export interface PendingRow {
  seq: number;
  lane: string;
  attempts: number;
  dueMs: number;
}

/** One step of a consumer that must reach the disk together with its position. */
export type CursorChange =
  | ({ kind: "park" } & PendingRow)
  | { kind: "unpark"; seq: number }
  | { kind: "dead"; event: BusEvent; attempts: number; error: string; time: string };

/** The only SQL on cursors, waiting events and dead letters. Methods that write run inside a job of the writer. */
export class CursorStore {
  constructor(readonly db: Database) {}

  get(name: string): Cursor | undefined {
    const row = this.db.get<CursorRow>(`SELECT ${CURSOR} FROM bus_consumers WHERE name = ?`, name);
    return row && toCursor(row);
  }

  list(): Cursor[] {
    return this.db.all<CursorRow>(`SELECT ${CURSOR} FROM bus_consumers ORDER BY name`).map(toCursor);
  }

  /** Makes the cursor, or gives an existing one these types; answers it. */
  open(name: string, types: string[], position: number, now: string): Cursor {
    this.db.run(
      "INSERT INTO bus_consumers (name, types, position, created_at) VALUES (?, ?, ?, ?) " +
        "ON CONFLICT DO UPDATE SET types = excluded.types",
      name,
      JSON.stringify(types),
      position,
      now,
    );
    return this.get(name)!;
  }

  remove(name: string): void {
    this.db.run("DELETE FROM bus_pending WHERE consumer = ?", name);
    this.db.run("DELETE FROM bus_dead WHERE consumer = ?", name);
    this.db.run("DELETE FROM bus_consumers WHERE name = ?", name);
  }

  /** Somebody (`by`) stops it; undefined lets it go on. */
  setPaused(name: string, by: { name: string; at: string } | undefined): void {
    this.db.run(
      "UPDATE bus_consumers SET paused_by = ?, paused_at = ? WHERE name = ?",
      by?.name ?? null,
      by?.at ?? null,
      name,
    );
  }

  /** Sends it back to `position`; what waits after that is read from the log again. */
  rewind(name: string, position: number): void {
    this.db.run("DELETE FROM bus_pending WHERE consumer = ? AND seq > ?", name, position);
    this.db.run(
      "UPDATE bus_consumers SET replays = replays + 1, replay_to = max(replay_to, position), position = ? WHERE name = ?",
      position,
      name,
    );
  }

  save(name: string, position: number, changes: CursorChange[]): void {
    for (const change of changes) this.#apply(name, change);
    this.db.run("UPDATE bus_consumers SET position = ? WHERE name = ?", position, name);
  }

  /** Moves it forward; one that is there already stays. */
  advance(name: string, position: number): void {
    this.db.run("UPDATE bus_consumers SET position = ? WHERE name = ? AND position < ?", position, name, position);
  }

  setLastError(name: string, error: ConsumerError | undefined): void {
    this.db.run("UPDATE bus_consumers SET last_error = ? WHERE name = ?", error ? JSON.stringify(error) : null, name);
  }

  /** The first waiting event of each lane, with how many wait in it. */
  lanes(name: string): (PendingRow & { waiting: number })[] {
    return this.db.all(
      "SELECT min(seq) AS seq, lane, attempts, due_ms AS dueMs, count(*) AS waiting FROM bus_pending " +
        "WHERE consumer = ? GROUP BY lane ORDER BY seq",
      name,
    );
  }

  lane(name: string, lane: string, limit: number): PendingRow[] {
    return this.db.all(
      "SELECT seq, lane, attempts, due_ms AS dueMs FROM bus_pending WHERE consumer = ? AND lane = ? ORDER BY seq LIMIT ?",
      name,
      lane,
      limit,
    );
  }

  pendingCount(name: string): number {
    return this.db.get<{ n: number }>("SELECT count(*) AS n FROM bus_pending WHERE consumer = ?", name)!.n;
  }

  firstPending(name: string): number | undefined {
    return this.db.get<{ seq: number | null }>("SELECT min(seq) AS seq FROM bus_pending WHERE consumer = ?", name)
      ?.seq ??
      undefined;
  }

  /** The oldest event that any consumer still waits to try again. */
  oldestPending(): { seq: number; consumer: string } | undefined {
    return this.db.get("SELECT seq, consumer FROM bus_pending ORDER BY seq LIMIT 1");
  }

  /** Newest first. */
  deadLetters({ consumer, before = Number.MAX_SAFE_INTEGER, limit = 50 }: DeadLetterQuery = {}): DeadLetter[] {
    const of = consumer === undefined ? "" : "consumer = ? AND";
    return this.db.all<DeadRow>(
      `SELECT ${LETTER} FROM bus_dead WHERE ${of} id < ? ORDER BY id DESC LIMIT ?`,
      ...(consumer === undefined ? [] : [consumer]),
      before,
      limit,
    ).map(toDeadLetter);
  }

  deadLetter(id: number): DeadLetter | undefined {
    const row = this.db.get<DeadRow>(`SELECT ${LETTER} FROM bus_dead WHERE id = ?`, id);
    return row && toDeadLetter(row);
  }

  /** Those that nothing stands in for. */
  deadCount(consumer: string): number {
    return this.db.get<{ n: number }>(
      "SELECT count(*) AS n FROM bus_dead WHERE consumer = ? AND replaced_by IS NULL",
      consumer,
    )!.n;
  }

  deadTotal(): number {
    return this.db.get<{ n: number }>("SELECT count(*) AS n FROM bus_dead WHERE replaced_by IS NULL")!.n;
  }

  dropDeadLetter(id: number): boolean {
    return this.db.run("DELETE FROM bus_dead WHERE id = ?", id).changes > 0;
  }

  failDeadLetter(id: number, error: string, time: string): void {
    this.db.run("UPDATE bus_dead SET attempts = attempts + 1, error = ?, time = ? WHERE id = ?", error, time, id);
  }

  replaceDeadLetter(id: number, by: number): void {
    this.db.run("UPDATE bus_dead SET replaced_by = ? WHERE id = ?", by, id);
  }

  #apply(name: string, change: CursorChange): void {
    switch (change.kind) {
      case "park":
        this.db.run(
          "INSERT INTO bus_pending (consumer, seq, lane, attempts, due_ms) VALUES (?, ?, ?, ?, ?) " +
            "ON CONFLICT DO UPDATE SET attempts = excluded.attempts, due_ms = excluded.due_ms",
          name,
          change.seq,
          change.lane,
          change.attempts,
          change.dueMs,
        );
        break;
      case "unpark":
        this.db.run("DELETE FROM bus_pending WHERE consumer = ? AND seq = ?", name, change.seq);
        break;
      case "dead":
        this.db.run(
          "INSERT INTO bus_dead (consumer, seq, attempts, error, time, body) VALUES (?, ?, ?, ?, ?, ?)",
          name,
          change.event.seq,
          change.attempts,
          change.error,
          change.time,
          JSON.stringify(change.event),
        );
    }
  }
}

const CURSOR = "name, types, position, paused_by AS pausedBy, paused_at AS pausedAt, replays, replay_to AS replayTo, " +
  "last_error AS lastError";
const LETTER = "id, consumer, seq, attempts, error, time, body, replaced_by AS replacedBy";

interface CursorRow {
  name: string;
  types: string;
  position: number;
  pausedBy: string | null;
  pausedAt: string | null;
  replays: number;
  replayTo: number;
  lastError: string | null;
}

interface DeadRow extends Omit<DeadLetter, "event" | "replacedBy"> {
  seq: number;
  body: string;
  replacedBy: number | null;
}

function toCursor({ types, pausedBy, pausedAt, lastError, ...row }: CursorRow): Cursor {
  return {
    ...row,
    types: JSON.parse(types),
    ...(pausedBy === null ? {} : { pausedBy, pausedAt: pausedAt! }),
    ...(lastError === null ? {} : { lastError: JSON.parse(lastError) }),
  };
}

function toDeadLetter({ seq, body, replacedBy, ...row }: DeadRow): DeadLetter {
  return { ...row, event: { ...JSON.parse(body), seq }, ...(replacedBy === null ? {} : { replacedBy }) };
}
