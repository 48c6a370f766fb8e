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
  | "reminder"
  | "scheduled"
  | "preferences"
  | "person"
  | "group"
  | "emoji"
  | "workspace";

/** A change as it is kept. Without channel and user it is for everybody who sees public channels. */
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

/** Changes after a position, oldest first. */
export function changesAfter(db: PluginDatabase, seq: number, limit: number): ChangeRow[] {
  return db.all(
    "SELECT seq, kind, ref, channel_id, user_id FROM changes WHERE seq > ? ORDER BY seq LIMIT ?",
    seq,
    limit,
  );
}

/** Forgets changes up to a position; clients that know an older one start anew. */
export function pruneChanges(db: PluginDatabase, workspaceId: string, upTo: number): void {
  db.run("DELETE FROM changes WHERE seq <= ?", upTo);
  db.run("UPDATE workspaces SET changes_from = max(changes_from, ?) WHERE id = ?", upTo, workspaceId);
}
