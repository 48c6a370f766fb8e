-- What an owner allowed a workflow beyond calls: hosts, and secrets by name. `hash`: the version that was shown.
CREATE TABLE wf_grants (
  name TEXT PRIMARY KEY,
  net TEXT NOT NULL,
  secrets TEXT NOT NULL,
  hash TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  granted_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A version that waits for its grant.
ALTER TABLE wf_scripts ADD COLUMN pending TEXT REFERENCES wf_versions (hash);
