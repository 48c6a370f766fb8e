import type { Database, Writer } from "../../storage/ports.ts";
import type { Values } from "./schema.ts";

/** Settings that are no secret, in host.db. */
export class SettingsStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  read(plugin: string): Values {
    const row = this.db.get<{ value: string }>("SELECT value FROM ker_settings WHERE plugin = ?", plugin);
    return row ? JSON.parse(row.value) : {};
  }

  async write(plugin: string, values: Values, change: { by: string; at: string }): Promise<void> {
    await this.writer.write((db) =>
      db.run(
        "INSERT OR REPLACE INTO ker_settings (plugin, value, changed_at, changed_by) VALUES (?, ?, ?, ?)",
        plugin,
        JSON.stringify(values),
        change.at,
        change.by,
      )
    );
  }

  async forget(plugin: string): Promise<void> {
    await this.writer.write((db) => db.run("DELETE FROM ker_settings WHERE plugin = ?", plugin));
  }
}
