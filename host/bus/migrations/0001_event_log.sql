-- Every type that was ever published, with what the log holds of it now.
CREATE TABLE bus_types (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  count INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  last_seq INTEGER NOT NULL
) STRICT;

-- The log. `body` is the whole envelope as JSON; `seq` in it is not read. The newest row is never deleted,
-- so that positions are never given twice.
CREATE TABLE bus_events (
  seq INTEGER PRIMARY KEY,
  type_id INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  source TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX bus_events_by_id ON bus_events (id, source);
-- Holds the row's seq as well: the next event of a type is one step in it.
CREATE INDEX bus_events_by_type ON bus_events (type_id);

-- Everything up to `position` is acknowledged, a dead letter, or in bus_pending.
CREATE TABLE bus_consumers (
  name TEXT PRIMARY KEY,
  types TEXT NOT NULL,
  position INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Events that failed and wait for their next attempt, and those of the same lane that wait behind them.
CREATE TABLE bus_pending (
  consumer TEXT NOT NULL,
  seq INTEGER NOT NULL,
  lane TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due_ms INTEGER NOT NULL,
  PRIMARY KEY (consumer, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX bus_pending_by_lane ON bus_pending (consumer, lane, seq);

-- Dead letters carry their event, which may leave the log before they do.
CREATE TABLE bus_dead (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  consumer TEXT NOT NULL,
  seq INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  error TEXT NOT NULL,
  time TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX bus_dead_by_consumer ON bus_dead (consumer, id);

CREATE TABLE bus_room_members (
  plugin TEXT NOT NULL,
  room TEXT NOT NULL,
  user_id TEXT NOT NULL,
  PRIMARY KEY (plugin, room, user_id)
) STRICT, WITHOUT ROWID;
