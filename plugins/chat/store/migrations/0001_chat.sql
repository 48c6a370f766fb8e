CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- Position of the newest message of all its channels; never goes back.
  seq INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE channels (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  private INTEGER NOT NULL DEFAULT 0,
  topic TEXT NOT NULL DEFAULT '',
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  archived_at TEXT,
  -- Position of its newest message, 0 when it has none.
  last_seq INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX channels_name ON channels (workspace_id, name);

CREATE TABLE members (
  channel_id TEXT NOT NULL REFERENCES channels (id),
  user_id TEXT NOT NULL,
  joined_at TEXT NOT NULL,
  last_read_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (channel_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_user ON members (user_id, channel_id);

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  seq INTEGER NOT NULL,
  text TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_kind TEXT NOT NULL,
  created_at TEXT NOT NULL,
  edited_at TEXT,
  deleted_at TEXT,
  thread_id TEXT REFERENCES messages (id),
  client_id TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_position ON messages (channel_id, seq);
-- Unread counts walk only this one.
CREATE INDEX messages_live ON messages (channel_id, seq) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX messages_client ON messages (author_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_thread ON messages (thread_id, seq) WHERE thread_id IS NOT NULL;

CREATE TABLE reactions (
  message_id TEXT NOT NULL REFERENCES messages (id),
  -- Order in which the emoji first came up on the message.
  n INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;

-- Copy of the host's directory, so that a message is sent without asking the host.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  -- Unknown for someone who was only seen as a caller.
  handle TEXT,
  name TEXT NOT NULL,
  role TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX people_handle ON people (handle) WHERE handle IS NOT NULL;
