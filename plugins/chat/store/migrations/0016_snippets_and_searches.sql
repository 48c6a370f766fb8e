-- Texts that somebody keeps to write them again, the same in all workspaces.
CREATE TABLE snippets (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  -- One word, in lower case: it is typed to find the text.
  name TEXT NOT NULL,
  text TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX snippets_name ON snippets (user_id, name);

-- What somebody looked for last in a workspace; only they see it.
CREATE TABLE recent_searches (
  user_id TEXT NOT NULL,
  workspace_id TEXT NOT NULL,
  -- In lower case: the same words in other letters are the same search.
  folded TEXT NOT NULL,
  query TEXT NOT NULL,
  -- Milliseconds since 1970.
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, workspace_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX recent_searches_newest ON recent_searches (user_id, workspace_id, at);
CREATE INDEX recent_searches_workspace ON recent_searches (workspace_id);
