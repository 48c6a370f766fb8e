import type { PluginDatabase } from "@bulkhead/plugin";
import type { PersonRow } from "./people.ts";

export type WorkspaceRole = "owner" | "admin" | "member";

export interface WorkspaceMemberRow {
  user_id: string;
  role: WorkspaceRole;
  joined_at: string;
}

/** Somebody's role in a workspace that is not the first one; undefined when they are not in it. */
export function workspaceRole(db: PluginDatabase, workspaceId: string, userId: string): WorkspaceRole | undefined {
  return db.get<{ role: WorkspaceRole }>(
    "SELECT role FROM workspace_members WHERE workspace_id = ? AND user_id = ?",
    workspaceId,
    userId,
  )?.role;
}

/** Whether somebody may know of a workspace at all: the first one is everybody's. */
export function isInWorkspace(db: PluginDatabase, workspaceId: string, userId: string): boolean {
  return db.get(
    "SELECT 1 FROM workspaces w WHERE w.id = ? AND w.deleted_at IS NULL AND (w.first = 1 OR EXISTS " +
      "(SELECT 1 FROM workspace_members m WHERE m.workspace_id = w.id AND m.user_id = ?))",
    workspaceId,
    userId,
  ) !== undefined;
}

/** Adds somebody; false when they were in it. */
export function addWorkspaceMember(
  db: PluginDatabase,
  workspaceId: string,
  { user_id, role, joined_at }: WorkspaceMemberRow,
): boolean {
  return db.run(
    "INSERT INTO workspace_members (workspace_id, user_id, role, joined_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
    workspaceId,
    user_id,
    role,
    joined_at,
  ).changes === 1;
}

export function removeWorkspaceMember(db: PluginDatabase, workspaceId: string, userId: string): boolean {
  return db.run(
    "DELETE FROM workspace_members WHERE workspace_id = ? AND user_id = ?",
    workspaceId,
    userId,
  ).changes === 1;
}

export function setWorkspaceRole(db: PluginDatabase, workspaceId: string, userId: string, role: WorkspaceRole): void {
  db.run(
    "UPDATE workspace_members SET role = ? WHERE workspace_id = ? AND user_id = ?",
    role,
    workspaceId,
    userId,
  );
}

/** Everybody who is in it, guests of the host too. */
export function workspaceMemberIds(db: PluginDatabase, workspaceId: string): string[] {
  return db.all<{ user_id: string }>(
    "SELECT user_id FROM workspace_members WHERE workspace_id = ? ORDER BY user_id",
    workspaceId,
  ).map((row) => row.user_id);
}

/** Those of them who see its public channels. */
export function workspaceInsiderIds(db: PluginDatabase, workspaceId: string): string[] {
  return db.all<{ user_id: string }>(
    "SELECT m.user_id FROM workspace_members m LEFT JOIN people p ON p.id = m.user_id " +
      "WHERE m.workspace_id = ? AND coalesce(p.role, 'member') <> 'guest' ORDER BY m.user_id",
    workspaceId,
  ).map((row) => row.user_id);
}

/** Workspaces in which somebody has a row: all of theirs but the first. */
export function workspaceIdsOf(db: PluginDatabase, userId: string): string[] {
  return db.all<{ workspace_id: string }>("SELECT workspace_id FROM workspace_members WHERE user_id = ?", userId)
    .map((row) => row.workspace_id);
}

/** A member with what is known of them; a workflow or plugin has no name here. */
export type NamedMember = WorkspaceMemberRow & Partial<Pick<PersonRow, "name" | "handle">>;

/** Members in order of id after one, whose name, handle or id holds `part`. */
export function workspaceMembersAfter(
  db: PluginDatabase,
  workspaceId: string,
  page: { part: string; after: string; limit: number },
): NamedMember[] {
  return db.all(
    "SELECT m.user_id, m.role, m.joined_at FROM workspace_members m LEFT JOIN people p ON p.id = m.user_id " +
      "WHERE m.workspace_id = ? AND m.user_id > ? AND (instr(lower(coalesce(p.name, m.user_id)), ?) > 0 " +
      "OR instr(coalesce(p.handle, ''), ?) > 0) ORDER BY m.user_id LIMIT ?",
    workspaceId,
    page.after,
    page.part,
    page.part,
    page.limit,
  );
}

export function countWorkspaceMembers(db: PluginDatabase, workspaceId: string): number {
  return db.get<{ n: number }>("SELECT count(*) AS n FROM workspace_members WHERE workspace_id = ?", workspaceId)!.n;
}

/** How many own it: the last one stays. */
export function countWorkspaceOwners(db: PluginDatabase, workspaceId: string): number {
  return db.get<{ n: number }>(
    "SELECT count(*) AS n FROM workspace_members WHERE workspace_id = ? AND role = 'owner'",
    workspaceId,
  )!.n;
}

/** Forgets what somebody has kept of a workspace that they left: drafts, what was to be sent, sections, groups, reminders. */
export function forgetBelongings(db: PluginDatabase, workspaceId: string, userId: string): void {
  const channels = "SELECT id FROM channels WHERE workspace_id = ?";
  for (const table of ["drafts", "scheduled", "thread_members"]) {
    db.run(`DELETE FROM ${table} WHERE user_id = ? AND channel_id IN (${channels})`, userId, workspaceId);
  }
  for (const table of ["sections", "recent_searches"]) {
    db.run(`DELETE FROM ${table} WHERE user_id = ? AND workspace_id = ?`, userId, workspaceId);
  }
  const messages = `SELECT s.id FROM messages s JOIN channels c ON c.id = s.channel_id WHERE c.workspace_id = ?`;
  db.run(
    `DELETE FROM reminders WHERE user_id = ? AND message_id IS NOT NULL AND EXISTS
      (${messages} AND s.id = reminders.message_id)`,
    userId,
    workspaceId,
  );
  db.run(
    "DELETE FROM people_group_members WHERE user_id = ? AND group_id IN " +
      "(SELECT id FROM people_groups WHERE workspace_id = ?)",
    userId,
    workspaceId,
  );
}
