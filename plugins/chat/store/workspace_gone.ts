import type { PluginDatabase } from "@bulkhead/plugin";
import { type MessageRow, messagesByIds } from "./messages.ts";

/** Some channels of a workspace, direct conversations too. */
export function channelsOf(db: PluginDatabase, workspaceId: string, limit: number): string[] {
  return db.all<{ id: string }>(
    "SELECT id FROM channels WHERE workspace_id = ? ORDER BY name LIMIT ?",
    workspaceId,
    limit,
  )
    .map((row) => row.id);
}

/** The last messages of a channel, whatever shows them, the newest first. */
export function lastMessages(db: PluginDatabase, channelId: string, limit: number): MessageRow[] {
  const ids = db.all<{ id: string }>(
    `SELECT id, seq FROM messages INDEXED BY messages_roots
        WHERE channel_id = ? AND (thread_id IS NULL OR in_channel = 1)
      UNION ALL SELECT id, seq FROM messages INDEXED BY messages_within
        WHERE channel_id = ? AND thread_id IS NOT NULL AND in_channel = 0
      ORDER BY seq DESC LIMIT ?`,
    channelId,
    channelId,
    limit,
  ).map((row) => row.id);
  return messagesByIds(db, ids).sort((a, b) => b.seq - a.seq);
}

/** Removes messages with all that hangs on them. */
export function removeMessages(db: PluginDatabase, rows: MessageRow[]): void {
  for (const { id, seq } of rows) {
    for (const table of ["remains", "message_versions", "message_files", "saved", "reactions", "approvals"]) {
      db.run(`DELETE FROM ${table} WHERE message_id = ?`, id);
    }
    db.run("DELETE FROM thread_members WHERE root_id = ?", id);
    db.run("DELETE FROM mentions WHERE seq = ?", seq);
    db.run("DELETE FROM messages WHERE seq = ?", seq);
  }
}

/**
 * Removes all that is left of a channel without messages. Its id alone stays, in no workspace: to remove that as well SQLite
 * would look through all messages for one that names it.
 */
export function removeChannel(db: PluginDatabase, id: string): void {
  for (const table of ["days", "members", "bookmarks"]) db.run(`DELETE FROM ${table} WHERE channel_id = ?`, id);
  db.run("DELETE FROM search_keys WHERE key = 'c:' || ?", id);
  db.run(
    "UPDATE channels SET workspace_id = '', name = id, topic = '', purpose = '', created_by = '' WHERE id = ?",
    id,
  );
}

/** Nothing is told, taken or written any more in a workspace that is going. */
export function closeWays(db: PluginDatabase, workspaceId: string): void {
  const channels = "SELECT id FROM channels WHERE workspace_id = ?";
  db.run(`DELETE FROM incoming_hooks WHERE channel_id IN (${channels})`, workspaceId);
  db.run(
    `DELETE FROM outgoing_deliveries WHERE hook_id IN
      (SELECT id FROM outgoing_hooks WHERE channel_id IN (${channels}))`,
    workspaceId,
  );
  db.run(`DELETE FROM outgoing_hooks WHERE channel_id IN (${channels})`, workspaceId);
  db.run("UPDATE channels SET archived_at = ? WHERE workspace_id = ?", new Date().toISOString(), workspaceId);
  db.run("UPDATE imports SET state = 'failed', error = 'The workspace is deleted' WHERE workspace_id = ?", workspaceId);
}

/** Removes a workspace without channels and what else is of it; answers the files of its emoji. */
export function emptyWorkspace(db: PluginDatabase, id: string): string[] {
  const files = db.all<{ file_id: string }>(
    "SELECT file_id FROM emoji WHERE workspace_id = ? AND file_id IS NOT NULL",
    id,
  ).map((row) => row.file_id);
  db.run(
    "DELETE FROM people_group_members WHERE group_id IN (SELECT id FROM people_groups WHERE workspace_id = ?)",
    id,
  );
  for (
    const table of ["people_groups", "emoji", "import_names", "workspace_members", "changes", "recent_searches"]
  ) {
    db.run(`DELETE FROM ${table} WHERE workspace_id = ?`, id);
  }
  db.run("DELETE FROM import_parts WHERE import_id IN (SELECT id FROM imports WHERE workspace_id = ?)", id);
  db.run("DELETE FROM imports WHERE workspace_id = ?", id);
  db.run("DELETE FROM search_keys WHERE key = 'w:' || ?", id);
  db.run("DELETE FROM workspaces WHERE id = ?", id);
  return files;
}
