-- AES-256-GCM under <data>/keys/secrets.key; the name is authenticated with the value, so that two cannot be swapped.
CREATE TABLE sec_secrets (
  name TEXT PRIMARY KEY,
  nonce BLOB NOT NULL,
  sealed BLOB NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
