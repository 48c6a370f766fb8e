-- Devices on which people want to be told while no page is open, and what is on its way to them. Times are milliseconds
-- since 1970.
CREATE TABLE psh_devices (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  -- Ends with it; empty where people come without one.
  session_id TEXT NOT NULL,
  endpoint TEXT NOT NULL UNIQUE,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  name TEXT NOT NULL,
  -- Of the browser: in which of a plugin's words it is told.
  language TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  -- Why the last one was refused.
  error TEXT,
  -- When something is to be sent to it next; NULL when nothing waits.
  due_at INTEGER,
  -- Tries of what waits first.
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX psh_devices_of ON psh_devices (user_id, created_at);
CREATE INDEX psh_devices_session ON psh_devices (session_id);
CREATE INDEX psh_devices_due ON psh_devices (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE psh_queue (
  n INTEGER PRIMARY KEY,
  device TEXT NOT NULL REFERENCES psh_devices (id) ON DELETE CASCADE,
  plugin TEXT NOT NULL,
  -- Tells a repeat from another one.
  item TEXT NOT NULL,
  -- Takes the place of an earlier one; empty: of none.
  topic TEXT NOT NULL,
  urgency TEXT NOT NULL,
  payload TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX psh_queue_item ON psh_queue (device, plugin, item);
CREATE INDEX psh_queue_order ON psh_queue (device, n);
CREATE INDEX psh_queue_plugin ON psh_queue (plugin);
