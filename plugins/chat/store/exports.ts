import type { PluginDatabase } from "@bulkhead/plugin";

/** A channel that is written into an archive for somebody. */
export interface ExportRow {
  id: string;
  user_id: string;
  /** JSON of who asked. */
  actor: string;
  channel_id: string;
  format: "json" | "markdown";
  state: "running" | "done" | "failed";
  done: number;
  total: number;
  error: string | null;
  file_id: string | null;
  name: string;
  size_bytes: number;
  at: string;
}

const COLUMNS = "id, user_id, actor, channel_id, format, state, done, total, error, file_id, name, size_bytes, at";

export function putExport(db: PluginDatabase, row: ExportRow): void {
  db.run(
    `INSERT INTO exports (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, done = excluded.done, total = excluded.total, error = excluded.error,
      file_id = excluded.file_id, size_bytes = excluded.size_bytes`,
    row.id,
    row.user_id,
    row.actor,
    row.channel_id,
    row.format,
    row.state,
    row.done,
    row.total,
    row.error,
    row.file_id,
    row.name,
    row.size_bytes,
    row.at,
  );
}

export function exportById(db: PluginDatabase, id: string): ExportRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM exports WHERE id = ?`, id);
}

/** What somebody exported of a channel before. */
export function exportsOf(db: PluginDatabase, userId: string, channelId: string): ExportRow[] {
  return db.all(`SELECT ${COLUMNS} FROM exports WHERE user_id = ? AND channel_id = ? ORDER BY at`, userId, channelId);
}

/** Those that a start interrupted. */
export function runningExports(db: PluginDatabase): ExportRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM exports INDEXED BY exports_running WHERE state = 'running' AND at > '' ORDER BY at LIMIT 100`,
  );
}

/** Those from before a time. */
export function agedExports(db: PluginDatabase, before: string, limit: number): ExportRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM exports INDEXED BY exports_age WHERE at < ? ORDER BY at LIMIT ?`,
    before,
    limit,
  );
}

export function removeExport(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM exports WHERE id = ?", id);
}

/** How many messages and files there are in a channel. */
export function countIn(db: PluginDatabase, channelId: string): { messages: number; files: number } {
  return db.get<{ messages: number; files: number }>(
    `SELECT (SELECT count(*) FROM messages INDEXED BY messages_roots
        WHERE channel_id = c.id AND (thread_id IS NULL OR in_channel = 1))
      + (SELECT count(*) FROM messages INDEXED BY messages_within
        WHERE channel_id = c.id AND thread_id IS NOT NULL AND in_channel = 0) AS messages,
      (SELECT count(*) FROM message_files f WHERE f.channel_id = c.id) AS files FROM channels c WHERE c.id = ?`,
    channelId,
  )!;
}
