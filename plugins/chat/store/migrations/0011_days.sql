-- The days of a channel, as they are read over WebDAV: a message belongs to the day (in UTC) of the message that it
-- answers, or to its own.
CREATE TABLE days (
  channel_id TEXT NOT NULL,
  day TEXT NOT NULL,
  -- Between these positions are the messages that begin threads on this day.
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  -- Position of the newest change to anything of the day.
  rev INTEGER NOT NULL,
  changed_at TEXT NOT NULL,
  -- Bytes of its text without the heading; null: not worked out since the last change, 0: nothing is left of it.
  size_bytes INTEGER,
  PRIMARY KEY (channel_id, day)
) STRICT, WITHOUT ROWID;

INSERT INTO days (channel_id, day, first_seq, last_seq, rev, changed_at)
  SELECT r.channel_id, substr(r.created_at, 1, 10), min(r.seq), max(r.seq), max(m.rev),
    max(coalesce(m.deleted_at, m.edited_at, m.created_at))
  FROM messages m JOIN messages r ON r.id = coalesce(m.thread_id, m.id)
  GROUP BY r.channel_id, substr(r.created_at, 1, 10);

-- The name of a file in the folder of its channel: safe to be one, and the only one of its kind there. Given when
-- somebody looks for the first time.
ALTER TABLE message_files ADD COLUMN file_name TEXT;
CREATE UNIQUE INDEX message_files_name ON message_files (channel_id, file_name COLLATE NOCASE)
  WHERE file_name IS NOT NULL;
CREATE INDEX message_files_unnamed ON message_files (channel_id, seq) WHERE file_name IS NULL;
