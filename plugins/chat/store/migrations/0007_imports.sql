-- Archives of other chats that are taken over, step by step.
CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  file_id TEXT NOT NULL,
  -- JSON of who asked for it.
  actor TEXT NOT NULL,
  state TEXT NOT NULL,
  -- The next of the archive's files; each is taken over in the transaction that moves this on.
  next INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  -- JSON of what came of it.
  report TEXT NOT NULL,
  error TEXT,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is here what there: Slack's users and channels by their ids.
CREATE TABLE import_names (
  kind TEXT NOT NULL,
  foreign_id TEXT NOT NULL,
  -- Id here; null for somebody who is not here.
  id TEXT,
  name TEXT NOT NULL,
  PRIMARY KEY (kind, foreign_id)
) STRICT, WITHOUT ROWID;
