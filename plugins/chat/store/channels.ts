import type { PluginDatabase } from "@bulkhead/plugin";
import { UNREAD_CAP } from "../domain/unread.ts";
import { MENTION_IS_MUTED, MESSAGE_IS_MUTED } from "./mutes.ts";

export type ChannelKind = "channel" | "dm" | "group";

export interface ChannelRow {
  id: string;
  workspace_id: string;
  /** Of a direct conversation a key made of its members. */
  name: string;
  kind: ChannelKind;
  private: 0 | 1;
  topic: string;
  purpose: string;
  posting: "everyone" | "managers";
  created_by: string;
  created_at: string;
  archived_at: string | null;
  last_seq: number;
  rev: number;
}

/** A channel with what one person sees of it. */
export interface ChannelView extends ChannelRow {
  member_count: number;
  unread: number;
  mentions: number;
  /** Null when the person is not a member. */
  last_read_seq: number | null;
  role: "manager" | "member" | null;
  muted: 0 | 1 | null;
  starred: 0 | 1 | null;
  notify: "all" | "mentions" | "none" | null;
  hidden_seq: number | null;
  section_id: string | null;
  place: number | null;
  /** JSON of the members' ids; null for channels. */
  people: string | null;
  /** Names of the others in a direct conversation. */
  others: string | null;
}

const COLUMNS = "c.id, c.workspace_id, c.name, c.kind, c.private, c.topic, c.purpose, c.posting, c.created_by, " +
  "c.created_at, c.archived_at, c.last_seq, c.rev";

/** The unread count of member `m` in channel `c`: what the channel shows after the read marker. */
const UNREAD = `(SELECT count(*) FROM (SELECT 1 FROM messages n INDEXED BY messages_roots
      WHERE n.channel_id = c.id AND n.seq > m.last_read_seq AND n.deleted_at IS NULL
        AND (n.thread_id IS NULL OR n.in_channel = 1) LIMIT ${UNREAD_CAP}))`;
/** The same for who has muted somebody, in a direct conversation: what a muted person writes there is not unread. */
const UNREAD_DIRECT = `(SELECT count(*) FROM (SELECT 1 FROM messages n INDEXED BY messages_roots
      WHERE n.channel_id = c.id AND n.seq > m.last_read_seq AND n.deleted_at IS NULL
        AND (n.thread_id IS NULL OR n.in_channel = 1) AND NOT ${MESSAGE_IS_MUTED("m.user_id")} LIMIT ${UNREAD_CAP}))`;
const MENTIONS = `(SELECT count(*) FROM mentions n
      WHERE n.user_id = m.user_id AND n.channel_id = c.id AND n.seq > m.last_read_seq AND n.thread_id IS NULL
        AND NOT ${MENTION_IS_MUTED("m.user_id")})`;

/** The unread messages and mentions of member `m` in channel `c`, where something came after their read marker. */
export const COUNTED = {
  unread: `CASE WHEN c.kind <> 'channel' AND EXISTS (SELECT 1 FROM mutes y WHERE y.user_id = m.user_id)
    THEN ${UNREAD_DIRECT} ELSE ${UNREAD} END`,
  mentions: MENTIONS,
};

/** Of a conversation whose others have left the workspace its key still says who they were. */
const GONE = `SELECT group_concat(p.name, ', ')
  FROM json_each('["' || replace(substr(c.name, 4), ',', '","') || '"]') ids JOIN people p ON p.id = ids.value
  WHERE p.id IS NOT m.user_id`;

const VIEW =
  `SELECT ${COLUMNS}, m.last_read_seq, m.role, m.muted, m.starred, m.notify, m.hidden_seq, m.section_id, m.place,
  (SELECT count(*) FROM members x WHERE x.channel_id = c.id) AS member_count,
  CASE WHEN m.last_read_seq IS NULL OR c.last_seq <= m.last_read_seq THEN 0 ELSE ${COUNTED.unread} END AS unread,
  CASE WHEN m.last_read_seq IS NULL OR c.last_seq <= m.last_read_seq THEN 0 ELSE ${COUNTED.mentions} END AS mentions,
  CASE WHEN c.kind = 'channel' THEN NULL ELSE
    (SELECT json_group_array(x.user_id) FROM members x WHERE x.channel_id = c.id) END AS people,
  CASE WHEN c.kind = 'channel' THEN NULL ELSE
    coalesce((SELECT group_concat(p.name, ', ') FROM members x JOIN people p ON p.id = x.user_id
      WHERE x.channel_id = c.id AND x.user_id IS NOT m.user_id), (${GONE})) END AS others
  FROM channels c LEFT JOIN members m ON m.channel_id = c.id AND m.user_id = ?`;

export function insertChannel(
  db: PluginDatabase,
  row: Pick<ChannelRow, "id" | "workspace_id" | "name" | "private" | "topic" | "created_by" | "created_at"> & {
    kind?: ChannelKind;
  },
): void {
  db.run(
    "INSERT INTO channels (id, workspace_id, name, kind, private, topic, created_by, created_at) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    row.id,
    row.workspace_id,
    row.name,
    row.kind ?? "channel",
    row.private,
    row.topic,
    row.created_by,
    row.created_at,
  );
}

