import type { PluginDatabase } from "@bulkhead/plugin";
import type { MessageRow } from "./messages.ts";

/** A day of a channel. */
export interface DayRow {
  channel_id: string;
  /** `YYYY-MM-DD`, in UTC. */
  day: string;
  first_seq: number;
  last_seq: number;
  rev: number;
  changed_at: string;
  /** Null when it is not worked out; 0 when nothing is left of the day. */
  size_bytes: number | null;
}

const COLUMNS = "channel_id, day, first_seq, last_seq, rev, changed_at, size_bytes";

/** The columns of a message that its text in a day is made of. */
export type DayMessage = Pick<
  MessageRow,
  | "id"
  | "seq"
  | "text"
  | "author_name"
  | "author_kind"
  | "created_at"
  | "edited_at"
  | "deleted_at"
  | "files"
  | "streaming"
>;

const MESSAGE = "id, seq, text, author_name, author_kind, created_at, edited_at, deleted_at, files, streaming";

export function dayOf(db: PluginDatabase, channelId: string, day: string): DayRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM days WHERE channel_id = ? AND day = ?`, channelId, day);
}

/** Days after one, the oldest first. */
export function daysAfter(db: PluginDatabase, channelId: string, day: string, limit: number): DayRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM days WHERE channel_id = ? AND day > ? AND size_bytes IS NOT 0 ORDER BY day LIMIT ?`,
    channelId,
    day,
    limit,
  );
}

/** Keeps how large the text of a day is, unless it has changed meanwhile. */
export function setDaySize(db: PluginDatabase, { channel_id, day, rev }: DayRow, sizeBytes: number): void {
  db.run(
    "UPDATE days SET size_bytes = ? WHERE channel_id = ? AND day = ? AND rev = ?",
    sizeBytes,
    channel_id,
    day,
    rev,
  );
}

/** What begins on a day after a position, oldest first, tombstones too. */
export function dayRoots(db: PluginDatabase, row: DayRow, seq: number, limit: number): DayMessage[] {
  return db.all(
    `SELECT ${MESSAGE} FROM messages INDEXED BY messages_roots
      WHERE channel_id = ? AND seq > ? AND seq <= ? AND (thread_id IS NULL OR in_channel = 1)
        AND thread_id IS NULL AND created_at >= ? AND created_at < ? ORDER BY seq LIMIT ?`,
    row.channel_id,
    Math.max(seq, row.first_seq - 1),
    row.last_seq,
    row.day,
    `${row.day}~`,
    limit,
  );
}

/** Living answers to a message after a position, oldest first. */
export function dayAnswers(db: PluginDatabase, rootId: string, seq: number, limit: number): DayMessage[] {
  return db.all(
    `SELECT ${MESSAGE} FROM messages INDEXED BY messages_thread
      WHERE thread_id = ? AND seq > ? AND deleted_at IS NULL ORDER BY seq LIMIT ?`,
    rootId,
    seq,
    limit,
  );
}

/** A channel as a folder. */
export interface FolderRow {
  id: string;
  name: string;
  created_at: string;
}

/** Channels whose name comes after one, that this person may read; `publicToo`: also those they have not joined. */
export function foldersAfter(
  db: PluginDatabase,
  workspaceId: string,
  userId: string,
  page: { publicToo: boolean; afterName: string; limit: number },
): FolderRow[] {
  return db.all(
    `SELECT c.id, c.name, c.created_at FROM channels c LEFT JOIN members m ON m.channel_id = c.id AND m.user_id = ?
      WHERE c.workspace_id = ? AND c.name > ? AND c.kind = 'channel'
        AND (m.user_id IS NOT NULL OR (? AND c.private = 0)) ORDER BY c.name LIMIT ?`,
    userId,
    workspaceId,
    page.afterName,
    page.publicToo ? 1 : 0,
    page.limit,
  );
}

/** Direct conversations of a person in a workspace after an id; `handles` is a JSON list of those of the others, null for one unknown. */
export function directFoldersAfter(
  db: PluginDatabase,
  workspaceId: string,
  userId: string,
  afterId: string,
  limit: number,
): (FolderRow & { handles: string })[] {
  return db.all(
    `SELECT c.id, c.name, c.created_at,
        (SELECT json_group_array(p.handle) FROM members x LEFT JOIN people p ON p.id = x.user_id
          WHERE x.channel_id = c.id AND x.user_id IS NOT j.user_id) AS handles
      FROM members j JOIN channels c ON c.id = j.channel_id
      WHERE j.user_id = ? AND j.channel_id > ? AND c.kind <> 'channel' AND +c.workspace_id = ?
      ORDER BY j.channel_id LIMIT ?`,
    userId,
    afterId,
    workspaceId,
    limit,
  );
}

/** The first message that the channel shows at or after a time (ISO 8601, UTC). The days say from where it is looked for. */
export function messageAt(
  db: PluginDatabase,
  channelId: string,
  time: string,
): Pick<MessageRow, "id" | "seq" | "created_at"> | undefined {
  return db.get(
    `SELECT id, seq, created_at FROM messages INDEXED BY messages_roots
      WHERE channel_id = ?1 AND (thread_id IS NULL OR in_channel = 1) AND created_at >= ?2
        AND seq >= (SELECT first_seq FROM days WHERE channel_id = ?1 AND day >= substr(?2, 1, 10) ORDER BY day LIMIT 1)
      ORDER BY seq LIMIT 1`,
    channelId,
    time,
  );
}
