import type { PluginDatabase } from "@bulkhead/plugin";
import type { FileKind } from "../domain/file_kind.ts";

export interface FileRow {
  file_id: string;
  message_id: string;
  channel_id: string;
  seq: number;
  owner_id: string;
}

export function insertFile(
  db: PluginDatabase,
  file: { fileId: string; messageId: string; channelId: string; seq: number; ownerId: string; kind: FileKind },
): void {
  db.run(
    "INSERT INTO message_files (channel_id, seq, file_id, message_id, owner_id, kind) VALUES (?, ?, ?, ?, ?, ?)",
    file.channelId,
    file.seq,
    file.fileId,
    file.messageId,
    file.ownerId,
    file.kind,
  );
}

/** The message on which a file hangs. */
export function fileById(db: PluginDatabase, fileId: string): FileRow | undefined {
  return db.get("SELECT file_id, message_id, channel_id, seq, owner_id FROM message_files WHERE file_id = ?", fileId);
}

/** Takes a file off its message. */
export function deleteFileRow(db: PluginDatabase, fileId: string): void {
  db.run("DELETE FROM message_files WHERE file_id = ?", fileId);
}

/** Files of a channel before a position, the newest first; with a kind only those of it. */
export function filesBefore(
  db: PluginDatabase,
  channelId: string,
  page: { before: number; limit: number; kind?: FileKind },
): FileRow[] {
  if (page.kind !== undefined) {
    return db.all(
      "SELECT file_id, message_id, channel_id, seq, owner_id FROM message_files INDEXED BY message_files_kind " +
        "WHERE channel_id = ? AND kind = ? AND seq < ? ORDER BY seq DESC, file_id LIMIT ?",
      channelId,
      page.kind,
      page.before,
      page.limit,
    );
  }
  return db.all(
    "SELECT file_id, message_id, channel_id, seq, owner_id FROM message_files " +
      "WHERE channel_id = ? AND seq < ? ORDER BY seq DESC, file_id LIMIT ?",
    channelId,
    page.before,
    page.limit,
  );
}

/** A file in the folder of its channel. */
export interface NamedFileRow {
  file_id: string;
  file_name: string;
  /** When the message that holds it was sent. */
  created_at: string;
  /** JSON of all files of that message. */
  files: string;
}

const NAMED = "SELECT f.file_id, f.file_name, m.created_at, m.files FROM message_files f " +
  "JOIN messages m ON m.id = f.message_id WHERE f.channel_id = ? AND f.file_name IS NOT NULL AND m.files IS NOT NULL";

/** Files of a channel by name, after one. */
export function filesByName(db: PluginDatabase, channelId: string, after: string, limit: number): NamedFileRow[] {
  return db.all(
    `${NAMED} AND f.file_name COLLATE NOCASE > ? ORDER BY f.file_name COLLATE NOCASE LIMIT ?`,
    channelId,
    after,
    limit,
  );
}

/** The file of a channel that has this name, whatever its case. */
export function fileByName(db: PluginDatabase, channelId: string, name: string): NamedFileRow | undefined {
  return db.get(`${NAMED} AND f.file_name = ? COLLATE NOCASE`, channelId, name);
}

/** The names of files, by id. */
export function fileNames(db: PluginDatabase, fileIds: string[]): Map<string, string> {
  const rows = db.all<{ file_id: string; file_name: string }>(
    "SELECT file_id, file_name FROM json_each(?) ids JOIN message_files ON file_id = ids.value AND file_name IS NOT NULL",
    JSON.stringify(fileIds),
  );
  return new Map(rows.map((row) => [row.file_id, row.file_name]));
}

/** Files of a channel that have no name yet, the oldest first. */
export function unnamedFiles(
  db: PluginDatabase,
  channelId: string,
  limit: number,
): { file_id: string; seq: number; files: string | null }[] {
  return db.all(
    `SELECT f.file_id, f.seq, m.files FROM message_files f INDEXED BY message_files_unnamed
      JOIN messages m ON m.id = f.message_id
      WHERE f.channel_id = ? AND f.file_name IS NULL ORDER BY f.seq, f.file_id LIMIT ?`,
    channelId,
    limit,
  );
}

/** Gives a file its name; false when another file of the channel has it. */
export function nameFile(db: PluginDatabase, channelId: string, fileId: string, name: string): boolean {
  return db.run(
    `UPDATE OR IGNORE message_files SET file_name = ? WHERE file_id = ?
      AND NOT EXISTS (SELECT 1 FROM message_files o WHERE o.channel_id = ? AND o.file_name = ? COLLATE NOCASE)`,
    name,
    fileId,
    channelId,
    name,
  ).changes === 1;
}
