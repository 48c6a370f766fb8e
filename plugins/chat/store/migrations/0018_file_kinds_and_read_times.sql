-- What a file is to people who look for one, as domain/file_kind.ts says it.
ALTER TABLE message_files ADD COLUMN kind TEXT NOT NULL DEFAULT 'other';
UPDATE message_files SET kind = (
  SELECT CASE
    WHEN type GLOB 'image/*' THEN 'image'
    WHEN type GLOB 'video/*' THEN 'video'
    WHEN type GLOB 'audio/*' THEN 'audio'
    WHEN type GLOB 'text/javascript*' THEN 'other'
    WHEN type GLOB 'text/*' OR type GLOB 'application/pdf*' OR type GLOB 'application/rtf*' OR type GLOB 'application/msword*'
      OR type GLOB 'application/vnd.ms-*' OR type GLOB 'application/vnd.openxmlformats-*'
      OR type GLOB 'application/vnd.oasis.opendocument.*' OR type GLOB 'application/epub+zip*'
      OR type GLOB 'application/vnd.apple.*' THEN 'document'
    WHEN replace(type, '/x-', '/') IN ('application/zip', 'application/zip-compressed', 'application/gzip', 'application/tar',
      'application/gtar', 'application/7z-compressed', 'application/rar', 'application/rar-compressed', 'application/vnd.rar',
      'application/bzip', 'application/bzip2', 'application/xz', 'application/zstd', 'application/compress',
      'application/compressed', 'application/java-archive', 'application/cpio', 'application/lzip') THEN 'archive'
    ELSE 'other' END
  FROM (SELECT coalesce(each.value ->> 'type', '') AS type FROM messages m, json_each(m.files) each
    WHERE m.id = message_files.message_id AND each.value ->> 'id' = message_files.file_id)
) WHERE EXISTS (SELECT 1 FROM messages m, json_each(m.files) each
  WHERE m.id = message_files.message_id AND each.value ->> 'id' = message_files.file_id);
CREATE INDEX message_files_kind ON message_files (channel_id, kind, seq);

-- When somebody read there last: ISO 8601. Unknown of what was read before this column came.
ALTER TABLE members ADD COLUMN last_read_at TEXT;
ALTER TABLE thread_members ADD COLUMN last_read_at TEXT;
