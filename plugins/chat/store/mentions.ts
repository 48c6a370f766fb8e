import type { PluginDatabase } from "@bulkhead/plugin";
import { MENTION_IS_MUTED } from "./mutes.ts";

export type MentionKind = "person" | "group" | "channel" | "here" | "keyword";

/** Whom a message calls. */
export interface MentionRow {
  user_id: string;
  channel_id: string;
  seq: number;
  thread_id: string | null;
  kind: MentionKind;
}

/** Adds somebody whom a message calls; the first kind counts. */
export function addMention(db: PluginDatabase, row: MentionRow): void {
  db.run(
    "INSERT INTO mentions (user_id, channel_id, seq, thread_id, kind) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
    row.user_id,
    row.channel_id,
    row.seq,
    row.thread_id,
    row.kind,
  );
}

/** Calls all members of a channel but the writer: all of them, or those seen since a time. */
export function mentionMembers(
  db: PluginDatabase,
  row: Omit<MentionRow, "user_id"> & { writer: string; seenSince: number },
): void {
  db.run(
    "INSERT INTO mentions (user_id, channel_id, seq, thread_id, kind) " +
      "SELECT m.user_id, m.channel_id, ?, ?, ? FROM members m LEFT JOIN people p ON p.id = m.user_id " +
      "WHERE m.channel_id = ? AND m.user_id <> ? AND coalesce(p.seen_at, 0) >= ? ON CONFLICT DO NOTHING",
    row.seq,
    row.thread_id,
    row.kind,
    row.channel_id,
    row.writer,
    row.seenSince,
  );
}

export function clearMentions(db: PluginDatabase, seq: number): void {
  db.run("DELETE FROM mentions WHERE seq = ?", seq);
}

export function mentionsOf(
  db: PluginDatabase,
  seq: number,
  limit: number,
): { user_id: string; kind: MentionKind }[] {
  return db.all("SELECT user_id, kind FROM mentions INDEXED BY mentions_message WHERE seq = ? LIMIT ?", seq, limit);
}

/** What calls this person before a position, newest first, in channels that they are in; nothing of who is muted. */
export function mentionsBefore(
  db: PluginDatabase,
  userId: string,
  page: { workspaceId: string; before: number; limit: number },
): MentionRow[] {
  return db.all(
    "SELECT n.user_id, n.channel_id, n.seq, n.thread_id, n.kind FROM mentions n INDEXED BY mentions_newest " +
      "JOIN members m ON m.channel_id = n.channel_id AND m.user_id = n.user_id " +
      "JOIN channels c ON c.id = n.channel_id AND +c.workspace_id = ? " +
      `WHERE n.user_id = ? AND n.seq < ? AND NOT ${MENTION_IS_MUTED("n.user_id")} ORDER BY n.seq DESC LIMIT ?`,
    page.workspaceId,
    userId,
    page.before,
    page.limit,
  );
}

/** People who want to hear of one of these words. */
export function peopleOfKeywords(db: PluginDatabase, words: string[]): string[] {
  return db.all<{ user_id: string }>(
    "SELECT DISTINCT k.user_id FROM json_each(?) ids JOIN keywords k ON k.word = ids.value",
    JSON.stringify(words),
  ).map((row) => row.user_id);
}

export function hasKeywords(db: PluginDatabase): boolean {
  return db.get("SELECT 1 FROM keywords WHERE word > '' LIMIT 1") !== undefined;
}

export function setKeywords(db: PluginDatabase, userId: string, words: string[]): void {
  db.run("DELETE FROM keywords WHERE user_id = ?", userId);
  for (const word of words) {
    db.run("INSERT INTO keywords (word, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING", word, userId);
  }
}
