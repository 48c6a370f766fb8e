-- One row per file that a plugin keeps or that somebody uploaded for it; its bytes lie under their hash.
CREATE TABLE svc_files (
  id TEXT PRIMARY KEY,
  plugin TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  -- owner, role:<role> or room:<id> of the plugin
  audience TEXT NOT NULL,
  -- 0: uploaded, and no plugin has said yet that it keeps it
  kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX svc_files_by_plugin ON svc_files (plugin, id);
CREATE INDEX svc_files_by_hash ON svc_files (sha256);
CREATE INDEX svc_files_pending ON svc_files (created_at) WHERE kept = 0;
CREATE INDEX svc_files_pending_of ON svc_files (owner, plugin) WHERE kept = 0;
