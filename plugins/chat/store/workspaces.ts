import type { PluginDatabase } from "@bulkhead/plugin";
import { COUNTED } from "./channels.ts";

export interface WorkspaceRow {
  id: string;
  name: string;
  /** In addresses and over WebDAV; nobody else's. */
  slug: string;
  description: string;
  access: "open" | "closed";
  created_by: string;
  /** The one that everybody with an account is in. */
  first: 0 | 1;
  seq: number;
  /** Changes after this position are all kept. */
  changes_from: number;
  created_at: string;
}

/** No workspace: what belongs to people wherever they are takes its positions here. */
export const EVERYWHERE = "";

const COLUMNS = "id, name, slug, description, access, created_by, first, seq, changes_from, created_at";

/** All that are there, the oldest first. */
export function listWorkspaces(db: PluginDatabase): WorkspaceRow[] {
  return db.all(
    `SELECT ${COLUMNS} FROM workspaces WHERE id <> '' AND deleted_at IS NULL ORDER BY first DESC, created_at, id`,
  );
}

/** The first workspace, which is meant where none is named. */
export function defaultWorkspace(db: PluginDatabase): WorkspaceRow {
  return db.get<WorkspaceRow>(`SELECT ${COLUMNS} FROM workspaces WHERE first = 1`)!;
}

/** Its id alone, which is asked for with nearly every call. */
export function defaultWorkspaceId(db: PluginDatabase): string {
  return db.get<{ id: string }>("SELECT id FROM workspaces WHERE first = 1")!.id;
}

/** A workspace by id or slug. */
export function workspaceBy(db: PluginDatabase, ref: string): WorkspaceRow | undefined {
  if (ref === EVERYWHERE) return undefined;
  return db.get<WorkspaceRow>(`SELECT ${COLUMNS} FROM workspaces WHERE id = ? AND deleted_at IS NULL`, ref) ??
    db.get(`SELECT ${COLUMNS} FROM workspaces WHERE slug = ? AND slug <> '' AND deleted_at IS NULL`, ref);
}

export function isFirst(db: PluginDatabase, id: string): boolean {
  return db.get("SELECT 1 FROM workspaces WHERE id = ? AND first = 1", id) !== undefined;
}

export function hasSlug(db: PluginDatabase, slug: string): boolean {
  return db.get("SELECT 1 FROM workspaces WHERE slug = ? AND slug <> ''", slug) !== undefined;
}

export function insertWorkspace(
  db: PluginDatabase,
  row: Omit<WorkspaceRow, "seq" | "changes_from">,
): void {
  // Whoever names a position from before it was there does not know it.
  db.run(
    "INSERT INTO workspaces (id, name, slug, description, access, created_by, first, created_at, changes_from) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT max(seq) FROM workspaces))",
    row.id,
    row.name,
    row.slug,
    row.description,
    row.access,
    row.created_by,
    row.first,
    row.created_at,
  );
}

export function setWorkspace(
  db: PluginDatabase,
  row: Pick<WorkspaceRow, "id" | "name" | "slug" | "description" | "access">,
): void {
  db.run(
    "UPDATE workspaces SET name = ?, slug = ?, description = ?, access = ? WHERE id = ?",
    row.name,
    row.slug,
    row.description,
    row.access,
    row.id,
  );
}

/** From now on it is not there for anybody; what is in it is removed afterwards. */
export function markWorkspaceDeleted(db: PluginDatabase, id: string, at: string): void {
  db.run("UPDATE workspaces SET deleted_at = ?, slug = '' WHERE id = ?", at, id);
}

/** One that is deleted and not quite gone yet. */
export function deletedWorkspace(db: PluginDatabase): string | undefined {
  return db.get<{ id: string }>(
    "SELECT id FROM workspaces INDEXED BY workspaces_gone WHERE deleted_at IS NOT NULL LIMIT 1",
  )?.id;
}

/**
 * Takes the next position in a workspace: each is given out once, also across crashes, whatever workspace it is of. In each
 * they only grow.
 */
export function nextSeq(db: PluginDatabase, workspaceId: string): number {
  // Two statements take half as long as one with RETURNING, which gathers its answer in a table of its own.
  db.run("UPDATE workspaces SET seq = (SELECT max(seq) FROM workspaces) + 1 WHERE id = ?", workspaceId);
  return db.get<{ seq: number }>("SELECT seq FROM workspaces WHERE id = ?", workspaceId)!.seq;
}

/** Takes so many positions at once; answers the first. */
export function nextSeqs(db: PluginDatabase, workspaceId: string, count: number): number {
  db.run("UPDATE workspaces SET seq = (SELECT max(seq) FROM workspaces) + ? WHERE id = ?", count, workspaceId);
  return db.get<{ seq: number }>("SELECT seq FROM workspaces WHERE id = ?", workspaceId)!.seq - count + 1;
}

/** Where a client in a workspace is that knows everything: its own newest change, or one of people wherever they are. */
export function positionIn(db: PluginDatabase, workspaceId: string): { seq: number; changesFrom: number } {
  const { seq, changes_from } = db.get<{ seq: number; changes_from: number }>(
    "SELECT max(seq) AS seq, max(changes_from) AS changes_from FROM workspaces WHERE id IN (?, '')",
    workspaceId,
  )!;
  return { seq, changesFrom: changes_from };
}

/** What is unread in each workspace of somebody's, muted channels left out. */
export interface WorkspaceCounts {
  workspace_id: string;
  unread: number;
  mentions: number;
}

export function countsByWorkspace(db: PluginDatabase, userId: string): WorkspaceCounts[] {
  return db.all(
    `SELECT workspace_id, sum(unread) AS unread, sum(CASE WHEN kind = 'channel' THEN mentions ELSE unread END) AS mentions
      FROM (SELECT c.workspace_id, c.kind,
        ${COUNTED.unread} AS unread, ${COUNTED.mentions} AS mentions
        FROM members m JOIN channels c ON c.id = m.channel_id
        WHERE m.user_id = ? AND m.muted = 0 AND c.archived_at IS NULL AND c.last_seq > m.last_read_seq)
      GROUP BY workspace_id`,
    userId,
  );
}

/** How much there is in a workspace. */
export interface WorkspaceStats {
  channels: number;
  privateChannels: number;
  directs: number;
  messages: number;
  files: number;
}

/** Counts what is in a workspace, channel by channel. */
export function workspaceStats(db: PluginDatabase, workspaceId: string): WorkspaceStats {
  return db.get<WorkspaceStats>(
    `SELECT coalesce(sum(kind = 'channel' AND private = 0), 0) AS channels,
      coalesce(sum(kind = 'channel' AND private = 1), 0) AS privateChannels,
      coalesce(sum(kind <> 'channel'), 0) AS directs,
      coalesce(sum((SELECT count(*) FROM messages m INDEXED BY messages_roots WHERE m.channel_id = c.id
          AND (m.thread_id IS NULL OR m.in_channel = 1) AND m.deleted_at IS NULL)
        + (SELECT count(*) FROM messages m INDEXED BY messages_within WHERE m.channel_id = c.id
          AND m.thread_id IS NOT NULL AND m.in_channel = 0 AND m.deleted_at IS NULL)), 0) AS messages,
      coalesce(sum((SELECT count(*) FROM message_files f WHERE f.channel_id = c.id)), 0) AS files
      FROM channels c WHERE c.workspace_id = ?`,
    workspaceId,
  )!;
}
