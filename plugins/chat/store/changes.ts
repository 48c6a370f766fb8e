import type { PluginDatabase } from "@bulkhead/plugin";
import { nextSeq } from "./workspaces.ts";

/** What a change is about; `ref` is the id of one of these. */
export type ChangeKind =
  | "message"
  | "channel"
  | "member"
  | "read"
  | "thread"
  | "draft"
  | "section"
  | "saved"
  | "snippet"
  | "reminder"
  | "scheduled"
  | "preferences"
  | "person"
  | "group"
  | "emoji"
  | "workspace";

/** A change as it is kept. Without channel and user it is for everybody who sees public channels of the workspace. */
export interface Change {
  kind: ChangeKind;
  ref: string;
  channelId?: string;
  userId?: string;
}

export interface ChangeRow {
  seq: number;
  kind: ChangeKind;
  ref: string;
  channel_id: string | null;
  user_id: string | null;
}

/** Takes the next position of the workspace for a change and says what it was. */
export function takeSeq(db: PluginDatabase, workspaceId: string, change: Change): number {
  const seq = nextSeq(db, workspaceId);
  db.run(
    "INSERT INTO changes (seq, workspace_id, kind, ref, channel_id, user_id) VALUES (?, ?, ?, ?, ?, ?)",
    seq,
    workspaceId,
    change.kind,
    change.ref,
    change.channelId ?? null,
    change.userId ?? null,
  );
  return seq;
}

/** Changes in a workspace and of people wherever they are, after a position, oldest first. */
export function changesAfter(db: PluginDatabase, workspaceId: string, seq: number, limit: number): ChangeRow[] {
  return db.all(
    `SELECT seq, kind, ref, channel_id, user_id FROM changes WHERE workspace_id = ? AND seq > ?
      UNION ALL SELECT seq, kind, ref, channel_id, user_id FROM changes WHERE workspace_id = '' AND seq > ?
      ORDER BY seq LIMIT ?`,
    workspaceId,
    seq,
    seq,
    limit,
  );
}

/** Whether there are more changes than so many after a position. */
export function moreChangesThan(db: PluginDatabase, workspaceId: string, seq: number, count: number): boolean {
  return db.get(
    "SELECT 1 FROM changes WHERE workspace_id = ? AND seq > ? ORDER BY seq LIMIT 1 OFFSET ?",
    workspaceId,
    seq,
    count,
  ) !== undefined;
}

/** The position up to which changes are older than the newest so many; undefined when there are not more. */
export function oldChanges(db: PluginDatabase, workspaceId: string, kept: number): number | undefined {
  return db.get<{ seq: number }>(
    "SELECT seq FROM changes WHERE workspace_id = ? ORDER BY seq DESC LIMIT 1 OFFSET ?",
    workspaceId,
    kept,
  )?.seq;
}

/** Forgets changes up to a position; clients that know an older one start anew. */
export function pruneChanges(db: PluginDatabase, workspaceId: string, upTo: number): void {
  db.run("DELETE FROM changes WHERE workspace_id = ? AND seq <= ?", workspaceId, upTo);
  db.run("UPDATE workspaces SET changes_from = max(changes_from, ?) WHERE id = ?", upTo, workspaceId);
}
