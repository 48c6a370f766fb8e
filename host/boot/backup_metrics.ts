import type { Backups } from "../backup/mod.ts";
import type { Metrics } from "../observe/mod.ts";

/** Puts into `/metrics` how old and how large the newest backup is, and whether the last scheduled one failed. */
export function exposeBackups(metrics: Metrics, backups: Pick<Backups, "newest" | "lastFailure">): void {
  metrics.gauge("bulkhead_backup_newest_timestamp_seconds", "When the newest backup was made.", (set) => {
    const newest = backups.newest();
    if (newest) set(newest.at / 1_000);
  });
  metrics.gauge("bulkhead_backup_newest_bytes", "Size of the newest backup.", (set) => {
    const newest = backups.newest();
    if (newest) set(newest.sizeBytes);
  });
  metrics.gauge("bulkhead_backup_failed", "1 when the last scheduled backup was not made.", (set) => {
    set(backups.lastFailure ? 1 : 0);
  });
}
