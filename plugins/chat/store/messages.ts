import type { PluginDatabase } from "@bulkhead/plugin";
import type { AuthorKind } from "../domain/actor.ts";

export interface MessageRow {
  id: string;
  channel_id: string;
  seq: number;
  text: string;
  author_id: string;
  author_name: string;
  author_kind: AuthorKind;
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
  thread_id: string | null;
  client_id: string | null;
  /** JSON of the buttons; null when there are none. */
  actions: string | null;
  /** JSON of who pressed one. */
  acted: string | null;
  /** JSON of the approval that it shows. */
  approval: string | null;
}

export interface ReactionRow {
  message_id: string;
  n: number;
  emoji: string;
  user_id: string;
}

const COLUMNS = "id, channel_id, seq, text, author_id, author_name, author_kind, created_at, edited_at, deleted_at, " +
  "thread_id, client_id, actions, acted, approval";

export function insertMessage(db: PluginDatabase, row: MessageRow): void {
  db.run(
    `INSERT INTO messages (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.channel_id,
    row.seq,
    row.text,
    row.author_id,
    row.author_name,
    row.author_kind,
    row.created_at,
    row.edited_at,
    row.deleted_at,
    row.thread_id,
    row.client_id,
    row.actions,
    row.acted,
    row.approval,
  );
}

export function messageById(db: PluginDatabase, id: string): MessageRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM messages WHERE id = ?`, id);
}

/** What this author sent under this client id. */
export function messageByClientId(db: PluginDatabase, authorId: string, clientId: string): MessageRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM messages WHERE author_id = ? AND client_id = ?`, authorId, clientId);
}

/** Before a position, newest first. */
export function messagesBefore(db: PluginDatabase, channelId: string, seq: number, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages WHERE channel_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
    channelId,
    seq,
    limit,
  );
}

/** After a position, oldest first. */
export function messagesAfter(db: PluginDatabase, channelId: string, seq: number, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages WHERE channel_id = ? AND seq > ? ORDER BY seq LIMIT ?`,
    channelId,
    seq,
    limit,
  );
}

export function setText(db: PluginDatabase, id: string, text: string, editedAt: string): void {
  db.run("UPDATE messages SET text = ?, edited_at = ? WHERE id = ?", text, editedAt, id);
}

/** Other buttons, or none; `acted` is what becomes of the answer that was given. */
export function setActions(
  db: PluginDatabase,
  id: string,
  { actions, acted }: Pick<MessageRow, "actions" | "acted">,
): void {
  db.run("UPDATE messages SET actions = ?, acted = ? WHERE id = ?", actions, acted, id);
}

export function setApproval(db: PluginDatabase, id: string, approval: string): void {
  db.run("UPDATE messages SET approval = ? WHERE id = ?", approval, id);
}

/** Leaves a tombstone: the text, the buttons and the reactions are gone for good. */
export function bury(db: PluginDatabase, id: string, deletedAt: string): void {
  db.run(
    "UPDATE messages SET text = '', actions = NULL, acted = NULL, approval = NULL, deleted_at = ? WHERE id = ?",
    deletedAt,
    id,
  );
  db.run("DELETE FROM reactions WHERE message_id = ?", id);
}

export function reactionsOf(db: PluginDatabase, messageId: string): ReactionRow[] {
  return db.all("SELECT message_id, n, emoji, user_id FROM reactions WHERE message_id = ?", messageId);
}

/** Reactions of several messages, by message. */
export function reactionsOfAll(db: PluginDatabase, messageIds: string[]): Map<string, ReactionRow[]> {
  const byMessage = new Map<string, ReactionRow[]>();
  if (messageIds.length === 0) return byMessage;
  const rows = db.all<ReactionRow>(
    "SELECT r.message_id, r.n, r.emoji, r.user_id FROM json_each(?) ids JOIN reactions r ON r.message_id = ids.value",
    JSON.stringify(messageIds),
  );
  for (const row of rows) {
    const list = byMessage.get(row.message_id);
    if (list) list.push(row);
    else byMessage.set(row.message_id, [row]);
  }
  return byMessage;
}

/** Adds the reaction, or takes it back when it is there. */
export function toggleReaction(
  db: PluginDatabase,
  reaction: { messageId: string; emoji: string; userId: string },
): "added" | "removed" {
  const { messageId, emoji, userId } = reaction;
  const removed = db.run(
    "DELETE FROM reactions WHERE message_id = ? AND emoji = ? AND user_id = ?",
    messageId,
    emoji,
    userId,
  ).changes;
  if (removed === 1) return "removed";
  db.run(
    "INSERT INTO reactions (message_id, n, emoji, user_id) " +
      "SELECT ?, coalesce(max(n), 0) + 1, ?, ? FROM reactions WHERE message_id = ?",
    messageId,
    emoji,
    userId,
    messageId,
  );
  return "added";
}
