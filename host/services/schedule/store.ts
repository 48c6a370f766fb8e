import type { ScheduleSpec } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import { migrate } from "../../storage/mod.ts";
import type { Database, Writer } from "../../storage/ports.ts";

/** Schedules that a plugin may have at once. */
const MAX_PER_PLUGIN = 1_000;
/** What will not come any more is forgotten after this. */
const KEEP_OVER_MS = 30 * 24 * 3_600_000;

/** One schedule as it is kept. All times are milliseconds since 1970. */
export interface ScheduleRow {
  name: string;
  spec: ScheduleSpec;
  data: unknown;
  setting: string;
  setAt: number;
  /** undefined: it will not come any more. */
  nextAt: number | undefined;
  lastAt: number | undefined;
  lastError: string | undefined;
}

interface DbRow {
  name: string;
  spec: string;
  data: string;
  setting: string;
  set_at: number;
  next_at: number | null;
  last_at: number | null;
  last_error: string | null;
}

const COLUMNS = "name, spec, data, setting, set_at, next_at, last_at, last_error";

/** The table of schedules in host.db. */
export class ScheduleStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {
    migrate(db, "schedule", new URL("./migrations/", import.meta.url));
  }

  list(plugin: string): ScheduleRow[] {
    return this.db.all<DbRow>(`SELECT ${COLUMNS} FROM sch_schedules WHERE plugin = ? ORDER BY name`, plugin).map(toRow);
  }

  get(plugin: string, name: string): ScheduleRow | undefined {
    const row = this.db.get<DbRow>(`SELECT ${COLUMNS} FROM sch_schedules WHERE plugin = ? AND name = ?`, plugin, name);
    return row && toRow(row);
  }

  /** Those that come next, in order. */
  next(plugin: string, limit: number): ScheduleRow[] {
    return this.db.all<DbRow>(
      `SELECT ${COLUMNS} FROM sch_schedules WHERE plugin = ? AND next_at IS NOT NULL ORDER BY next_at LIMIT ?`,
      plugin,
      limit,
    ).map(toRow);
  }

  /** Keeps a setting, or only its data when the same spec stands there. Answers whether anything but data changed. */
  async set(plugin: string, row: Omit<ScheduleRow, "lastAt" | "lastError"> & { nextAt: number }): Promise<boolean> {
    const spec = JSON.stringify(row.spec);
    const data = JSON.stringify(row.data ?? null);
    return await this.writer.write((db) => {
      const same = db.run(
        "UPDATE sch_schedules SET data = ? WHERE plugin = ? AND name = ? AND spec = ?",
        ...[data, plugin, row.name, spec],
      );
      if (same.changes > 0) return false;
      const { count } = db.get<{ count: number }>(
        "SELECT count(*) AS count FROM sch_schedules WHERE plugin = ? AND next_at IS NOT NULL AND name <> ?",
        plugin,
        row.name,
      )!;
      if (count >= MAX_PER_PLUGIN) {
        throw new RpcError("precondition_failed", `"${plugin}" has ${count} schedules already, which is the most`, {
          reason: "too_many_schedules",
          hint: "Clear those that are not needed: ctx.schedule.clear(name)",
        });
      }
      db.run(
        "DELETE FROM sch_schedules WHERE plugin = ? AND next_at IS NULL AND last_at < ?",
        plugin,
        row.setAt - KEEP_OVER_MS,
      );
      db.run(
        `INSERT OR REPLACE INTO sch_schedules (plugin, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)`,
        ...[plugin, row.name, spec, data, row.setting, row.setAt, row.nextAt],
      );
      return true;
    });
  }

  /** One run is over; changes nothing when the schedule was set anew meanwhile. */
  async finished(
    plugin: string,
    row: ScheduleRow,
    end: { at: number; nextAt?: number; error?: string },
  ): Promise<void> {
    await this.writer.write((db) =>
      db.run(
        "UPDATE sch_schedules SET next_at = ?, last_at = ?, last_error = ? WHERE plugin = ? AND name = ? AND setting = ? AND next_at = ?",
        ...[end.nextAt ?? null, end.at, end.error ?? null, plugin, row.name, row.setting, row.nextAt ?? null],
      )
    );
  }

  /** It comes at another time, by a clock that shows less now; changes nothing when it was set anew or has run meanwhile. */
  async replanned(plugin: string, row: ScheduleRow, { nextAt, now }: { nextAt: number; now: number }): Promise<void> {
    await this.writer.write((db) =>
      db.run(
        "UPDATE sch_schedules SET next_at = ?, set_at = min(set_at, ?) WHERE plugin = ? AND name = ? AND setting = ? AND next_at = ?",
        ...[nextAt, now, plugin, row.name, row.setting, row.nextAt ?? null],
      )
    );
  }

  async clear(plugin: string, name: string): Promise<void> {
    await this.writer.write((db) => db.run("DELETE FROM sch_schedules WHERE plugin = ? AND name = ?", plugin, name));
  }

  async forget(plugin: string): Promise<void> {
    await this.writer.write((db) => db.run("DELETE FROM sch_schedules WHERE plugin = ?", plugin));
  }
}

function toRow(row: DbRow): ScheduleRow {
  return {
    name: row.name,
    spec: JSON.parse(row.spec) as ScheduleSpec,
    data: JSON.parse(row.data),
    setting: row.setting,
    setAt: row.set_at,
    nextAt: row.next_at ?? undefined,
    lastAt: row.last_at ?? undefined,
    lastError: row.last_error ?? undefined,
  };
}
