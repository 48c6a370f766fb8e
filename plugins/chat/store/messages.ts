import type { PluginDatabase } from "@bulkhead/plugin";
import type { AuthorKind } from "../domain/actor.ts";
import { touchDay, touchDayOfNew } from "./touch_day.ts";

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
  /** Position of its newest change. */
  rev: number;
  version: number;
  /** 1: an answer in a thread that the channel shows as well. */
  in_channel: 0 | 1;
  broadcast: "channel" | "here" | null;
  pinned_at: string | null;
  pinned_by: string | null;
  /** JSON of the attached files. */
  files: string | null;
  /** 1: its writer is still writing it. */
  streaming: 0 | 1;
}

export interface ReactionRow {
  message_id: string;
  n: number;
  emoji: string;
  user_id: string;
}

const COLUMNS = "id, channel_id, seq, text, author_id, author_name, author_kind, created_at, edited_at, deleted_at, " +
  "thread_id, client_id, actions, acted, approval, rev, version, in_channel, broadcast, pinned_at, pinned_by, files, " +
  "streaming";

export function insertMessage(db: PluginDatabase, row: MessageRow): void {
  db.run(
    `INSERT INTO messages (${COLUMNS}) VALUES (${Array(23).fill("?").join(", ")})`,
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
    row.rev,
    row.version,
    row.in_channel,
    row.broadcast,
    row.pinned_at,
    row.pinned_by,
    row.files,
    row.streaming,
  );
  if (row.thread_id === null) touchDayOfNew(db, row);
  else touchDay(db, row.id);
}

export function messageById(db: PluginDatabase, id: string): MessageRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM messages WHERE id = ?`, id);
}

/** What this author sent under this client id. */
export function messageByClientId(db: PluginDatabase, authorId: string, clientId: string): MessageRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM messages WHERE author_id = ? AND client_id = ?`, authorId, clientId);
}

/** Each change of a message gives it a new position, and makes its day another one. */
export function setRev(db: PluginDatabase, id: string, rev: number): void {
  db.run("UPDATE messages SET rev = ? WHERE id = ?", rev, id);
  touchDay(db, id);
}

export function messagesByIds(db: PluginDatabase, ids: string[]): MessageRow[] {
  if (ids.length === 0) return [];
  return db.all(
    `SELECT ${COLUMNS} FROM messages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    JSON.stringify(ids),
  );
}

/** By their positions; those that are gone are left out. */
export function messagesBySeqs(db: PluginDatabase, seqs: number[]): MessageRow[] {
  if (seqs.length === 0) return [];
  return db.all(
    `SELECT ${COLUMNS} FROM messages WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    JSON.stringify(seqs),
  );
}

/** The columns of a message that say whether a search may show it. */
export type FoundRow = Pick<
  MessageRow,
  "seq" | "id" | "channel_id" | "created_at" | "edited_at" | "deleted_at" | "pinned_at"
>;

/** The same as {@linkcode messagesBySeqs} for the few columns that are needed of each match, shown or not. */
export function foundBySeqs(db: PluginDatabase, seqs: number[]): FoundRow[] {
  if (seqs.length === 0) return [];
  return db.all(
    `SELECT seq, id, channel_id, created_at, edited_at, deleted_at, pinned_at
      FROM messages WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
    JSON.stringify(seqs),
  );
}

/** What the channel itself shows before a position, newest first: answers only where they are shown there too. */
export function rootsBefore(db: PluginDatabase, channelId: string, seq: number, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_roots
      WHERE channel_id = ? AND seq < ? AND (thread_id IS NULL OR in_channel = 1) ORDER BY seq DESC LIMIT ?`,
    channelId,
    seq,
    limit,
  );
}

/** The same after a position, oldest first. */
export function rootsAfter(db: PluginDatabase, channelId: string, seq: number, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_roots
      WHERE channel_id = ? AND seq > ? AND (thread_id IS NULL OR in_channel = 1) ORDER BY seq LIMIT ?`,
    channelId,
    seq,
    limit,
  );
}

/** Of all channels after a position, oldest first. */
export function messagesAfterAll(db: PluginDatabase, seq: number, limit: number): MessageRow[] {
  return db.all(`SELECT ${COLUMNS} FROM messages WHERE seq > ? ORDER BY seq LIMIT ?`, seq, limit);
}

/** The last position that the channel shows before one; 0 when there is none. */
export function shownBefore(db: PluginDatabase, channelId: string, seq: number): number {
  return rootsBefore(db, channelId, seq, 1)[0]?.seq ?? 0;
}

export function setPinned(db: PluginDatabase, id: string, pinned: { at: string; by: string } | null): void {
  db.run("UPDATE messages SET pinned_at = ?, pinned_by = ? WHERE id = ?", pinned?.at ?? null, pinned?.by ?? null, id);
}

/** Pinned messages of a channel, the newest pin first. */
export function pinnedMessages(db: PluginDatabase, channelId: string, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_pinned
      WHERE channel_id = ? AND pinned_at IS NOT NULL ORDER BY pinned_at DESC LIMIT ?`,
    channelId,
    limit,
  );
}

