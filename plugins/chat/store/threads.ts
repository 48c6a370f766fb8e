import type { PluginDatabase } from "@bulkhead/plugin";
import { UNREAD_CAP } from "../domain/unread.ts";
import type { MessageRow } from "./messages.ts";
import { MENTION_IS_MUTED } from "./mutes.ts";

/** What is known of the answers to a message. */
export interface ThreadSummary {
  root_id: string;
  replies: number;
  last_seq: number;
  last_at: string;
  /** JSON of the ids of who answered, at most five, the newest first. */
  people: string;
}

/** Somebody's state in a thread. */
export interface ThreadState {
  root_id: string;
  channel_id: string;
  following: 0 | 1;
  last_read_seq: number;
  unread: number;
  mentions: number;
}

/** Counts the answers to each of several messages; those without any are left out. */
export function threadSummaries(db: PluginDatabase, rootIds: string[]): Map<string, ThreadSummary> {
  if (rootIds.length === 0) return new Map();
  const rows = db.all<ThreadSummary>(
    `SELECT ids.value AS root_id, count(*) AS replies, max(n.seq) AS last_seq, max(n.created_at) AS last_at,
      (SELECT json_group_array(few.author_id) FROM (SELECT author_id FROM messages INDEXED BY messages_thread
        WHERE thread_id = ids.value AND deleted_at IS NULL
        GROUP BY author_id ORDER BY max(seq) DESC LIMIT 5) few) AS people
      FROM json_each(?) ids CROSS JOIN messages n INDEXED BY messages_thread
        ON n.thread_id = ids.value AND n.deleted_at IS NULL
      GROUP BY ids.value`,
    JSON.stringify(rootIds),
  );
  return new Map(rows.map((row) => [row.root_id, row]));
}

/** Answers after a position, oldest first, tombstones too. */
export function answersAfter(db: PluginDatabase, rootId: string, seq: number, limit: number): string[] {
  return db.all<{ id: string }>(
    "SELECT id FROM messages INDEXED BY messages_thread WHERE thread_id = ? AND seq > ? ORDER BY seq LIMIT ?",
    rootId,
    seq,
    limit,
  ).map((row) => row.id);
}

/** Has somebody follow a thread who was never in it; who had left it stays out. */
export function joinThread(db: PluginDatabase, userId: string, root: MessageRow, lastReadSeq: number): boolean {
  return db.run(
    "INSERT INTO thread_members (user_id, root_id, channel_id, following, last_read_seq) VALUES (?, ?, ?, 1, ?) " +
      "ON CONFLICT DO NOTHING",
    userId,
    root.id,
    root.channel_id,
    lastReadSeq,
  ).changes === 1;
}

/** Follows or does not, whatever was before. */
export function setFollowing(db: PluginDatabase, userId: string, root: MessageRow, following: boolean): void {
  db.run(
    "INSERT INTO thread_members (user_id, root_id, channel_id, following, last_read_seq) VALUES (?, ?, ?, ?, 0) " +
      "ON CONFLICT (user_id, root_id) DO UPDATE SET following = excluded.following",
    userId,
    root.id,
    root.channel_id,
    following ? 1 : 0,
  );
}

/** Moves the marker in a thread forward; false when it was there or further, or the person is not in it. */
export function markThreadRead(db: PluginDatabase, userId: string, rootId: string, seq: number): boolean {
  return db.run(
    "UPDATE thread_members SET last_read_seq = ?, last_read_at = ? WHERE user_id = ? AND root_id = ? AND last_read_seq < ?",
    seq,
    new Date().toISOString(),
    userId,
    rootId,
    seq,
  ).changes === 1;
}

export function followersOf(db: PluginDatabase, rootId: string): string[] {
  return db.all<{ user_id: string }>(
    "SELECT user_id FROM thread_members WHERE root_id = ? AND following = 1",
    rootId,
  ).map((row) => row.user_id);
}

const STATE = `SELECT t.root_id, t.channel_id, t.following, t.last_read_seq,
  (SELECT count(*) FROM (SELECT 1 FROM messages n INDEXED BY messages_thread
    WHERE n.thread_id = t.root_id AND n.deleted_at IS NULL AND n.seq > t.last_read_seq LIMIT ${UNREAD_CAP})) AS unread,
  (SELECT count(*) FROM mentions n WHERE n.user_id = t.user_id AND n.channel_id = t.channel_id
    AND n.seq > t.last_read_seq AND n.thread_id = t.root_id AND NOT ${MENTION_IS_MUTED("t.user_id")}) AS mentions
  FROM thread_members t`;

export function threadState(db: PluginDatabase, userId: string, rootId: string): ThreadState | undefined {
  return db.get(`${STATE} WHERE t.user_id = ? AND t.root_id = ?`, userId, rootId);
}

/** Threads that somebody follows in channels of a workspace that they are in. */
export function followedThreads(db: PluginDatabase, workspaceId: string, userId: string): ThreadState[] {
  return db.all(
    `${STATE} JOIN members m ON m.channel_id = t.channel_id AND m.user_id = t.user_id
      JOIN channels c ON c.id = t.channel_id AND +c.workspace_id = ?
      WHERE t.user_id = ? AND t.following = 1`,
    workspaceId,
    userId,
  );
}
