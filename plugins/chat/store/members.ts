import type { PluginDatabase } from "@bulkhead/plugin";

export interface MemberRow {
  user_id: string;
  role: "manager" | "member";
  joined_at: string;
  last_read_seq: number;
  muted: 0 | 1;
  starred: 0 | 1;
  notify: "all" | "mentions" | "none" | null;
  hidden_seq: number;
  section_id: string | null;
  place: number;
}

const COLUMNS = "user_id, role, joined_at, last_read_seq, muted, starred, notify, hidden_seq, section_id, place";

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

export function member(db: PluginDatabase, channelId: string, userId: string): MemberRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM members WHERE channel_id = ? AND user_id = ?`, channelId, userId);
}

export function memberIds(db: PluginDatabase, channelId: string): string[] {
  return db.all<{ user_id: string }>("SELECT user_id FROM members WHERE channel_id = ? ORDER BY user_id", channelId)
    .map((row) => row.user_id);
}

/** Members who want to hear of every message: by their choice for the channel, or for all of chat, which nobody is twice. */
export function eagerMembers(db: PluginDatabase, channelId: string, limit: number): string[] {
  return db.all<{ user_id: string }>(
    "SELECT user_id FROM members INDEXED BY members_eager WHERE channel_id = ? AND notify = 'all' UNION ALL " +
      "SELECT p.user_id FROM preferences p INDEXED BY preferences_eager CROSS JOIN members m " +
      "ON m.channel_id = ? AND m.user_id = p.user_id WHERE p.notify = 'all' AND m.notify IS NULL LIMIT ?",
    channelId,
    channelId,
    limit,
  ).map((row) => row.user_id);
}

/** Members in order of id, after one. */
export function membersAfter(
  db: PluginDatabase,
  channelId: string,
  page: { after: string; limit: number },
): MemberRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM members WHERE channel_id = ? AND user_id > ? ORDER BY user_id LIMIT ?`,
    channelId,
    page.after,
    page.limit,
  );
}

/** Do both people share a channel? */
export function shareChannel(db: PluginDatabase, one: string, other: string): boolean {
  return db.get(
    "SELECT 1 FROM members a JOIN members b ON b.channel_id = a.channel_id AND b.user_id = ? WHERE a.user_id = ? LIMIT 1",
    other,
    one,
  ) !== undefined;
}

/** Moves the read marker forward; false when it was there or further already. */
export function markRead(db: PluginDatabase, channelId: string, userId: string, seq: number): boolean {
  return db.run(
    "UPDATE members SET last_read_seq = ?, last_read_at = ? WHERE channel_id = ? AND user_id = ? AND last_read_seq < ?",
    seq,
    new Date().toISOString(),
    channelId,
    userId,
    seq,
  ).changes === 1;
}

/** Puts the read marker somewhere, also back; false when it was there. */
export function putReadMarker(db: PluginDatabase, channelId: string, userId: string, seq: number): boolean {
  return db.run(
    "UPDATE members SET last_read_seq = ? WHERE channel_id = ? AND user_id = ? AND last_read_seq <> ?",
    seq,
    channelId,
    userId,
    seq,
  ).changes === 1;
}

/** What a member changed of how they see the channel, or a manager of what they may. */
export type MemberChange = Partial<
  Pick<MemberRow, "role" | "muted" | "starred" | "notify" | "hidden_seq" | "section_id" | "place">
>;

export function setMember(db: PluginDatabase, channelId: string, row: MemberRow, change: MemberChange): void {
  const next = { ...row, ...change };
  db.run(
    "UPDATE members SET role = ?, muted = ?, starred = ?, notify = ?, hidden_seq = ?, section_id = ?, place = ? " +
      "WHERE channel_id = ? AND user_id = ?",
    next.role,
    next.muted,
    next.starred,
    next.notify,
    next.hidden_seq,
    next.section_id,
    next.place,
    channelId,
    row.user_id,
  );
}

/** Takes the channels of a section out of it. */
export function clearSection(db: PluginDatabase, userId: string, sectionId: string): void {
  db.run("UPDATE members SET section_id = NULL WHERE user_id = ? AND section_id = ?", userId, sectionId);
}
