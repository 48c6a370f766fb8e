import { migrate } from "../storage/mod.ts";
import type { Clock } from "../observe/ports.ts";
import type { Database, Writer } from "../storage/ports.ts";

/** Kept of each source; the oldest go first. */
const MAX_PER_SOURCE = 200;

export interface RefusedEvent {
  id: number;
  source: string;
  eventId: string;
  type: string;
  subject?: string;
  /** JSON pointer into the data. */
  path: string;
  problem: string;
  /** ISO 8601. */
  time: string;
}

/** Events that were refused at publish for good: kept so that somebody sees them. Their data stays with the publisher. */
export class RefusedEvents {
  /** Called with each new one. */
  onChange: () => void = () => {};

  constructor(private readonly options: { db: Database; writer: Writer; clock: Clock }) {
    migrate(options.db, "bus", new URL("./migrations/", import.meta.url));
  }

  /** A repeat of source and event id is kept once. */
  async add(
    event: { source: string; id: string; type: string; subject?: string },
    fault: { path: string; message: string },
  ) {
    const { source, id, type, subject } = event;
    const time = new Date(this.options.clock.now()).toISOString();
    const added = await this.options.writer.write((db) => {
      const { changes } = db.run(
        "INSERT INTO bus_refused (source, event_id, type, subject, path, problem, time) VALUES (?, ?, ?, ?, ?, ?, ?) " +
          "ON CONFLICT DO NOTHING",
        ...[source, id, type, subject ?? null, fault.path, fault.message, time],
      );
      db.run(
        "DELETE FROM bus_refused WHERE source = ? AND id <= " +
          "(SELECT id FROM bus_refused WHERE source = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
        ...[source, source, MAX_PER_SOURCE],
      );
      return changes > 0;
    });
    if (added) this.onChange();
  }

  /** Newest first. */
  list({ source, before = Number.MAX_SAFE_INTEGER, limit }: { source?: string; before?: number; limit: number }) {
    const of = source === undefined ? "" : "source = ? AND";
    return this.options.db.all<Omit<RefusedEvent, "subject"> & { subject: string | null }>(
      "SELECT id, source, event_id AS eventId, type, subject, path, problem, time FROM bus_refused " +
        `WHERE ${of} id < ? ORDER BY id DESC LIMIT ?`,
      ...[...(source === undefined ? [] : [source]), before, limit],
    ).map(({ subject, ...row }): RefusedEvent => ({ ...row, ...(subject === null ? {} : { subject }) }));
  }

  async drop(id: number): Promise<boolean> {
    const dropped = await this.options.writer.write((db) =>
      db.run("DELETE FROM bus_refused WHERE id = ?", id).changes > 0
    );
    if (dropped) this.onChange();
    return dropped;
  }
}
