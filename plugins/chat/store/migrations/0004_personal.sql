-- A text that is not sent yet, the same on all devices of its writer.
CREATE TABLE drafts (
  user_id TEXT NOT NULL,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  -- '' outside of threads.
  thread_id TEXT NOT NULL,
  text TEXT NOT NULL,
  rev INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (user_id, channel_id, thread_id)
) STRICT, WITHOUT ROWID;

-- Groups of channels in somebody's sidebar.
CREATE TABLE sections (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  name TEXT NOT NULL,
  emoji TEXT,
  place REAL NOT NULL,
  collapsed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX sections_user ON sections (user_id, place);

CREATE TABLE saved (
  user_id TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages (id),
  saved_at TEXT NOT NULL,
  done_at TEXT,
  -- Orders the list; a position.
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_newest ON saved (user_id, seq);
CREATE INDEX saved_message ON saved (message_id);

CREATE TABLE reminders (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  message_id TEXT,
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  fired_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX reminders_user ON reminders (user_id, at);
CREATE INDEX reminders_due ON reminders (at) WHERE fired_at IS NULL;

CREATE TABLE scheduled (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  -- JSON of who sends: what is sent later is sent in this name.
  actor TEXT NOT NULL,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  thread_id TEXT,
  text TEXT NOT NULL,
  send_at TEXT NOT NULL,
  -- Why it could not be sent.
  error TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX scheduled_user ON scheduled (user_id, send_at);
CREATE INDEX scheduled_due ON scheduled (send_at) WHERE error IS NULL;

-- JSON of what somebody chose that differs from the defaults.
CREATE TABLE preferences (
  user_id TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  -- What of it is asked for at each message.
  notify TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX preferences_eager ON preferences (notify) WHERE notify = 'all';
-- The same for words that somebody wants to hear of, so that a message finds them by its own words.
CREATE TABLE keywords (word TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (word, user_id)) STRICT, WITHOUT ROWID;
CREATE INDEX keywords_user ON keywords (user_id);

-- JSON: title, pronouns, phone, timezone, about.
ALTER TABLE people ADD COLUMN profile TEXT NOT NULL DEFAULT '{}';
ALTER TABLE people ADD COLUMN status_emoji TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN status_text TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN status_until TEXT;
-- "auto", "away" or "dnd"
ALTER TABLE people ADD COLUMN presence TEXT NOT NULL DEFAULT 'auto';
-- Milliseconds since 1970 of the last sign of life, a minute exact.
ALTER TABLE people ADD COLUMN seen_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
CREATE INDEX people_name ON people (name, id);

-- Whose presence somebody has on the screen just now.
CREATE TABLE presence_views (
  viewer_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (user_id, viewer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX presence_views_viewer ON presence_views (viewer_id);
CREATE INDEX presence_views_until ON presence_views (until);

-- Groups of people with a handle of their own.
CREATE TABLE people_groups (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE people_group_members (
  group_id TEXT NOT NULL REFERENCES people_groups (id),
  user_id TEXT NOT NULL,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;

-- Either a picture among the host's files, or another name of an emoji.
CREATE TABLE emoji (
  name TEXT PRIMARY KEY,
  file_id TEXT,
  alias_of TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Links at the top of a channel.
CREATE TABLE bookmarks (
  id TEXT PRIMARY KEY,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  emoji TEXT,
  place REAL NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX bookmarks_channel ON bookmarks (channel_id, place);

-- Which message holds a file.
CREATE TABLE message_files (
  channel_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  file_id TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages (id),
  owner_id TEXT NOT NULL,
  PRIMARY KEY (channel_id, seq, file_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX message_files_file ON message_files (file_id);
CREATE INDEX message_files_message ON message_files (message_id);
