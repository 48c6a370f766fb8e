-- Messages that somebody reported, until they are resolved and after that. What a message said is kept as it was when it was
-- reported: whoever resolves it may not be in its channel, and its author may change or delete it meanwhile.
CREATE TABLE reported (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  -- Position at which it was first reported; orders the list.
  seq INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_kind TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  text TEXT NOT NULL,
  -- JSON of the attached files.
  files TEXT,
  -- "open", "dismissed" or "deleted"
  state TEXT NOT NULL DEFAULT 'open',
  note TEXT NOT NULL DEFAULT '',
  resolved_by TEXT,
  resolved_name TEXT,
  resolved_at TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX reported_message ON reported (message_id) WHERE state = 'open';
CREATE INDEX reported_newest ON reported (workspace_id, seq);
CREATE INDEX reported_open ON reported (workspace_id, seq) WHERE state = 'open';
CREATE INDEX reported_resolved ON reported (workspace_id, seq) WHERE state <> 'open';
CREATE INDEX reported_age ON reported (sent_at);

-- Who reported it and why, each person once.
CREATE TABLE reports (
  message_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  user_name TEXT NOT NULL,
  reported_id TEXT NOT NULL REFERENCES reported (id),
  reason TEXT NOT NULL,
  comment TEXT NOT NULL,
  -- What it said to this person; null: what is kept above.
  text TEXT,
  at TEXT NOT NULL,
  PRIMARY KEY (message_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX reports_of ON reports (reported_id, at);

-- Whose messages call somebody no more.
CREATE TABLE mutes (
  user_id TEXT NOT NULL,
  muted_id TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (user_id, muted_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mutes_muted ON mutes (muted_id);

-- Deleted channels. Their rows in channels stay, in no workspace; what is in them goes little by little.
CREATE TABLE gone_channels (
  channel_id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL,
  -- Position of the deletion.
  rev INTEGER NOT NULL,
  -- JSON of the ids of who was in it: they learn of it when they resume.
  members TEXT NOT NULL,
  -- 1: there is nothing left of it.
  emptied INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX gone_channels_full ON gone_channels (emptied) WHERE emptied = 0;
CREATE INDEX gone_channels_rev ON gone_channels (workspace_id, rev);
CREATE INDEX drafts_channel ON drafts (channel_id);
CREATE INDEX scheduled_channel ON scheduled (channel_id);
CREATE INDEX invocations_channel ON invocations (channel_id);
CREATE INDEX reminders_message ON reminders (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX imports_running ON imports (workspace_id) WHERE state = 'running';
CREATE INDEX import_names_id ON import_names (id) WHERE id IS NOT NULL;

-- Channels that are written into a file for whoever asked, in the background.
CREATE TABLE exports (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  -- JSON of who asked: what is written is what they may read.
  actor TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  format TEXT NOT NULL,
  -- "running", "done" or "failed"
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  error TEXT,
  file_id TEXT,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX exports_user ON exports (user_id, channel_id, at);
CREATE INDEX exports_running ON exports (at) WHERE state = 'running';
CREATE INDEX exports_age ON exports (at);
