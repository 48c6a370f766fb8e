-- Slash commands of plugins, workflows and other servers.
CREATE TABLE commands (
  name TEXT PRIMARY KEY,
  owner_id TEXT NOT NULL,
  owner_name TEXT NOT NULL,
  description TEXT NOT NULL,
  usage TEXT NOT NULL,
  -- Another server that is asked; null: the owner hears of chat.command.invoked.
  url TEXT,
  -- Shown once, when the command is registered: that server knows by it who asks.
  token TEXT,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A command that somebody ran; its id lets the owner answer, for a while.
CREATE TABLE invocations (
  id TEXT PRIMARY KEY,
  command TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  thread_id TEXT,
  answers INTEGER NOT NULL DEFAULT 0,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invocations_at ON invocations (at);

-- Addresses at which other systems write into a channel. Of the secret part only a hash is kept.
CREATE TABLE incoming_hooks (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  token_hash TEXT NOT NULL UNIQUE,
  last4 TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Other servers that are told of messages in a channel.
CREATE TABLE outgoing_hooks (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  -- JSON: a message has to begin with one of these words; none: every message.
  words TEXT NOT NULL,
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_hooks_channel ON outgoing_hooks (channel_id);

CREATE TABLE outgoing_deliveries (
  id TEXT PRIMARY KEY,
  hook_id TEXT NOT NULL,
  body TEXT NOT NULL,
  at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- When it is tried next; null: it has arrived, or was given up.
  next_at TEXT,
  status INTEGER,
  error TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_deliveries_hook ON outgoing_deliveries (hook_id, id);
CREATE INDEX outgoing_deliveries_due ON outgoing_deliveries (next_at) WHERE next_at IS NOT NULL;
