import type { PluginDatabase } from "@bulkhead/plugin";

/**
 * The day of a message is not any more what it was. A trigger would do the same, but SQLite then looks through all tables
 * that refer to messages at each insert.
 */
export function touchDay(db: PluginDatabase, messageId: string): void {
  db.run(
    `INSERT INTO days (channel_id, day, first_seq, last_seq, rev, changed_at)
      SELECT r.channel_id, substr(r.created_at, 1, 10), r.seq, r.seq, m.rev, ?
        FROM messages m JOIN messages r ON r.id = coalesce(m.thread_id, m.id) WHERE m.id = ?
      ON CONFLICT (channel_id, day) DO UPDATE SET
        first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq),
        rev = max(rev, excluded.rev), changed_at = excluded.changed_at, size_bytes = NULL`,
    new Date().toISOString(),
    messageId,
  );
}

/** The same for a new message that answers none: it brings along all that its day is to know. */
export function touchDayOfNew(
  db: PluginDatabase,
  { channel_id, created_at, seq }: { channel_id: string; created_at: string; seq: number },
): void {
  db.run(
    `INSERT INTO days (channel_id, day, first_seq, last_seq, rev, changed_at) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (channel_id, day) DO UPDATE SET
        first_seq = min(first_seq, excluded.first_seq), last_seq = max(last_seq, excluded.last_seq),
        rev = max(rev, excluded.rev), changed_at = excluded.changed_at, size_bytes = NULL`,
    channel_id,
    created_at.slice(0, 10),
    seq,
    seq,
    seq,
    created_at,
  );
}
