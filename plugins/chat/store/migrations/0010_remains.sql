-- What was deleted a moment ago, whole, so that whoever deleted it may take that back; after `until` it is gone for good.
CREATE TABLE remains (
  message_id TEXT PRIMARY KEY REFERENCES messages (id),
  deleted_by TEXT NOT NULL,
  -- Milliseconds since 1970.
  until INTEGER NOT NULL,
  -- JSON of everything that a tombstone does not hold.
  what TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX remains_until ON remains (until);
