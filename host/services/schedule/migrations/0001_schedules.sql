-- Durable schedules of plugins. next_at is NULL when one will not come any more; such a row is kept for a while, so that
-- setting the same time again does not bring it back.
CREATE TABLE sch_schedules (
  plugin TEXT NOT NULL,
  name TEXT NOT NULL,
  -- JSON
  spec TEXT NOT NULL,
  data TEXT NOT NULL,
  -- Of the setting that counts: part of the key by which a run is recognised.
  setting TEXT NOT NULL,
  -- Milliseconds since 1970.
  set_at INTEGER NOT NULL,
  next_at INTEGER,
  last_at INTEGER,
  last_error TEXT,
  PRIMARY KEY (plugin, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX sch_due ON sch_schedules (plugin, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX sch_over ON sch_schedules (plugin, last_at) WHERE next_at IS NULL;
