-- Several workspaces on one host. The first one has everybody who has an account; others have members of their own.
ALTER TABLE workspaces ADD COLUMN slug TEXT NOT NULL DEFAULT '';
-- "open": everybody finds and joins it; "closed": its members add others.
ALTER TABLE workspaces ADD COLUMN access TEXT NOT NULL DEFAULT 'closed';
ALTER TABLE workspaces ADD COLUMN created_by TEXT NOT NULL DEFAULT 'system:host';
ALTER TABLE workspaces ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
-- What is in it goes little by little after that; nobody sees any of it from then on.
ALTER TABLE workspaces ADD COLUMN deleted_at TEXT;
UPDATE workspaces SET first = 1, slug = 'general', access = 'open'
  WHERE id = (SELECT id FROM workspaces ORDER BY created_at, id LIMIT 1);
-- No workspace: this row has the positions of what belongs to people wherever they are, such as their profiles.
INSERT INTO workspaces (id, name, created_at) VALUES ('', '', '');
CREATE INDEX workspaces_first ON workspaces (first) WHERE first = 1;
CREATE UNIQUE INDEX workspaces_slug ON workspaces (slug) WHERE slug <> '';
-- The greatest position of all: each is given out once, whatever workspace it is of, since messages lie under theirs.
CREATE INDEX workspaces_seq ON workspaces (seq);
CREATE INDEX workspaces_gone ON workspaces (deleted_at) WHERE deleted_at IS NOT NULL;

-- Of the first workspace nobody stands here.
CREATE TABLE workspace_members (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  user_id TEXT NOT NULL,
  -- "owner", "admin" or "member"
  role TEXT NOT NULL DEFAULT 'member',
  joined_at TEXT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX workspace_members_user ON workspace_members (user_id, workspace_id);

-- Each workspace's changes lie side by side.
CREATE TABLE changes_new (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- Id of what changed.
  ref TEXT NOT NULL,
  -- Who may know: the members of this channel,
  channel_id TEXT,
  -- or only this person; with neither everybody who sees public channels of the workspace.
  user_id TEXT,
  PRIMARY KEY (workspace_id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO changes_new (workspace_id, seq, kind, ref, channel_id, user_id)
  SELECT workspace_id, seq, kind, ref, channel_id, user_id FROM changes;
DROP TABLE changes;
ALTER TABLE changes_new RENAME TO changes;

DROP INDEX channels_open;
CREATE INDEX channels_open ON channels (workspace_id, private, id);

ALTER TABLE sections ADD COLUMN workspace_id TEXT NOT NULL DEFAULT '';
UPDATE sections SET workspace_id = (SELECT id FROM workspaces WHERE first = 1);
DROP INDEX sections_user;
CREATE INDEX sections_user ON sections (user_id, workspace_id, place);

-- A handle calls one group in each workspace.
CREATE TABLE people_groups_new (
  id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  handle TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT NOT NULL,
  created_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO people_groups_new (id, workspace_id, handle, name, description, created_by)
  SELECT g.id, w.id, g.handle, g.name, g.description, g.created_by FROM people_groups g JOIN workspaces w ON w.first = 1;
CREATE TABLE people_group_members_new (
  group_id TEXT NOT NULL REFERENCES people_groups_new (id),
  user_id TEXT NOT NULL,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
INSERT INTO people_group_members_new SELECT group_id, user_id FROM people_group_members;
DROP TABLE people_group_members;
DROP TABLE people_groups;
ALTER TABLE people_groups_new RENAME TO people_groups;
ALTER TABLE people_group_members_new RENAME TO people_group_members;
CREATE UNIQUE INDEX people_groups_handle ON people_groups (workspace_id, handle);

CREATE TABLE emoji_new (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  file_id TEXT,
  alias_of TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace_id, name)
) STRICT, WITHOUT ROWID;
INSERT INTO emoji_new (workspace_id, name, file_id, alias_of, created_by, created_at)
  SELECT w.id, e.name, e.file_id, e.alias_of, e.created_by, e.created_at FROM emoji e JOIN workspaces w ON w.first = 1;
DROP TABLE emoji;
ALTER TABLE emoji_new RENAME TO emoji;

-- Into which workspace an archive is taken over.
ALTER TABLE imports ADD COLUMN workspace_id TEXT NOT NULL DEFAULT '';
UPDATE imports SET workspace_id = (SELECT id FROM workspaces WHERE first = 1);
DROP INDEX imports_newest;
CREATE INDEX imports_newest ON imports (workspace_id, at, id);
-- What is here what there differs from workspace to workspace.
CREATE TABLE import_names_new (
  workspace_id TEXT NOT NULL REFERENCES workspaces (id),
  kind TEXT NOT NULL,
  foreign_id TEXT NOT NULL,
  -- Id here; null for somebody who is not here.
  id TEXT,
  name TEXT NOT NULL,
  PRIMARY KEY (workspace_id, kind, foreign_id)
) STRICT, WITHOUT ROWID;
INSERT INTO import_names_new (workspace_id, kind, foreign_id, id, name)
  SELECT w.id, n.kind, n.foreign_id, n.id, n.name FROM import_names n JOIN workspaces w ON w.first = 1;
DROP TABLE import_names;
ALTER TABLE import_names_new RENAME TO import_names;

-- What is asked for when a workspace goes.
CREATE INDEX approvals_message ON approvals (message_id);
CREATE INDEX incoming_hooks_channel ON incoming_hooks (channel_id);
