import type { PluginDatabase } from "@bulkhead/plugin";
import { UNREAD_CAP } from "../domain/unread.ts";

export interface ChannelRow {
  id: string;
  workspace_id: string;
  name: string;
  private: 0 | 1;
  topic: string;
  created_by: string;
  created_at: string;
  archived_at: string | null;
  last_seq: number;
}

/** A channel with what one person sees of it. */
export interface ChannelView extends ChannelRow {
  member_count: number;
  unread: number;
  /** Null when the person is not a member. */
  last_read_seq: number | null;
}

const COLUMNS =
  "c.id, c.workspace_id, c.name, c.private, c.topic, c.created_by, c.created_at, c.archived_at, c.last_seq";

const VIEW = `SELECT ${COLUMNS}, m.last_read_seq,
  (SELECT count(*) FROM members x WHERE x.channel_id = c.id) AS member_count,
  CASE WHEN m.last_read_seq IS NULL THEN 0 ELSE (
    SELECT count(*) FROM (SELECT 1 FROM messages n INDEXED BY messages_live
      WHERE n.channel_id = c.id AND n.seq > m.last_read_seq AND n.deleted_at IS NULL LIMIT ${UNREAD_CAP})
  ) END AS unread
  FROM channels c LEFT JOIN members m ON m.channel_id = c.id AND m.user_id = ?`;

export function insertChannel(
  db: PluginDatabase,
  row: Pick<ChannelRow, "id" | "workspace_id" | "name" | "private" | "topic" | "created_by" | "created_at">,
): void {
  db.run(
    "INSERT INTO channels (id, workspace_id, name, private, topic, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    row.id,
    row.workspace_id,
    row.name,
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

/** By name. Public ones (when `publicToo`) and those of which the person is a member. */
export function listChannels(
  db: PluginDatabase,
  workspaceId: string,
  userId: string,
  options: { publicToo: boolean; joinedOnly: boolean; afterName: string; limit: number },
): ChannelView[] {
  return db.all(
    `${VIEW} WHERE c.workspace_id = ? AND c.name > ?
      AND (m.user_id IS NOT NULL OR (? AND c.private = 0)) ORDER BY c.name LIMIT ?`,
    userId,
    workspaceId,
    options.afterName,
    options.publicToo && !options.joinedOnly ? 1 : 0,
    options.limit,
  );
}

export function setArchivedAt(db: PluginDatabase, channelId: string, archivedAt: string | null): void {
  db.run("UPDATE channels SET archived_at = ? WHERE id = ?", archivedAt, channelId);
}

export function setLastSeq(db: PluginDatabase, channelId: string, seq: number): void {
  db.run("UPDATE channels SET last_seq = ? WHERE id = ?", seq, channelId);
}
