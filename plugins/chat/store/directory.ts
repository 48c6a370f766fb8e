import type { PluginDatabase } from "@bulkhead/plugin";

export interface GroupRow {
  id: string;
  workspace_id: string;
  handle: string;
  name: string;
  description: string;
  created_by: string;
}

export interface EmojiRow {
  workspace_id: string;
  name: string;
  file_id: string | null;
  alias_of: string | null;
  created_by: string;
  created_at: string;
}

const GROUP = "id, workspace_id, handle, name, description, created_by";

/** Groups of a workspace by handle after one. */
export function groupsAfter(db: PluginDatabase, workspaceId: string, handle: string, limit: number): GroupRow[] {
  return db.all(
    `SELECT ${GROUP} FROM people_groups WHERE workspace_id = ? AND handle > ? ORDER BY handle LIMIT ?`,
    workspaceId,
    handle,
    limit,
  );
}

export function groupById(db: PluginDatabase, id: string): GroupRow | undefined {
  return db.get(`SELECT ${GROUP} FROM people_groups WHERE id = ?`, id);
}

export function groupByHandle(db: PluginDatabase, workspaceId: string, handle: string): GroupRow | undefined {
  return db.get(`SELECT ${GROUP} FROM people_groups WHERE workspace_id = ? AND handle = ?`, workspaceId, handle);
}

export function putGroup(db: PluginDatabase, row: GroupRow): void {
  db.run(
    `INSERT INTO people_groups (${GROUP}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id)
      DO UPDATE SET handle = excluded.handle, name = excluded.name, description = excluded.description`,
    row.id,
    row.workspace_id,
    row.handle,
    row.name,
    row.description,
    row.created_by,
  );
}

export function deleteGroup(db: PluginDatabase, id: string): void {
  db.run("DELETE FROM people_group_members WHERE group_id = ?", id);
  db.run("DELETE FROM people_groups WHERE id = ?", id);
}

export function groupMembers(db: PluginDatabase, id: string): string[] {
  return db.all<{ user_id: string }>(
    "SELECT user_id FROM people_group_members WHERE group_id = ? ORDER BY user_id",
    id,
  ).map((row) => row.user_id);
}

export function setGroupMembers(db: PluginDatabase, id: string, userIds: string[]): void {
  db.run("DELETE FROM people_group_members WHERE group_id = ?", id);
  for (const userId of userIds) {
    db.run("INSERT INTO people_group_members (group_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING", id, userId);
  }
}

const EMOJI = "workspace_id, name, file_id, alias_of, created_by, created_at";

export function emojiAfter(db: PluginDatabase, workspaceId: string, name: string, limit: number): EmojiRow[] {
  return db.all(
    `SELECT ${EMOJI} FROM emoji WHERE workspace_id = ? AND name > ? ORDER BY name LIMIT ?`,
    workspaceId,
    name,
    limit,
  );
}

export function emojiByName(db: PluginDatabase, workspaceId: string, name: string): EmojiRow | undefined {
  return db.get(`SELECT ${EMOJI} FROM emoji WHERE workspace_id = ? AND name = ?`, workspaceId, name);
}

export function insertEmoji(db: PluginDatabase, row: EmojiRow): void {
  db.run(
    `INSERT INTO emoji (${EMOJI}) VALUES (?, ?, ?, ?, ?, ?)`,
    row.workspace_id,
    row.name,
    row.file_id,
    row.alias_of,
    row.created_by,
    row.created_at,
  );
}

export function deleteEmoji(db: PluginDatabase, workspaceId: string, name: string): void {
  db.run("DELETE FROM emoji WHERE workspace_id = ? AND name = ?", workspaceId, name);
}
