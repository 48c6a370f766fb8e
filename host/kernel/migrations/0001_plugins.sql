-- What an administrator has decided about each plugin; a plugin without a row has not been seen before.
CREATE TABLE ker_plugins (
  id TEXT PRIMARY KEY,
  enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

-- What a plugin was granted: by whom, when, on which manifest, and the entries themselves (JSON).
CREATE TABLE ker_grants (
  plugin TEXT PRIMARY KEY,
  manifest_hash TEXT NOT NULL,
  entries TEXT NOT NULL,
  granted_at TEXT NOT NULL,
  granted_by TEXT NOT NULL
) STRICT;

-- A plugin's settings (JSON), as its manifest's schema describes them.
CREATE TABLE ker_settings (
  plugin TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;
