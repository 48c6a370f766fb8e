import type { PluginDatabase } from "@bulkhead/plugin";
import { type MessageRow, messagesByIds } from "./messages.ts";

/** A deleted channel, and who was in it. */
export interface GoneChannel {
  channel_id: string;
  workspace_id: string;
  /** Position of the deletion. */
  rev: number;
  /** JSON of ids. */
  members: string;
}

/**
 * Takes a channel out of its workspace: from now on nobody sees it, whatever names it. Nobody is in it any more, and nothing
 * that people or other systems had there is left; its messages go little by little.
 */
export function detachChannel(db: PluginDatabase, gone: GoneChannel, at: string): void {
  const { channel_id: id } = gone;
  db.run(
    "INSERT INTO gone_channels (channel_id, workspace_id, rev, members) VALUES (?, ?, ?, ?)",
    id,
    gone.workspace_id,
    gone.rev,
    gone.members,
  );
  for (const table of ["members", "bookmarks", "drafts", "scheduled", "invocations", "incoming_hooks", "days"]) {
    db.run(`DELETE FROM ${table} WHERE channel_id = ?`, id);
  }
  db.run(
    "DELETE FROM outgoing_deliveries WHERE hook_id IN (SELECT id FROM outgoing_hooks WHERE channel_id = ?)",
    id,
  );
  db.run("DELETE FROM outgoing_hooks WHERE channel_id = ?", id);
  // The same archive taken over again makes it anew.
  db.run("DELETE FROM import_names WHERE id IS NOT NULL AND id = ?", id);
  nameless(db, id);
  db.run("UPDATE channels SET archived_at = ? WHERE id = ?", at, id);
}

/** One in which there is something left. */
export function fullGoneChannel(db: PluginDatabase): string | undefined {
  return db.get<{ channel_id: string }>(
    "SELECT channel_id FROM gone_channels INDEXED BY gone_channels_full WHERE emptied = 0 LIMIT 1",
  )?.channel_id;
}

/** There is nothing left of it. Of a workspace that is gone itself nobody asks for it. */
export function setEmptied(db: PluginDatabase, id: string): void {
  db.run("UPDATE gone_channels SET emptied = 1 WHERE channel_id = ?", id);
  db.run(
    "DELETE FROM gone_channels WHERE channel_id = ? AND NOT EXISTS " +
      "(SELECT 1 FROM workspaces w WHERE w.id = gone_channels.workspace_id)",
    id,
  );
}

/** Channels of a workspace that were deleted after a position, up to another, and in which somebody was. */
export function goneBetween(
  db: PluginDatabase,
  workspaceId: string,
  { after, upTo, userId }: { after: number; upTo: number; userId: string },
): string[] {
  return db.all<{ channel_id: string }>(
    "SELECT channel_id FROM gone_channels INDEXED BY gone_channels_rev WHERE workspace_id = ? AND rev > ? AND rev <= ? " +
      "AND EXISTS (SELECT 1 FROM json_each(members) WHERE value = ?)",
    workspaceId,
    after,
    upTo,
    userId,
  ).map((row) => row.channel_id);
}

/** Forgets those deleted up to a position that no client resumes from any more. */
export function pruneGone(db: PluginDatabase, workspaceId: string, upTo: number): void {
  db.run("DELETE FROM gone_channels WHERE workspace_id = ? AND rev <= ? AND emptied = 1", workspaceId, upTo);
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
    db.run("DELETE FROM reminders WHERE message_id = ?", id);
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
  nameless(db, id);
}

function nameless(db: PluginDatabase, id: string): void {
  db.run(
    "UPDATE channels SET workspace_id = '', name = id, topic = '', purpose = '', created_by = '' WHERE id = ?",
    id,
  );
}
