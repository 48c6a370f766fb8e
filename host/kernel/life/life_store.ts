import type { EndRecord } from "../../sandbox/ports.ts";
import { migrate } from "../../storage/mod.ts";
import type { Database, Writer } from "../../storage/ports.ts";

/** Ends that are kept of each plugin. */
const KEPT_ENDS = 50;

/** What is kept of plugins' lives in host.db: who provides an interface by choice, and how processes ended. */
export class LifeStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {
    migrate(db, "life", new URL("./migrations/", import.meta.url));
  }

  /** Interface → plugin that an owner chose. */
  providers(): Map<string, string> {
    const rows = this.db.all<{ interface: string; plugin: string }>("SELECT interface, plugin FROM life_providers");
    return new Map(rows.map((row) => [row.interface, row.plugin]));
  }

  async setProvider(name: string, plugin: string, change: { by: string; at: string }): Promise<void> {
    await this.writer.write((db) =>
      db.run(
        "INSERT OR REPLACE INTO life_providers (interface, plugin, changed_at, changed_by) VALUES (?, ?, ?, ?)",
        name,
        plugin,
        change.at,
        change.by,
      )
    );
  }

  /** Newest first. */
  ends(plugin: string, limit = KEPT_ENDS): EndRecord[] {
    const rows = this.db.all<{ record: string }>(
      "SELECT record FROM life_ends WHERE plugin = ? ORDER BY n DESC LIMIT ?",
      plugin,
      limit,
    );
    return rows.map((row) => JSON.parse(row.record) as EndRecord);
  }

  async addEnd(plugin: string, end: EndRecord): Promise<void> {
    await this.writer.write((db) => {
      const { n } = db.get<{ n: number }>(
        "SELECT coalesce(max(n), 0) + 1 AS n FROM life_ends WHERE plugin = ?",
        plugin,
      )!;
      db.run("INSERT INTO life_ends (plugin, n, record) VALUES (?, ?, ?)", plugin, n, JSON.stringify(end));
      db.run("DELETE FROM life_ends WHERE plugin = ? AND n <= ?", plugin, n - KEPT_ENDS);
    });
  }
}

/** Forgets how a plugin's processes ended and that it was chosen, inside the caller's transaction. */
export function forgetLife(db: Database, plugin: string): void {
  db.run("DELETE FROM life_ends WHERE plugin = ?", plugin);
  db.run("DELETE FROM life_providers WHERE plugin = ?", plugin);
}
