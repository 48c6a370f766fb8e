-- Times are milliseconds since 1970. Tokens are kept as SHA-256 in hex; the tokens themselves are nowhere.
CREATE TABLE id_users (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'guest', 'agent')),
  disabled INTEGER NOT NULL DEFAULT 0,
  -- scrypt with its parameters; NULL: this person cannot sign in with a password.
  password TEXT,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who somebody is elsewhere: the name that a proxy sends.
CREATE TABLE id_links (
  provider TEXT NOT NULL,
  subject TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES id_users (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (provider, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE id_sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES id_users (id) ON DELETE CASCADE,
  -- A session counts only in the mode in which it was made.
  mode TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX id_sessions_user ON id_sessions (user_id);

CREATE TABLE id_tokens (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES id_users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- The most that the token may do; never more than its user.
  role TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- NULL: does not expire.
  expires_at INTEGER,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX id_tokens_user ON id_tokens (user_id);

-- Invitations of new people, and links by which somebody known sets a new password (user_id is set).
CREATE TABLE id_invitations (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT REFERENCES id_users (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  handle TEXT,
  name TEXT,
  email TEXT,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE id_audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  caller_kind TEXT NOT NULL,
  caller_id TEXT NOT NULL,
  caller_name TEXT NOT NULL,
  role TEXT NOT NULL,
  through TEXT,
  method TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT,
  trace_id TEXT NOT NULL
) STRICT;
CREATE INDEX id_audit_caller ON id_audit (caller_id, id);
CREATE INDEX id_audit_method ON id_audit (method, id);
