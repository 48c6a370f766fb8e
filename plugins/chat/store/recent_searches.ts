import type { PluginDatabase } from "@bulkhead/plugin";

export interface RecentSearchRow {
  query: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Whose searches, and in which workspace. */
export interface Searcher {
  userId: string;
  workspaceId: string;
}

/** What somebody looked for last, the newest first. */
export function recentSearches(
  db: PluginDatabase,
  { userId, workspaceId }: Searcher,
  limit: number,
): RecentSearchRow[] {
  return db.all(
    `SELECT query, at FROM recent_searches INDEXED BY recent_searches_newest
      WHERE user_id = ? AND workspace_id = ? ORDER BY at DESC LIMIT ?`,
    userId,
    workspaceId,
    limit,
  );
}

/** Keeps a search as the newest, and only so many of them. */
export function putSearch(
  db: PluginDatabase,
  { userId, workspaceId }: Searcher,
  { folded, query, kept }: { folded: string; query: string; kept: number },
): void {
  const newest = recentSearches(db, { userId, workspaceId }, 1)[0]?.at ?? 0;
  db.run(
    `INSERT INTO recent_searches (user_id, workspace_id, folded, query, at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (user_id, workspace_id, folded) DO UPDATE SET query = excluded.query, at = excluded.at`,
    userId,
    workspaceId,
    folded,
    query,
    // Also when the clock was put back, and for two in one millisecond.
    Math.max(Date.now(), newest + 1),
  );
  db.run(
    `DELETE FROM recent_searches WHERE user_id = ? AND workspace_id = ? AND at <= (SELECT at FROM recent_searches
      INDEXED BY recent_searches_newest WHERE user_id = ? AND workspace_id = ? ORDER BY at DESC LIMIT 1 OFFSET ?)`,
    userId,
    workspaceId,
    userId,
    workspaceId,
    kept,
  );
}

/** Forgets one search, or all of them; answers how many. */
export function dropSearches(db: PluginDatabase, { userId, workspaceId }: Searcher, folded?: string): number {
  if (folded === undefined) {
    return db.run("DELETE FROM recent_searches WHERE user_id = ? AND workspace_id = ?", userId, workspaceId).changes;
  }
  return db.run(
    "DELETE FROM recent_searches WHERE user_id = ? AND workspace_id = ? AND folded = ?",
    userId,
    workspaceId,
    folded,
  ).changes;
}
