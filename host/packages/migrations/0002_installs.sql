-- Packages on this machine: of each plugin the one in use and those before it.
CREATE TABLE pkg_installed (
  plugin TEXT NOT NULL,
  -- SHA-256 of the archive; names the folder in the store
  hash TEXT NOT NULL,
  version TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  manifest_hash TEXT NOT NULL,
  -- SHA-256 of integrity.json, which names the hash of every file
  integrity_hash TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  -- canonical, as it went into the grant hash
  source TEXT NOT NULL,
  source_kind TEXT NOT NULL CHECK (source_kind IN ('registry', 'url', 'file', 'folder')),
  registry_url TEXT,
  registry_name TEXT,
  -- those of its signature; empty when it has none
  publisher TEXT,
  -- raw Ed25519 key in base64
  public_key TEXT,
  fingerprint TEXT,
  grant_hash TEXT NOT NULL,
  installed_at TEXT NOT NULL,
  installed_by TEXT NOT NULL,
  -- when it was taken into use last
  used_at TEXT NOT NULL,
  -- the plugin's data as it was when another version took over: name of a folder
  snapshot TEXT,
  snapshot_at TEXT,
  snapshot_bytes INTEGER,
  PRIMARY KEY (plugin, hash)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX pkg_installed_active ON pkg_installed (plugin) WHERE active = 1;

-- To whom an id belongs, for ever: the registry and the key from which it was first installed.
CREATE TABLE pkg_pins (
  plugin TEXT PRIMARY KEY,
  -- missing until it comes from a registry
  registry_url TEXT,
  public_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  pinned_at TEXT NOT NULL,
  pinned_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The last version of a plugin that was taken into use and taken back.
CREATE TABLE pkg_undone (
  plugin TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  version TEXT NOT NULL,
  undone_at TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The one work on a plugin's package and data that is under way; what is left of it at a start is undone or finished.
CREATE TABLE pkg_work (
  plugin TEXT PRIMARY KEY,
  work TEXT NOT NULL CHECK (work IN ('install', 'update', 'rollback', 'uninstall')),
  -- stop: nothing has changed; aside: its data is being put aside; start: the other version may be writing;
  -- remove: it is gone, its files may not be
  stage TEXT NOT NULL CHECK (stage IN ('stop', 'aside', 'start', 'remove')),
  -- version that it is to have, for people
  version TEXT NOT NULL,
  -- folder into which its data is put before the other version starts
  aside TEXT,
  had_data INTEGER NOT NULL CHECK (had_data IN (0, 1)),
  delete_data INTEGER NOT NULL CHECK (delete_data IN (0, 1)),
  begun_at TEXT NOT NULL,
  begun_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
