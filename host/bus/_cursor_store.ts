import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Database } from "../storage/ports.ts";
import type { DeadLetter } from "./ports.ts";

/** A consumer's cursor as it lies on disk. */
export interface Cursor {
  name: string;
  types: string[];
  position: number;
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
    const row = this.db.get<{ types: string; position: number }>(
      "SELECT types, position FROM bus_consumers WHERE name = ?",
      name,
    );
    return row && { name, types: JSON.parse(row.types), position: row.position };
  }

  list(): Cursor[] {
    return this.db.all<{ name: string; types: string; position: number }>(
      "SELECT name, types, position FROM bus_consumers ORDER BY name",
    ).map((row) => ({ name: row.name, types: JSON.parse(row.types), position: row.position }));
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

  save(name: string, position: number, changes: CursorChange[]): void {
    for (const change of changes) this.#apply(name, change);
    this.db.run("UPDATE bus_consumers SET position = ? WHERE name = ?", position, name);
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

  /** The oldest event that any consumer still waits to try again. */
  oldestPending(): number | undefined {
    return this.db.get<{ seq: number | null }>("SELECT min(seq) AS seq FROM bus_pending")?.seq ?? undefined;
  }

  deadLetters(consumer?: string): DeadLetter[] {
    const where = consumer === undefined ? "" : "WHERE consumer = ?";
    return this.db.all<DeadRow>(
      `SELECT id, consumer, seq, attempts, error, time, body FROM bus_dead ${where} ORDER BY id`,
      ...(consumer === undefined ? [] : [consumer]),
    ).map(toDeadLetter);
  }

  deadLetter(id: number): DeadLetter | undefined {
    const row = this.db.get<DeadRow>(
      "SELECT id, consumer, seq, attempts, error, time, body FROM bus_dead WHERE id = ?",
      id,
    );
    return row && toDeadLetter(row);
  }

  deadCount(consumer: string): number {
    return this.db.get<{ n: number }>("SELECT count(*) AS n FROM bus_dead WHERE consumer = ?", consumer)!.n;
  }

  dropDeadLetter(id: number): boolean {
    return this.db.run("DELETE FROM bus_dead WHERE id = ?", id).changes > 0;
  }

  failDeadLetter(id: number, error: string, time: string): void {
    this.db.run("UPDATE bus_dead SET attempts = attempts + 1, error = ?, time = ? WHERE id = ?", error, time, id);
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

interface DeadRow extends Omit<DeadLetter, "event"> {
  seq: number;
  body: string;
}

function toDeadLetter({ seq, body, ...row }: DeadRow): DeadLetter {
  return { ...row, event: { ...JSON.parse(body), seq } };
}
