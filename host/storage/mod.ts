/** SQLite for the host: open, group commit, migrate, copy. */
export { openDatabase, type OpenDatabaseOptions } from "./database.ts";
export { createWriter, type WriterOptions } from "./writer.ts";
export { migrate, type MigrateResult, MigrationError } from "./migrate.ts";
export { copyDatabase } from "./copy.ts";
export { StorageError, type StorageFault } from "./errors.ts";
export type { Database, SqlValue, Writer } from "./ports.ts";
