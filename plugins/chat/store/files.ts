import type { PluginDatabase } from "@bulkhead/plugin";

export interface FileRow {
  file_id: string;
  message_id: string;
  channel_id: string;
  seq: number;
  owner_id: string;
}

export function insertFile(
  db: PluginDatabase,
  file: { fileId: string; messageId: string; channelId: string; seq: number; ownerId: string },
): void {
  db.run(
    "INSERT INTO message_files (channel_id, seq, file_id, message_id, owner_id) VALUES (?, ?, ?, ?, ?)",
    file.channelId,
    file.seq,
    file.fileId,
    file.messageId,
    file.ownerId,
  );
}

/** The message on which a file hangs. */
export function fileById(db: PluginDatabase, fileId: string): FileRow | undefined {
  return db.get("SELECT file_id, message_id, channel_id, seq, owner_id FROM message_files WHERE file_id = ?", fileId);
}

/** Files of a channel before a position, the newest first. */
export function filesBefore(
  db: PluginDatabase,
  channelId: string,
  page: { before: number; limit: number },
): FileRow[] {
  return db.all(
    "SELECT file_id, message_id, channel_id, seq, owner_id FROM message_files " +
      "WHERE channel_id = ? AND seq < ? ORDER BY seq DESC, file_id LIMIT ?",
    channelId,
    page.before,
    page.limit,
  );
}
