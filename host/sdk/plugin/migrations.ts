import type { Sqlite } from "./database.ts";
import { fingerprint } from "./fingerprint.ts";

/**
 * A plugin's SQL files by name without ending: `{"0001_channels": sql}`. Import each with
 * `import sql from "./migrations/0001_channels.sql" with { type: "text" }`: the bundle then holds its text.
 * One that has run must never change; add another.
 */
export type Migrations = Record<string, string>;

/** Tables of the SDK itself, beside the plugin's own; their names begin with an underscore. */
const OWN: Migrations = {
  "0001_sdk": `
CREATE TABLE _calls (
  key TEXT PRIMARY KEY,
  method TEXT NOT NULL,
  -- JSON of the result
  result TEXT,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX _calls_at ON _calls (at);
-- Committed transactions of asynchronous calls that have not answered yet.
CREATE TABLE _call_units (
  key TEXT NOT NULL,
  n INTEGER NOT NULL,
  value TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (key, n)
) WITHOUT ROWID;
CREATE INDEX _call_units_at ON _call_units (at);
CREATE TABLE _outbox (n INTEGER PRIMARY KEY AUTOINCREMENT, item TEXT NOT NULL);
CREATE TABLE _outbox_refused (n INTEGER PRIMARY KEY, item TEXT NOT NULL, error TEXT NOT NULL, at INTEGER NOT NULL);
CREATE TABLE _kv (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires_at INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE INDEX _kv_expires ON _kv (expires_at) WHERE expires_at > 0;`,
};

/** Brings the SDK's tables and then the plugin's up to date. Throws, with the database untouched by the failing one. */
export function migrate(db: Sqlite, migrations: Migrations): void {
  db.exec(
    "CREATE TABLE IF NOT EXISTS _migrations (part TEXT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL, " +
      "applied_at TEXT NOT NULL, PRIMARY KEY (part, name)) WITHOUT ROWID",
  );
  apply(db, "sdk", OWN);
  apply(db, "plugin", migrations);
}

function apply(db: Sqlite, part: string, migrations: Migrations): void {
  const names = Object.keys(migrations).sort();
  names.forEach((name, index) => {
    if (!/^\d{4}_[a-z0-9_]+$/.test(name) || Number(name.slice(0, 4)) !== index + 1) {
      throw new Error(`Migration "${name}" is out of place: expected "${String(index + 1).padStart(4, "0")}_<title>"`);
    }
  });
  const rows = db.all<{ name: string; checksum: string }>(
    "SELECT name, checksum FROM _migrations WHERE part = ?",
    part,
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  for (const name of applied.keys()) {
    if (!(name in migrations)) {
      throw new Error(
        `The database was written by a newer version of this plugin: migration "${name}" is not known here. ` +
          "Install that version again, or restore a backup",
      );
    }
  }
  for (const name of names) {
    const sql = migrations[name]!;
    const sum = checksum(sql);
    const before = applied.get(name);
    if (before === sum) continue;
    if (before !== undefined) {
      throw new Error(`Migration "${name}" was changed after it had run: put it back and add a new one`);
    }
    db.exec("BEGIN IMMEDIATE");
    try {
      db.exec(sql);
      db.run(
        "INSERT INTO _migrations (part, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
        part,
        name,
        sum,
        new Date().toISOString(),
      );
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      throw new Error(`Migration "${name}" failed and was undone: ${(error as Error).message}`, { cause: error });
    }
  }
}

/** Finds an edited file. Comments and blank space do not count. */
function checksum(sql: string): string {
  return fingerprint(sql.replace(/--[^\n]*/g, "").replace(/\s+/g, " ").trim());
}
