import type { CallDatabase } from "./plugin_database.ts";
import type { Kv } from "./context.ts";

/** `ctx.kv`: a table in the plugin's database. */
export class KvTable implements Kv {
  constructor(private readonly db: CallDatabase, private readonly now: () => number) {}

  get<T>(key: string): T | undefined {
    const row = this.db.get<{ value: string }>(
      "SELECT value FROM _kv WHERE key = ? AND (expires_at = 0 OR expires_at > ?)",
      key,
      this.now(),
    );
    return row && JSON.parse(row.value) as T;
  }

  set(key: string, value: unknown, options: { ttlMs?: number } = {}): void {
    const text = JSON.stringify(value);
    if (text === undefined) throw new TypeError(`ctx.kv.set("${key}", …): the value is not JSON; use delete to remove`);
    const expiresAt = options.ttlMs ? this.now() + options.ttlMs : 0;
    this.db.write(() => {
      this.db.run("DELETE FROM _kv WHERE expires_at > 0 AND expires_at <= ?", this.now());
      this.db.run("INSERT OR REPLACE INTO _kv (key, value, expires_at) VALUES (?, ?, ?)", key, text, expiresAt);
    });
  }

  delete(key: string): boolean {
    return this.db.run("DELETE FROM _kv WHERE key = ?", key).changes > 0;
  }

  list<T>(options: { prefix?: string; limit?: number } = {}): { key: string; value: T }[] {
    const { prefix = "", limit = 1_000 } = options;
    // The first string that does not start with the prefix, so that the primary key serves the range.
    const end = prefix === "" ? "\u{10FFFF}" : prefix + "\u{10FFFF}";
    return this.db.all<{ key: string; value: string }>(
      "SELECT key, value FROM _kv WHERE key >= ? AND key < ? AND (expires_at = 0 OR expires_at > ?) ORDER BY key LIMIT ?",
      prefix,
      end,
      this.now(),
      limit,
    ).map((row) => ({ key: row.key, value: JSON.parse(row.value) as T }));
  }
}
