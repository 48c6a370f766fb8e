import type { PluginDatabase } from "@bulkhead/plugin";

/** Somebody who has read up to a message or further. */
export interface ReaderRow {
  user_id: string;
  /** When they read there last: ISO 8601. Empty where it is not known. */
  at: string;
}

/** What is asked about: a position of a channel, or of a thread of it. */
export interface ReadPlace {
  channelId: string;
  /** Set: the answer of a thread, which only who follows it reads. */
  rootId?: string;
  seq: number;
  /** When it was written. Who joined later begins behind it, without having read it. */
  writtenAt: string;
  /** Who is left out: the author has read what they wrote. */
  without: string;
}

/** The readers after one, who read last first. */
export function readersAfter(
  db: PluginDatabase,
  { channelId, rootId, seq, writtenAt, without }: ReadPlace,
  page: { after?: ReaderRow; limit: number },
): ReaderRow[] {
  const { at = "~", user_id: id = "" } = page.after ?? {};
  const before = "AND (at < ? OR (at = ? AND m.user_id > ?)) ORDER BY at DESC, m.user_id LIMIT ?";
  const rest = [at, at, id, page.limit];
  if (rootId === undefined) {
    return db.all(
      "SELECT m.user_id, coalesce(m.last_read_at, '') AS at FROM members m " +
        `WHERE m.channel_id = ? AND m.user_id <> ? AND m.last_read_seq >= ? AND m.joined_at <= ? ${before}`,
      ...[channelId, without, seq, writtenAt, ...rest],
    );
  }
  return db.all(
    "SELECT m.user_id, coalesce(t.last_read_at, '') AS at FROM members m " +
      "JOIN thread_members t ON t.root_id = ? AND t.user_id = m.user_id " +
      `WHERE m.channel_id = ? AND m.user_id <> ? AND t.last_read_seq >= ? ${before}`,
    ...[rootId, channelId, without, seq, ...rest],
  );
}
