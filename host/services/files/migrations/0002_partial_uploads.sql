-- Uploads that come in pieces; what is there of one lies in files/partial under its id, and its length is how far it is.
CREATE TABLE svc_partial_uploads (
  id TEXT PRIMARY KEY,
  plugin TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT,
  length_bytes INTEGER NOT NULL,
  -- The file that it became, once all of it was there.
  file_id TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX svc_partial_uploads_of ON svc_partial_uploads (owner, plugin);
CREATE INDEX svc_partial_uploads_open ON svc_partial_uploads (plugin, length_bytes) WHERE file_id IS NULL;
CREATE INDEX svc_partial_uploads_age ON svc_partial_uploads (created_at);
