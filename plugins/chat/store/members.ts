import type { PluginDatabase } from "@bulkhead/plugin";

/** Adds a member who has read up to `lastReadSeq`; false when they were one already. */
export function addMember(
  db: PluginDatabase,
  member: { channelId: string; userId: string; joinedAt: string; lastReadSeq: number },
): boolean {
  return db.run(
    "INSERT INTO members (channel_id, user_id, joined_at, last_read_seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    member.channelId,
    member.userId,
    member.joinedAt,
    member.lastReadSeq,
  ).changes === 1;
}

/** False when they were not a member. */
export function removeMember(db: PluginDatabase, channelId: string, userId: string): boolean {
  return db.run("DELETE FROM members WHERE channel_id = ? AND user_id = ?", channelId, userId).changes === 1;
}

export function isMember(db: PluginDatabase, channelId: string, userId: string): boolean {
  return db.get("SELECT 1 FROM members WHERE channel_id = ? AND user_id = ?", channelId, userId) !== undefined;
}

export function memberIds(db: PluginDatabase, channelId: string): string[] {
  return db.all<{ user_id: string }>("SELECT user_id FROM members WHERE channel_id = ? ORDER BY user_id", channelId)
    .map((row) => row.user_id);
}

/** Moves the read marker forward; false when it was there or further already. */
export function markRead(db: PluginDatabase, channelId: string, userId: string, seq: number): boolean {
  return db.run(
    "UPDATE members SET last_read_seq = ? WHERE channel_id = ? AND user_id = ? AND last_read_seq < ?",
    seq,
    channelId,
    userId,
    seq,
  ).changes === 1;
}
