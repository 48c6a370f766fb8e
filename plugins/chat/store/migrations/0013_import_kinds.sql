-- Archives of more than one other chat, and a list of what was taken over when.
ALTER TABLE imports ADD COLUMN kind TEXT NOT NULL DEFAULT 'slack';
-- How the file was called that somebody uploaded.
ALTER TABLE imports ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
-- JSON of where the work is, when that is more than one number.
ALTER TABLE imports ADD COLUMN place TEXT;
CREATE INDEX imports_newest ON imports (at, id);

-- Messages of an archive that does not hold them in the order of their times, until they are taken over in that: each run was
-- read together and is sorted, some messages in a part.
CREATE TABLE import_parts (
  import_id TEXT NOT NULL REFERENCES imports (id),
  run INTEGER NOT NULL,
  part INTEGER NOT NULL,
  -- Time of its last message, in milliseconds since 1970.
  last_at INTEGER NOT NULL,
  -- JSON.
  messages TEXT NOT NULL,
  PRIMARY KEY (import_id, run, part)
) STRICT;
