-- What is pinned of each registry. One that was removed stays as a row: added again with the same key, its index may
-- still not be older than what was seen.
CREATE TABLE pkg_registries (
  url TEXT PRIMARY KEY,
  -- added: by an admin; used: something was installed from it; removed
  state TEXT NOT NULL CHECK (state IN ('added', 'used', 'removed')),
  name TEXT NOT NULL,
  -- raw Ed25519 key in base64
  public_key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  -- highest revision that was seen, and the index that had it
  revision INTEGER NOT NULL,
  index_sha256 TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  -- 1: it was at a private address when an admin added it, and only then may it be
  private INTEGER NOT NULL,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL,
  checked_at TEXT NOT NULL,
  problem TEXT
) STRICT, WITHOUT ROWID;

-- Publishers that the organisation trusts.
CREATE TABLE pkg_publishers (
  public_key TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
