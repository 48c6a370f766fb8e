-- The newest deliveries, for the deliveries page and to know a redelivery.
CREATE TABLE deliveries (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  -- GitHub's X-GitHub-Delivery.
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject TEXT,
  received_at TEXT NOT NULL,
  redeliveries INTEGER NOT NULL DEFAULT 0
) STRICT;
