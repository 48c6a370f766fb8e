-- How often a permission was used, and how often something was tried without one, by day; kept for 30 days.
CREATE TABLE ker_permission_uses (
  plugin TEXT NOT NULL,
  denied INTEGER NOT NULL CHECK (denied IN (0, 1)),
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  -- Days since 1970, UTC.
  day INTEGER NOT NULL,
  count INTEGER NOT NULL,
  -- Milliseconds since 1970.
  last_at INTEGER NOT NULL,
  PRIMARY KEY (plugin, denied, kind, target, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX ker_permission_uses_by_day ON ker_permission_uses (day);

-- Event types that were seen to go to the members of a room: who listens to them hears what is private.
CREATE TABLE ker_private_types (
  plugin TEXT NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (plugin, type)
) STRICT, WITHOUT ROWID;
