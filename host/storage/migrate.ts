import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import { copyDatabase } from "./copy.ts";
import type { Database } from "./ports.ts";

/** A schema could not be brought up to date; the data is as it was. The host exits with code 5. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  constructor(readonly part: string, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

export interface MigrateResult {
  /** Version before; 0 for none. */
  from: number;
  /** Version now. */
  to: number;
  /** Path of the copy made before, when the database was there already and had to change. */
  backup?: string;
}

/** Copies of one database that are kept, the newest ones; each is as large as the database was. */
const MAX_COPIES = 3;

interface Migration {
  version: number;
  name: string;
  sql: string;
  checksum: string;
}

/** Databases that were empty when they were first migrated, and the copies made of the others: one per life. */
const seen = new WeakMap<Database, { fresh: boolean; backup?: string }>();

/**
 * Brings the tables of one part of the host up to date from numbered files `NNNN_title.sql` in `folder`.
 * All files that are still to be applied run in one transaction: either the part is at its newest version, or
 * {@linkcode MigrationError} is thrown and nothing has changed. An existing database is copied first;
 * of such copies the newest three are kept.
 * Refused: a database that a newer release has written, a file that was changed after it was applied, a gap in the numbers.
 */
export function migrate(db: Database, part: string, folder: URL): MigrateResult {
  const life = seen.get(db) ?? { fresh: db.get("SELECT 1 FROM sqlite_schema LIMIT 1") === undefined };
  seen.set(db, life);
  const migrations = readMigrations(part, folder);
  db.exec(
    "CREATE TABLE IF NOT EXISTS schema_versions (part TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, " +
      "checksum TEXT NOT NULL, applied_at TEXT NOT NULL, PRIMARY KEY (part, version)) WITHOUT ROWID, STRICT",
  );
  const from = verifyApplied(db, part, migrations);
  const pending = migrations.filter((migration) => migration.version > from);
  if (pending.length === 0) return { from, to: from };
  if (!life.fresh && !life.backup && db.path !== ":memory:") life.backup = backUp(db, part, from);
  db.transaction(() => {
    for (const migration of pending) apply(db, part, migration, life.backup);
  });
  return { from, to: pending.at(-1)!.version, ...(life.backup ? { backup: life.backup } : {}) };
}

function readMigrations(part: string, folder: URL): Migration[] {
  const found: Migration[] = [];
  for (const entry of Deno.readDirSync(folder)) {
    if (!entry.isFile || !entry.name.endsWith(".sql")) continue;
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(entry.name)?.[1];
    if (!number) {
      throw new MigrationError(part, `Migration file "${entry.name}" of "${part}" must be named NNNN_title.sql`);
    }
    const sql = Deno.readTextFileSync(new URL(entry.name, folder)).replaceAll("\r\n", "\n");
    const checksum = createHash("sha256").update(sql).digest("hex");
    found.push({ version: Number(number), name: entry.name, sql, checksum });
  }
  found.sort((a, b) => a.version - b.version);
  found.forEach((migration, index) => {
    if (migration.version === index + 1) return;
    throw new MigrationError(part, `Migration "${migration.name}" of "${part}" should have number ${index + 1}`);
  });
  return found;
}

function verifyApplied(db: Database, part: string, migrations: Migration[]): number {
  const applied = db.all<{ version: number; name: string; checksum: string }>(
    "SELECT version, name, checksum FROM schema_versions WHERE part = ? ORDER BY version",
    part,
  );
  const newest = applied.at(-1)?.version ?? 0;
  if (newest > migrations.length) {
    throw new MigrationError(
      part,
      `The database "${db.path}" is newer than this release: its "${part}" has version ${newest}, this release knows ` +
        `${migrations.length}. Start the newer release, or restore a backup from before the upgrade`,
    );
  }
  for (const row of applied) {
    if (migrations[row.version - 1]!.checksum === row.checksum) continue;
    throw new MigrationError(
      part,
      `Migration "${row.name}" of "${part}" was changed after it was applied to "${db.path}". ` +
        "Put the file back as it was and write the change as a new migration",
    );
  }
  return newest;
}

function backUp(db: Database, part: string, from: number): string {
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, "-");
  const target = `${db.path}.before-${part}-${String(from + 1).padStart(4, "0")}-${stamp}`;
  try {
    copyDatabase(db.path, target);
  } catch (error) {
    throw new MigrationError(part, `"${db.path}" could not be copied before its migration: ${messageOf(error)}`, {
      cause: error,
    });
  }
  removeOldCopies(db.path);
  return target;
}

/** The copy that was just made is there by now: whatever fails here costs room and nothing else. */
function removeOldCopies(path: string): void {
  const folder = dirname(path);
  const beginning = `${basename(path)}.before-`;
  try {
    const copies = [...Deno.readDirSync(folder)].filter(({ name, isFile }) => isFile && name.startsWith(beginning))
      .map(({ name }) => name);
    // The name ends with the time.
    copies.sort((a, b) => timeOf(a) < timeOf(b) ? 1 : -1);
    for (const name of copies.slice(MAX_COPIES)) Deno.removeSync(`${folder}/${name}`);
  } catch { /* the next migration tries again */ }
}

function timeOf(copy: string): string {
  return /\d{4}-\d\d-\d\dT[\dZ-]+$/.exec(copy)?.[0] ?? "";
}

function apply(db: Database, part: string, migration: Migration, backup: string | undefined): void {
  try {
    db.exec(migration.sql);
    if (!db.raw.isTransaction) throw new Error("it ends the transaction that it runs in");
    const dangling = db.get<{ table: string }>("PRAGMA foreign_key_check");
    if (dangling) throw new Error(`it leaves a row of "${dangling.table}" that points at nothing`);
    db.run(
      "INSERT INTO schema_versions (part, version, name, checksum, applied_at) VALUES (?, ?, ?, ?, ?)",
      part,
      migration.version,
      migration.name,
      migration.checksum,
      new Date().toISOString(),
    );
  } catch (error) {
    throw new MigrationError(
      part,
      `Migration "${migration.name}" of "${part}" failed on "${db.path}": ${messageOf(error)}. ` +
        `The data is as it was${backup ? `; a copy lies at "${backup}"` : ""}`,
      { cause: error },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
