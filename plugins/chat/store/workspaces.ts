import type { PluginDatabase } from "@bulkhead/plugin";

export interface WorkspaceRow {
  id: string;
  name: string;
  description: string;
  seq: number;
  /** Changes after this position are all kept. */
  changes_from: number;
  created_at: string;
}

export function listWorkspaces(db: PluginDatabase): WorkspaceRow[] {
  return db.all("SELECT id, name, description, seq, changes_from, created_at FROM workspaces ORDER BY created_at, id");
}

/** The workspace in which channels are made and found by name; there is one until more can be made. */
export function defaultWorkspace(db: PluginDatabase): WorkspaceRow {
  return listWorkspaces(db)[0]!;
}

/** Its id alone, which is asked for with nearly every call: the oldest is found without sorting. */
export function defaultWorkspaceId(db: PluginDatabase): string {
  return db.get<{ id: string }>("SELECT id, min(created_at) FROM workspaces")!.id;
}

export function insertWorkspace(db: PluginDatabase, row: { id: string; name: string; createdAt: string }): void {
  db.run("INSERT INTO workspaces (id, name, created_at) VALUES (?, ?, ?)", row.id, row.name, row.createdAt);
}

export function setWorkspace(db: PluginDatabase, row: { id: string; name: string; description: string }): void {
  db.run("UPDATE workspaces SET name = ?, description = ? WHERE id = ?", row.name, row.description, row.id);
}

/** Takes the next position in a workspace: each is given out once, also across crashes. */
export function nextSeq(db: PluginDatabase, workspaceId: string): number {
  // Two statements take half as long as one with RETURNING, which gathers its answer in a table of its own.
  db.run("UPDATE workspaces SET seq = seq + 1 WHERE id = ?", workspaceId);
  return db.get<{ seq: number }>("SELECT seq FROM workspaces WHERE id = ?", workspaceId)!.seq;
}
