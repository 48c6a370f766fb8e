import { migrate } from "../storage/mod.ts";
import type { Database } from "../storage/ports.ts";

/** Brings the tables of packages (`pkg_…`) up to date; comes before everything that opens them. Throws MigrationError. */
export function migratePackages(db: Database): void {
  migrate(db, "packages", new URL("./migrations/", import.meta.url));
}
