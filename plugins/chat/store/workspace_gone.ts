import type { PluginDatabase } from "@bulkhead/plugin";

/** Some channels of a workspace, direct conversations too. */
export function channelsOf(db: PluginDatabase, workspaceId: string, limit: number): string[] {
  return db.all<{ id: string }>(
    "SELECT id FROM channels WHERE workspace_id = ? ORDER BY name LIMIT ?",
    workspaceId,
    limit,
  )
    .map((row) => row.id);
}

/** Nothing is told, taken or written any more in a workspace that is going. */
export function closeWays(db: PluginDatabase, workspaceId: string): void {
  const channels = "SELECT id FROM channels WHERE workspace_id = ?";
  db.run(`DELETE FROM incoming_hooks WHERE channel_id IN (${channels})`, workspaceId);
  db.run(
    `DELETE FROM outgoing_deliveries WHERE hook_id IN
      (SELECT id FROM outgoing_hooks WHERE channel_id IN (${channels}))`,
    workspaceId,
  );
  db.run(`DELETE FROM outgoing_hooks WHERE channel_id IN (${channels})`, workspaceId);
  db.run("UPDATE channels SET archived_at = ? WHERE workspace_id = ?", new Date().toISOString(), workspaceId);
  db.run("UPDATE imports SET state = 'failed', error = 'The workspace is deleted' WHERE workspace_id = ?", workspaceId);
}

/** Removes a workspace without channels and what else is of it; answers the files of its emoji. */
export function emptyWorkspace(db: PluginDatabase, id: string): string[] {
  const files = db.all<{ file_id: string }>(
    "SELECT file_id FROM emoji WHERE workspace_id = ? AND file_id IS NOT NULL",
    id,
  ).map((row) => row.file_id);
  db.run(
    "DELETE FROM people_group_members WHERE group_id IN (SELECT id FROM people_groups WHERE workspace_id = ?)",
    id,
  );
  for (
    const table of ["people_groups", "emoji", "import_names", "workspace_members", "changes", "recent_searches"]
  ) {
    db.run(`DELETE FROM ${table} WHERE workspace_id = ?`, id);
  }
  db.run("DELETE FROM import_parts WHERE import_id IN (SELECT id FROM imports WHERE workspace_id = ?)", id);
  db.run("DELETE FROM imports WHERE workspace_id = ?", id);
  db.run("DELETE FROM search_keys WHERE key = 'w:' || ?", id);
  db.run("DELETE FROM gone_channels WHERE workspace_id = ? AND emptied = 1", id);
  db.run("DELETE FROM workspaces WHERE id = ?", id);
  return files;
}
