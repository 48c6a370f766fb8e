-- A message lies under its position instead of its id. What is read is read by position: a channel's page, what came since,
-- what the search found. And each index carries the position instead of forty characters, so that a message costs half as
-- much to write. Tables that name messages are made anew, since they must name the new one while the old one goes.
CREATE TABLE messages_new (
  -- Position in its workspace, in the order in which messages were sent.
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  channel_id TEXT NOT NULL REFERENCES channels (id),
  author_id TEXT NOT NULL,
  author_name TEXT NOT NULL,
  author_kind TEXT NOT NULL,
  created_at TEXT NOT NULL,
  edited_at TEXT,
  deleted_at TEXT,
  thread_id TEXT REFERENCES messages_new (id),
  client_id TEXT,
  -- Position of the message's newest change.
  rev INTEGER NOT NULL DEFAULT 0,
  -- Grows with each edit of the text.
  version INTEGER NOT NULL DEFAULT 1,
  -- 1: an answer in a thread that the channel shows as well.
  in_channel INTEGER NOT NULL DEFAULT 0,
  -- "channel" or "here" when it calls everybody.
  broadcast TEXT,
  pinned_at TEXT,
  pinned_by TEXT,
  -- 1: its writer is still writing it, piece by piece.
  streaming INTEGER NOT NULL DEFAULT 0,
  text TEXT NOT NULL,
  -- JSON of the attached files, of the buttons, of who pressed one, and of the approval that it shows.
  files TEXT,
  actions TEXT,
  acted TEXT,
  approval TEXT
) STRICT;
INSERT INTO messages_new (seq, id, channel_id, author_id, author_name, author_kind, created_at, edited_at, deleted_at,
    thread_id, client_id, rev, version, in_channel, broadcast, pinned_at, pinned_by, streaming, text, files, actions, acted,
    approval)
  SELECT seq, id, channel_id, author_id, author_name, author_kind, created_at, edited_at, deleted_at,
    thread_id, client_id, rev, version, in_channel, broadcast, pinned_at, pinned_by, streaming, text, files, actions, acted,
    approval FROM messages ORDER BY seq;

CREATE TABLE reactions_new (
  message_id TEXT NOT NULL REFERENCES messages_new (id),
  -- Order in which the emoji first came up on the message.
  n INTEGER NOT NULL,
  emoji TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (message_id, emoji, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO reactions_new SELECT message_id, n, emoji, user_id FROM reactions;
DROP TABLE reactions;
ALTER TABLE reactions_new RENAME TO reactions;

CREATE TABLE message_versions_new (
  message_id TEXT NOT NULL REFERENCES messages_new (id),
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (message_id, version)
) STRICT, WITHOUT ROWID;
INSERT INTO message_versions_new SELECT message_id, version, text, at FROM message_versions;
DROP TABLE message_versions;
ALTER TABLE message_versions_new RENAME TO message_versions;

CREATE TABLE thread_members_new (
  user_id TEXT NOT NULL,
  root_id TEXT NOT NULL REFERENCES messages_new (id),
  channel_id TEXT NOT NULL,
  -- 0: somebody who was in it and does not want to hear of it any more.
  following INTEGER NOT NULL,
  last_read_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, root_id)
) STRICT, WITHOUT ROWID;
INSERT INTO thread_members_new SELECT user_id, root_id, channel_id, following, last_read_seq FROM thread_members;
DROP TABLE thread_members;
ALTER TABLE thread_members_new RENAME TO thread_members;
CREATE INDEX thread_members_root ON thread_members (root_id, following);

CREATE TABLE approvals_new (
  run TEXT NOT NULL,
  step TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages_new (id),
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;
INSERT INTO approvals_new SELECT run, step, message_id FROM approvals;
DROP TABLE approvals;
ALTER TABLE approvals_new RENAME TO approvals;

CREATE TABLE saved_new (
  user_id TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages_new (id),
  saved_at TEXT NOT NULL,
  done_at TEXT,
  -- Orders the list; a position.
  seq INTEGER NOT NULL,
  PRIMARY KEY (user_id, message_id)
) STRICT, WITHOUT ROWID;
INSERT INTO saved_new SELECT user_id, message_id, saved_at, done_at, seq FROM saved;
DROP TABLE saved;
ALTER TABLE saved_new RENAME TO saved;
CREATE INDEX saved_newest ON saved (user_id, seq);
CREATE INDEX saved_message ON saved (message_id);

CREATE TABLE message_files_new (
  channel_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  file_id TEXT NOT NULL,
  message_id TEXT NOT NULL REFERENCES messages_new (id),
  owner_id TEXT NOT NULL,
  PRIMARY KEY (channel_id, seq, file_id)
) STRICT, WITHOUT ROWID;
INSERT INTO message_files_new SELECT channel_id, seq, file_id, message_id, owner_id FROM message_files;
DROP TABLE message_files;
ALTER TABLE message_files_new RENAME TO message_files;
CREATE UNIQUE INDEX message_files_file ON message_files (file_id);
CREATE INDEX message_files_message ON message_files (message_id);

DROP TABLE messages;
ALTER TABLE messages_new RENAME TO messages;
-- Each message is in one of two: what the channel itself shows, and answers that only their thread shows. Unread counts walk
-- the first, which says what was deleted.
CREATE INDEX messages_roots ON messages (channel_id, seq, deleted_at) WHERE thread_id IS NULL OR in_channel = 1;
CREATE INDEX messages_within ON messages (channel_id, seq) WHERE thread_id IS NOT NULL AND in_channel = 0;
CREATE INDEX messages_thread ON messages (thread_id, seq, deleted_at) WHERE thread_id IS NOT NULL;
CREATE UNIQUE INDEX messages_client ON messages (author_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX messages_pinned ON messages (channel_id, pinned_at) WHERE pinned_at IS NOT NULL;
CREATE INDEX messages_streaming ON messages (created_at) WHERE streaming = 1;
-- By age, for the rules of how long messages are kept.
CREATE INDEX messages_age ON messages (created_at) WHERE deleted_at IS NULL AND pinned_at IS NULL;
