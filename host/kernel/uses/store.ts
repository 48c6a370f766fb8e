import type { Database, Writer } from "../../storage/ports.ts";
import { MAX_DENIED, type UseCounter, type UseFigures } from "./figures.ts";

const DAY_MS = 86_400_000;
const KEEP_DAYS = 30;

/** Uses by day in host.db. */
export class UseStore {
  #prunedOn = -1;

  constructor(private readonly db: Database, private readonly writer: Writer) {}

  async add(counters: readonly UseCounter[], nowMs: number): Promise<void> {
    const today = Math.floor(nowMs / DAY_MS);
    await this.writer.write((db) => {
      for (const { plugin, denied, kind, target, count, lastAt } of counters) {
        db.run(
          "INSERT INTO ker_permission_uses (plugin, denied, kind, target, day, count, last_at) VALUES (?, ?, ?, ?, ?, ?, ?) " +
            "ON CONFLICT (plugin, denied, kind, target, day) DO UPDATE SET count = count + excluded.count, " +
            "last_at = max(last_at, excluded.last_at)",
          plugin,
          denied ? 1 : 0,
          kind,
          target,
          Math.floor(lastAt / DAY_MS),
          count,
          lastAt,
        );
      }
      for (const plugin of new Set(counters.filter(({ denied }) => denied).map((one) => one.plugin))) bound(db, plugin);
      if (this.#prunedOn !== today) db.run("DELETE FROM ker_permission_uses WHERE day <= ?", today - KEEP_DAYS);
    });
    this.#prunedOn = today;
  }

  read(plugin: string, denied: boolean, nowMs: number): UseFigures[] {
    return this.db.all<{ kind: string; target: string; count: number; lastAt: number }>(
      "SELECT kind, target, sum(count) AS count, max(last_at) AS lastAt FROM ker_permission_uses " +
        "WHERE plugin = ? AND denied = ? AND day > ? GROUP BY kind, target",
      plugin,
      denied ? 1 : 0,
      Math.floor(nowMs / DAY_MS) - KEEP_DAYS,
    ).map((row) => ({ ...row }));
  }
}

/** Of what one plugin was refused only the newest stay. */
function bound(db: Database, plugin: string): void {
  const beyond = db.all<{ kind: string; target: string }>(
    "SELECT kind, target FROM ker_permission_uses WHERE plugin = ? AND denied = 1 GROUP BY kind, target " +
      "ORDER BY max(last_at) DESC LIMIT -1 OFFSET ?",
    plugin,
    MAX_DENIED,
  );
  for (const { kind, target } of beyond) {
    db.run(
      "DELETE FROM ker_permission_uses WHERE plugin = ? AND denied = 1 AND kind = ? AND target = ?",
      plugin,
      kind,
      target,
    );
  }
}
