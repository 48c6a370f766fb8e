-- Values that belong to something else than a secret's name, such as the write-only settings of a plugin; sealed alike.
CREATE TABLE sec_values (
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  nonce BLOB NOT NULL,
  -- JSON.
  sealed BLOB NOT NULL,
  updated_at INTEGER NOT NULL,
  updated_by TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
