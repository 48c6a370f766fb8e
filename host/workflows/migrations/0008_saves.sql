-- Scripts that somebody saved over RPC: who, and the hash of the text that was saved. A file with another text is the
-- folder's own.
CREATE TABLE wf_saves (
  file TEXT PRIMARY KEY,
  source_hash TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose rights a version has: {"own": user?, "others": [users]} as JSON; NULL for one of the folder's own.
ALTER TABLE wf_versions ADD COLUMN savers TEXT;
