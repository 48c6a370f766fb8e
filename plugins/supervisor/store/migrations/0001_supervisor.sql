-- What is wanted of each service, and what it is made of.
CREATE TABLE services (
  name TEXT PRIMARY KEY,
  source TEXT NOT NULL CHECK (source IN ('toml', 'registered')),
  file TEXT,
  spec TEXT NOT NULL,
  desired TEXT NOT NULL CHECK (desired IN ('running', 'stopped')),
  stopped_by TEXT,
  enabled INTEGER NOT NULL DEFAULT 1,
  updated_at TEXT NOT NULL
) STRICT;

-- How each service is, and its present or last run.
CREATE TABLE instances (
  service TEXT PRIMARY KEY REFERENCES services (name) ON DELETE CASCADE,
  actual TEXT NOT NULL,
  health TEXT NOT NULL,
  since TEXT NOT NULL,
  reason TEXT,
  restarts INTEGER NOT NULL,
  unstable TEXT NOT NULL,
  pid INTEGER,
  start_ticks TEXT,
  started_at TEXT,
  ready_at TEXT,
  last_end TEXT
) STRICT;

CREATE TABLE jobs (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  service TEXT,
  action TEXT,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  trigger TEXT NOT NULL,
  parent_id TEXT,
  done REAL,
  total REAL,
  message TEXT,
  exit_code INTEGER,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT
) STRICT;
CREATE INDEX jobs_by_service ON jobs (service, n);
CREATE INDEX jobs_by_parent ON jobs (parent_id, n);
CREATE INDEX jobs_by_state ON jobs (state, n);

CREATE TABLE health_samples (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  service TEXT NOT NULL REFERENCES services (name) ON DELETE CASCADE,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  ok INTEGER NOT NULL,
  ms INTEGER NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX health_by_service ON health_samples (service, n);
