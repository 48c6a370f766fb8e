CREATE TABLE id_groups (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- The issuer whose claim made the group; '' for one that was made here.
  issuer TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (issuer, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX id_groups_name ON id_groups (name, id);

CREATE TABLE id_group_members (
  group_id TEXT NOT NULL REFERENCES id_groups (id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES id_users (id) ON DELETE CASCADE,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX id_group_members_user ON id_group_members (user_id);
