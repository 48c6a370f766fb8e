import type { PluginDatabase } from "@bulkhead/plugin";
import { fileKind } from "../domain/file_kind.ts";
import type { ImportKind } from "../domain/import_report.ts";
import type { Attachment } from "../domain/message.ts";
import { insertFile } from "./files.ts";

export interface ImportRow {
  id: string;
  file_id: string;
  /** JSON. */
  actor: string;
  state: "running" | "done" | "failed";
  next: number;
  total: number;
  /** JSON. */
  report: string;
  error: string | null;
  at: string;
  kind: ImportKind;
  file_name: string;
  /** JSON of where the work is, when that is more than `next`. */
  place: string | null;
  workspace_id: string;
}

/** Somebody or something of the other chat. */
export interface ImportName {
  id: string | null;
  name: string;
}

const COLUMNS = "id, file_id, actor, state, next, total, report, error, at, kind, file_name, place, workspace_id";

export function importById(db: PluginDatabase, id: string): ImportRow | undefined {
  return db.get(`SELECT ${COLUMNS} FROM imports WHERE id = ?`, id);
}

export function putImport(db: PluginDatabase, row: ImportRow): void {
  db.run(
    `INSERT INTO imports (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, next = excluded.next, total = excluded.total, report = excluded.report, error = excluded.error,
      place = excluded.place`,
    row.id,
    row.file_id,
    row.actor,
    row.state,
    row.next,
    row.total,
    row.report,
    row.error,
    row.at,
    row.kind,
    row.file_name,
    row.place,
    row.workspace_id,
  );
}

/** Whether an archive is just being taken over into a workspace. */
export function hasRunningImport(db: PluginDatabase, workspaceId: string): boolean {
  return db.get(
    "SELECT 1 FROM imports INDEXED BY imports_running WHERE state = 'running' AND workspace_id = ?",
    workspaceId,
  ) !== undefined;
}

/** Imports into a workspace begun before one, or all, the newest first. */
export function importsBefore(
  db: PluginDatabase,
  workspaceId: string,
  before: { at: string; id: string } | undefined,
  limit: number,
): ImportRow[] {
  const { at, id } = before ?? { at: "~", id: "" };
  return db.all(
    `SELECT ${COLUMNS} FROM imports WHERE workspace_id = ? AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?`,
    workspaceId,
    at,
    id,
    limit,
  );
}

/** Some messages of an archive, in the order of their times, until their turn comes. */
export interface ImportPart {
  run: number;
  part: number;
  /** Time of the last one, in milliseconds since 1970. */
  lastAt: number;
  /** JSON. */
  messages: string;
}

export function addPart(db: PluginDatabase, importId: string, { run, part, lastAt, messages }: ImportPart): void {
  db.run(
    "INSERT INTO import_parts (import_id, run, part, last_at, messages) VALUES (?, ?, ?, ?, ?)",
    importId,
    run,
    part,
    lastAt,
    messages,
  );
}

/** The first part of each run that has something of a time or later. */
export function firstParts(db: PluginDatabase, importId: string, at: number): { run: number; part: number }[] {
  return db.all(
    "SELECT run, min(part) AS part FROM import_parts WHERE import_id = ? AND last_at >= ? GROUP BY run",
    importId,
    at,
  );
}

/** The messages of a part, as JSON. */
export function partOf(db: PluginDatabase, importId: string, run: number, part: number): string | undefined {
  const sql = "SELECT messages FROM import_parts WHERE import_id = ? AND run = ? AND part = ?";
  return db.get<{ messages: string }>(sql, importId, run, part)?.messages;
}

/** Removes all of an import, some megabytes in one transaction. */
export function dropParts(db: PluginDatabase, importId: string): void {
  const sql = "DELETE FROM import_parts WHERE rowid IN (SELECT rowid FROM import_parts WHERE import_id = ? LIMIT 500)";
  while (db.run(sql, importId).changes > 0);
}

/** What is here what there: of one kind, in one workspace. */
export interface NameSpace {
  workspaceId: string;
  kind: string;
}

