-- Notifications for the devices of people who were at a page when a message came: they wait until it is clear that the
-- person has not seen it there.
CREATE TABLE waiting_pushes (
  user_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  -- Why it concerns the person.
  kind TEXT NOT NULL,
  -- Milliseconds since 1970.
  created_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX waiting_pushes_due ON waiting_pushes (due_at);