/** Before a position, newest first: what the channel shows and what only threads show, each by its own index. */
export function messagesBefore(db: PluginDatabase, channelId: string, seq: number, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_roots
      WHERE channel_id = ? AND seq < ? AND (thread_id IS NULL OR in_channel = 1)
      UNION ALL
      SELECT ${COLUMNS} FROM messages INDEXED BY messages_within
      WHERE channel_id = ? AND seq < ? AND thread_id IS NOT NULL AND in_channel = 0
      ORDER BY seq DESC LIMIT ?`,
    channelId,
    seq,
    channelId,
    seq,
    limit,
  );
}

/** After a position, oldest first. */
export function messagesAfter(db: PluginDatabase, channelId: string, seq: number, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_roots
      WHERE channel_id = ? AND seq > ? AND (thread_id IS NULL OR in_channel = 1)
      UNION ALL
      SELECT ${COLUMNS} FROM messages INDEXED BY messages_within
      WHERE channel_id = ? AND seq > ? AND thread_id IS NOT NULL AND in_channel = 0
      ORDER BY seq LIMIT ?`,
    channelId,
    seq,
    channelId,
    seq,
    limit,
  );
}

/** Keeps the text as it was and puts another in its place. */
export function setText(
  db: PluginDatabase,
  { id, text: before, version, edited_at, created_at }: MessageRow,
  change: { text: string; editedAt: string; broadcast: MessageRow["broadcast"] },
): void {
  db.run(
    "INSERT INTO message_versions (message_id, version, text, at) VALUES (?, ?, ?, ?)",
    id,
    version,
    before,
    edited_at ?? created_at,
  );
  db.run(
    "UPDATE messages SET text = ?, edited_at = ?, broadcast = ?, version = version + 1 WHERE id = ?",
    change.text,
    change.editedAt,
    change.broadcast,
    id,
  );
}

/** Adds to the text of a message that is being written; answers its length before, in UTF-16 units. */
export function appendText(db: PluginDatabase, { id, text }: MessageRow, more: string): number {
  db.run("UPDATE messages SET text = ? WHERE id = ?", text + more, id);
  return text.length;
}

/** The message is written: its text, and whom it calls at once. */
export function finishText(
  db: PluginDatabase,
  id: string,
  { text, broadcast }: Pick<MessageRow, "text" | "broadcast">,
): void {
  db.run("UPDATE messages SET text = ?, broadcast = ?, streaming = 0 WHERE id = ?", text, broadcast, id);
}

/** Messages from before a time that are not deleted or pinned, the oldest first. */
export function agedMessages(db: PluginDatabase, before: string, limit: number): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_age
      WHERE deleted_at IS NULL AND pinned_at IS NULL AND created_at < ? ORDER BY created_at LIMIT ?`,
    before,
    limit,
  );
}

/** Messages that somebody began to write before a time and never finished. */
export function unfinished(db: PluginDatabase, before: string): MessageRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM messages INDEXED BY messages_streaming WHERE streaming = 1 AND created_at < ? LIMIT 200`,
    before,
  );
}

/** Earlier texts of a message, oldest first. */
export function versionsOf(db: PluginDatabase, id: string): { version: number; text: string; at: string }[] {
  return db.all("SELECT version, text, at FROM message_versions WHERE message_id = ? ORDER BY version", id);
}

/** Other buttons, or none; `acted` is what becomes of the answer that was given. */
export function setActions(
  db: PluginDatabase,
  id: string,
  { actions, acted }: Pick<MessageRow, "actions" | "acted">,
): void {
  db.run("UPDATE messages SET actions = ?, acted = ? WHERE id = ?", actions, acted, id);
}

export function setFiles(db: PluginDatabase, id: string, files: string): void {
  db.run("UPDATE messages SET files = ? WHERE id = ?", files, id);
}

export function setApproval(db: PluginDatabase, id: string, approval: string): void {
  db.run("UPDATE messages SET approval = ? WHERE id = ?", approval, id);
}

/** Leaves a tombstone: all texts, the buttons, the reactions, the files and whom it called are gone for good. */
export function bury(db: PluginDatabase, id: string, deletedAt: string): void {
  db.run(
    "UPDATE messages SET text = '', actions = NULL, acted = NULL, approval = NULL, deleted_at = ?, broadcast = NULL, " +
      "pinned_at = NULL, pinned_by = NULL, files = NULL, streaming = 0 WHERE id = ?",
    deletedAt,
    id,
  );
  db.run("DELETE FROM mentions WHERE seq = (SELECT seq FROM messages WHERE id = ?)", id);
  db.run("DELETE FROM message_versions WHERE message_id = ?", id);
  db.run("DELETE FROM message_files WHERE message_id = ?", id);
  db.run("DELETE FROM saved WHERE message_id = ?", id);
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

/** How many different emoji a message has. */
export function reactionKinds(db: PluginDatabase, messageId: string): number {
  return db.get<{ n: number }>("SELECT count(DISTINCT emoji) AS n FROM reactions WHERE message_id = ?", messageId)!.n;
}