export function importName(db: PluginDatabase, space: NameSpace, foreignId: string): ImportName | undefined {
  return db.get(
    "SELECT id, name FROM import_names WHERE workspace_id = ? AND kind = ? AND foreign_id = ?",
    space.workspaceId,
    space.kind,
    foreignId,
  );
}

export function putImportName(
  db: PluginDatabase,
  { workspaceId, kind }: NameSpace,
  foreignId: string,
  { id, name }: ImportName,
): void {
  db.run(
    "INSERT INTO import_names (workspace_id, kind, foreign_id, id, name) VALUES (?, ?, ?, ?, ?) " +
      "ON CONFLICT (workspace_id, kind, foreign_id) DO UPDATE SET id = excluded.id, name = excluded.name",
    workspaceId,
    kind,
    foreignId,
    id,
    name,
  );
}

/** All names of one kind. */
export function importNames(db: PluginDatabase, { workspaceId, kind }: NameSpace): Map<string, ImportName> {
  const rows = db.all<ImportName & { foreign_id: string }>(
    "SELECT foreign_id, id, name FROM import_names WHERE workspace_id = ? AND kind = ?",
    workspaceId,
    kind,
  );
  return new Map(rows.map(({ foreign_id, id, name }) => [foreign_id, { id, name }]));
}

/** A message as it comes from another chat. */
export interface ImportedMessage {
  id: string;
  channelId: string;
  text: string;
  authorId: string;
  authorName: string;
  authorKind: string;
  createdAt: string;
  editedAt: string | null;
  threadId: string | null;
  inChannel: boolean;
  pinned: boolean;
  reactions: { emoji: string; userId: string }[];
  files?: Attachment[];
}

export function hasMessage(db: PluginDatabase, id: string): boolean {
  return db.get("SELECT 1 FROM messages WHERE id = ?", id) !== undefined;
}

/** What stands where an imported message would stand. */
export function standing(
  db: PluginDatabase,
  id: string,
): { text: string; edited_at: string | null; deleted_at: string | null } | undefined {
  return db.get("SELECT text, edited_at, deleted_at FROM messages WHERE id = ?", id);
}

/** Adds a message at a position, with its reactions; false when it is there already. */
export function insertImported(db: PluginDatabase, row: ImportedMessage, seq: number): boolean {
  const added = db.run(
    "INSERT INTO messages (id, channel_id, seq, rev, text, author_id, author_name, author_kind, created_at, edited_at, " +
      "thread_id, in_channel, pinned_at, pinned_by, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " +
      "ON CONFLICT DO NOTHING",
    row.id,
    row.channelId,
    seq,
    seq,
    row.text,
    row.authorId,
    row.authorName,
    row.authorKind,
    row.createdAt,
    row.editedAt,
    row.threadId,
    row.inChannel ? 1 : 0,
    row.pinned ? row.createdAt : null,
    row.pinned ? row.authorId : null,
    row.files?.length ? JSON.stringify(row.files) : null,
  ).changes === 1;
  if (!added) return false;
  for (const { id: fileId, type } of row.files ?? []) {
    const kind = fileKind(type);
    insertFile(db, { fileId, messageId: row.id, channelId: row.channelId, seq, ownerId: row.authorId, kind });
  }
  for (const [n, { emoji, userId }] of row.reactions.entries()) {
    db.run(
      "INSERT INTO reactions (message_id, n, emoji, user_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      row.id,
      n + 1,
      emoji,
      userId,
    );
  }
  return true;
}

/** Who had read everything in the channel has read what was taken over as well; others keep what is unread to them. */
export function readUpTo(db: PluginDatabase, channelId: string, seq: number): void {
  db.run(
    "UPDATE members SET last_read_seq = max(last_read_seq, ?) WHERE channel_id = ? AND last_read_seq >= " +
      "(SELECT last_seq FROM channels WHERE id = ?)",
    seq,
    channelId,
    channelId,
  );
  db.run("UPDATE channels SET last_seq = max(last_seq, ?) WHERE id = ?", seq, channelId);
}
