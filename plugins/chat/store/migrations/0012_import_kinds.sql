-- Archives of more than one other chat, and a list of what was taken over when.
ALTER TABLE imports ADD COLUMN kind TEXT NOT NULL DEFAULT 'slack';
-- How the file was called that somebody uploaded.
ALTER TABLE imports ADD COLUMN file_name TEXT NOT NULL DEFAULT '';
-- JSON of where the work is, when that is more than one number.
ALTER TABLE imports ADD COLUMN place TEXT;
CREATE INDEX imports_newest ON imports (at, id);

-- Messages of an archive that does not hold them in the order of their times, until they are taken over in that.
CREATE TABLE import_lines (
  n INTEGER PRIMARY KEY,
  import_id TEXT NOT NULL REFERENCES imports (id),
  -- Milliseconds since 1970.
  at INTEGER NOT NULL,
  -- JSON.
  message TEXT NOT NULL
) STRICT;
CREATE INDEX import_lines_order ON import_lines (import_id, at, n);
