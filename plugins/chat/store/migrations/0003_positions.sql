-- Each change of whatever kind takes the next position of its workspace (workspaces.seq) and leaves a row here, so that a
-- client that was away asks what became different since the position it knows.
CREATE TABLE changes (
  seq INTEGER PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  kind TEXT NOT NULL,
  -- Id of what changed.
  ref TEXT NOT NULL,
  -- Who may know: the members of this channel,
  channel_id TEXT,
  -- or only this person; with neither everybody who sees public channels.
  user_id TEXT
) STRICT;
-- From this position on the changes are all there; a client that knows an older one starts anew.
ALTER TABLE workspaces ADD COLUMN changes_from INTEGER NOT NULL DEFAULT 0;
UPDATE workspaces SET changes_from = seq;
ALTER TABLE workspaces ADD COLUMN description TEXT NOT NULL DEFAULT '';

-- What a person's call with a client id answered, so that calling again answers the same.
CREATE TABLE client_calls (
  user_id TEXT NOT NULL,
  client_id TEXT NOT NULL,
  method TEXT NOT NULL,
  result TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_calls_at ON client_calls (at);

-- Position of the message's newest change.
ALTER TABLE messages ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
UPDATE messages SET rev = seq;
-- Grows with each edit of the text.
ALTER TABLE messages ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- 1: an answer in a thread that the channel shows as well.
ALTER TABLE messages ADD COLUMN in_channel INTEGER NOT NULL DEFAULT 0;
-- "channel" or "here" when it calls everybody.
ALTER TABLE messages ADD COLUMN broadcast TEXT;
ALTER TABLE messages ADD COLUMN pinned_at TEXT;
ALTER TABLE messages ADD COLUMN pinned_by TEXT;
-- JSON of the attached files.
ALTER TABLE messages ADD COLUMN files TEXT;
-- 1: its writer is still writing it, piece by piece.
ALTER TABLE messages ADD COLUMN streaming INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_streaming ON messages (created_at) WHERE streaming = 1;

DROP INDEX messages_live;
-- Unread counts walk only this one: what the channel itself shows.
CREATE INDEX messages_shown ON messages (channel_id, seq)
  WHERE deleted_at IS NULL AND (thread_id IS NULL OR in_channel = 1);
CREATE INDEX messages_roots ON messages (channel_id, seq) WHERE thread_id IS NULL OR in_channel = 1;
CREATE INDEX messages_answers ON messages (thread_id, seq) WHERE thread_id IS NOT NULL AND deleted_at IS NULL;
CREATE UNIQUE INDEX messages_seq ON messages (seq);
CREATE INDEX messages_pinned ON messages (channel_id, pinned_at) WHERE pinned_at IS NOT NULL;

-- Earlier texts of an edited message.
CREATE TABLE message_versions (
  message_id TEXT NOT NULL REFERENCES messages (id),
  version INTEGER NOT NULL,
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (message_id, version)
) STRICT, WITHOUT ROWID;

-- Who is called by a message; its position orders them and says whether they have read it.
CREATE TABLE mentions (
  user_id TEXT NOT NULL,
  channel_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  -- Set for an answer that only the thread shows.
  thread_id TEXT,
  -- person, group, channel, here or keyword
  kind TEXT NOT NULL,
  PRIMARY KEY (user_id, channel_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_newest ON mentions (user_id, seq);
CREATE INDEX mentions_message ON mentions (seq);

-- "channel", "dm" or "group". The last two have a name that says who is in, and which no channel can have.
ALTER TABLE channels ADD COLUMN kind TEXT NOT NULL DEFAULT 'channel';
ALTER TABLE channels ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
-- Who writes: "everyone" or "managers".
ALTER TABLE channels ADD COLUMN posting TEXT NOT NULL DEFAULT 'everyone';
ALTER TABLE channels ADD COLUMN rev INTEGER NOT NULL DEFAULT 0;
CREATE INDEX channels_open ON channels (private, id);
ALTER TABLE members ADD COLUMN role TEXT NOT NULL DEFAULT 'member';
ALTER TABLE members ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
-- "all", "mentions" or "none"; null follows the person's preference.
ALTER TABLE members ADD COLUMN notify TEXT;
-- A direct conversation is out of the sidebar until there is a message after this position.
ALTER TABLE members ADD COLUMN hidden_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN section_id TEXT;
ALTER TABLE members ADD COLUMN place REAL NOT NULL DEFAULT 0;
CREATE INDEX members_eager ON members (channel_id) WHERE notify = 'all';
UPDATE members SET role = 'manager'
  WHERE EXISTS (SELECT 1 FROM channels c WHERE c.id = members.channel_id AND c.created_by = members.user_id);

CREATE TABLE thread_members (
  user_id TEXT NOT NULL,
  root_id TEXT NOT NULL REFERENCES messages (id),
  channel_id TEXT NOT NULL,
  -- 0: somebody who was in it and does not want to hear of it any more.
  following INTEGER NOT NULL,
  last_read_seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, root_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX thread_members_root ON thread_members (root_id, following);

-- By age, for the rules of how long messages are kept.
CREATE INDEX messages_age ON messages (created_at) WHERE deleted_at IS NULL AND pinned_at IS NULL;
