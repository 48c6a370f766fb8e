import type { Database, Writer } from "../storage/ports.ts";
import { forgetGrants } from "./grants/store.ts";
import { forgetLife } from "./life/life_store.ts";

export type { Permissions } from "./permissions/mod.ts";

/** The kernel's tables in host.db. */
export class KernelStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  /** Whether it is on, and since when (ISO 8601); undefined for a plugin that was never seen. */
  enabled(id: string): { enabled: boolean; since: string } | undefined {
    const row = this.db.get<{ enabled: number; changed_at: string }>(
      "SELECT enabled, changed_at FROM ker_plugins WHERE id = ?",
      id,
    );
    return row && { enabled: row.enabled === 1, since: row.changed_at };
  }

  async setEnabled(id: string, enabled: boolean, by: string, at: string): Promise<void> {
    await this.writer.write((db) => writeEnabled(db, id, { enabled, by, at }));
  }
}

/** Inside the caller's transaction. */
export function writeEnabled(
  db: Database,
  id: string,
  { enabled, by, at }: { enabled: boolean; by: string; at: string },
): void {
  db.run(
    "INSERT INTO ker_plugins (id, enabled, changed_at, changed_by) VALUES (?, ?, ?, ?) " +
      "ON CONFLICT (id) DO UPDATE SET enabled = excluded.enabled, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
    id,
    enabled ? 1 : 0,
    at,
    by,
  );
}

/** Forgets all that was decided about a plugin and how it lived, inside the caller's transaction; its settings stay. */
export function forgetPlugin(db: Database, id: string): void {
  db.run("DELETE FROM ker_plugins WHERE id = ?", id);
  forgetGrants(db, id);
  forgetLife(db, id);
}