export function channelById(db: PluginDatabase, id: string): ChannelRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM channels c WHERE c.id = ?`, id);
}

export function channelByName(db: PluginDatabase, workspaceId: string, name: string): ChannelRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM channels c WHERE c.workspace_id = ? AND c.name = ?`, workspaceId, name);
}

export function channelView(db: PluginDatabase, id: string, userId: string): ChannelView {
  return db.get<ChannelView>(`${VIEW} WHERE c.id = ?`, userId, id)!;
}

/** Several channels by id, each as this person sees it. */
export function channelViews(db: PluginDatabase, ids: string[], userId: string): ChannelView[] {
  return db.all(`${VIEW} WHERE c.id IN (SELECT value FROM json_each(?))`, userId, JSON.stringify(ids));
}

export interface ChannelPage {
  /** Public ones too, of which the person is no member. */
  publicToo: boolean;
  joinedOnly: boolean;
  /** Only those whose name holds this. */
  part: string;
  afterName: string;
  limit: number;
}

/** Channels by name, without direct conversations. */
export function listChannels(
  db: PluginDatabase,
  workspaceId: string,
  userId: string,
  page: ChannelPage,
): ChannelView[] {
  return db.all(
    `${VIEW} WHERE c.workspace_id = ? AND c.name > ? AND c.kind = 'channel' AND instr(c.name, ?) > 0
      AND (m.user_id IS NOT NULL OR (? AND c.private = 0)) ORDER BY c.name LIMIT ?`,
    userId,
    workspaceId,
    page.afterName,
    page.part,
    page.publicToo && !page.joinedOnly ? 1 : 0,
    page.limit,
  );
}

/** Everything of a workspace that this person is in, direct conversations too, in order of id. */
export function joinedChannels(db: PluginDatabase, workspaceId: string, userId: string): ChannelView[] {
  return db.all(
    `${VIEW} WHERE c.id IN (SELECT j.channel_id FROM members j WHERE j.user_id = ?) AND +c.workspace_id = ? ORDER BY c.id`,
    userId,
    userId,
    workspaceId,
  );
}

/** Who reads where. */
export interface Reader {
  workspaceId: string;
  userId: string;
  /** Public channels too, of which they are no member. */
  publicToo: boolean;
}

/** Ids of the channels in which this person may read: those joined, and the public ones for who sees them. */
export function readableChannelIds(db: PluginDatabase, { workspaceId, userId, publicToo }: Reader): string[] {
  const joined = "SELECT m.channel_id AS id FROM members m JOIN channels c ON c.id = m.channel_id " +
    "WHERE m.user_id = ? AND +c.workspace_id = ?";
  const sql = `${joined} UNION SELECT id FROM channels WHERE workspace_id = ? AND private = 0`;
  const rows = publicToo
    ? db.all<{ id: string }>(sql, userId, workspaceId, workspaceId)
    : db.all<{ id: string }>(joined, userId, workspaceId);
  return rows.map((row) => row.id);
}

/** Those of these channels that this person may read. */
export function readableOf(db: PluginDatabase, { workspaceId, userId, publicToo }: Reader, ids: string[]): string[] {
  return db.all<{ id: string }>(
    "SELECT c.id FROM json_each(?) ids JOIN channels c ON c.id = ids.value WHERE +c.workspace_id = ? AND " +
      "((? AND c.private = 0) OR EXISTS (SELECT 1 FROM members m WHERE m.channel_id = c.id AND m.user_id = ?))",
    JSON.stringify(ids),
    workspaceId,
    publicToo ? 1 : 0,
    userId,
  ).map((row) => row.id);
}

/** Ids of the channels of a workspace that this person is in. */
export function channelIdsIn(db: PluginDatabase, workspaceId: string, userId: string): string[] {
  return db.all<{ id: string }>(
    "SELECT c.id FROM members m JOIN channels c ON c.id = m.channel_id WHERE m.user_id = ? AND +c.workspace_id = ?",
    userId,
    workspaceId,
  ).map((row) => row.id);
}

/** What members changed of a channel. */
export type ChannelChange = Partial<Pick<ChannelRow, "name" | "topic" | "purpose" | "posting" | "private">>;

export function setChannel(db: PluginDatabase, row: ChannelRow, change: ChannelChange): void {
  const next = { ...row, ...change };
  db.run(
    "UPDATE channels SET name = ?, topic = ?, purpose = ?, posting = ?, private = ? WHERE id = ?",
    next.name,
    next.topic,
    next.purpose,
    next.posting,
    next.private,
    row.id,
  );
}

export function setArchivedAt(db: PluginDatabase, channelId: string, archivedAt: string | null): void {
  db.run("UPDATE channels SET archived_at = ? WHERE id = ?", archivedAt, channelId);
}

export function setLastSeq(db: PluginDatabase, channelId: string, seq: number): void {
  db.run("UPDATE channels SET last_seq = ? WHERE id = ?", seq, channelId);
}

export function setChannelRev(db: PluginDatabase, channelId: string, rev: number): void {
  db.run("UPDATE channels SET rev = ? WHERE id = ?", rev, channelId);
}
