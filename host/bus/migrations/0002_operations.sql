-- Somebody stopped this consumer: it stays so over restarts, and apart from its plugin being off.
ALTER TABLE bus_consumers ADD COLUMN paused_by TEXT;
ALTER TABLE bus_consumers ADD COLUMN paused_at TEXT;
-- How often it was sent back, and the position up to which it takes events once more because of that.
ALTER TABLE bus_consumers ADD COLUMN replays INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bus_consumers ADD COLUMN replay_to INTEGER NOT NULL DEFAULT 0;
-- JSON of its newest failure.
ALTER TABLE bus_consumers ADD COLUMN last_error TEXT;

-- The oldest event that anybody waits for is looked up before each removal of old events.
CREATE INDEX bus_pending_by_seq ON bus_pending (seq);

-- Position of the event with edited data that was delivered in place of this one.
ALTER TABLE bus_dead ADD COLUMN replaced_by INTEGER;

-- Events that were refused at publish for good, so that somebody sees them. Their data stays with the publisher.
CREATE TABLE bus_refused (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  subject TEXT,
  path TEXT NOT NULL,
  problem TEXT NOT NULL,
  time TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX bus_refused_by_event ON bus_refused (source, event_id);
CREATE INDEX bus_refused_by_source ON bus_refused (source, id);
