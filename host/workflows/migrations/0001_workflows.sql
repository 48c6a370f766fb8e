-- Every bundle of which there is or was a run, by its hash. Times everywhere: milliseconds since 1970.
CREATE TABLE wf_versions (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  bundle BLOB NOT NULL,
  description TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- The files of the folder. `digest` covers everything from which the live version was made.
CREATE TABLE wf_scripts (
  file TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  hash TEXT REFERENCES wf_versions (hash),
  digest TEXT,
  diagnostics TEXT NOT NULL DEFAULT '[]',
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `ord` is the order of creation: that of the events, across restarts. `admitted` is 0 until the script's own
-- functions have agreed to the run; only then is it shown.
CREATE TABLE wf_runs (
  ord INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  hash TEXT NOT NULL REFERENCES wf_versions (hash),
  state TEXT NOT NULL,
  reason TEXT,
  admitted INTEGER NOT NULL,
  trigger_kind TEXT NOT NULL,
  candidates TEXT NOT NULL,
  event_seq INTEGER,
  since INTEGER NOT NULL,
  event TEXT,
  input TEXT,
  starter TEXT,
  origin TEXT,
  key TEXT NOT NULL DEFAULT '',
  idem TEXT,
  seed TEXT NOT NULL,
  generation INTEGER NOT NULL DEFAULT 0,
  crashes INTEGER NOT NULL DEFAULT 0,
  output TEXT,
  error TEXT,
  difference TEXT,
  wake_at INTEGER,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX wf_runs_by_event ON wf_runs (name, event_seq) WHERE event_seq IS NOT NULL AND origin IS NULL;
CREATE UNIQUE INDEX wf_runs_by_idem ON wf_runs (name, idem) WHERE idem IS NOT NULL;
CREATE INDEX wf_runs_queued ON wf_runs (name, key, ord) WHERE state = 'queued';
CREATE INDEX wf_runs_alive ON wf_runs (name, key) WHERE state IN ('running', 'waiting', 'sleeping', 'paused');
CREATE INDEX wf_runs_asleep ON wf_runs (wake_at) WHERE state = 'sleeping' AND wake_at IS NOT NULL;
CREATE INDEX wf_runs_by_name ON wf_runs (name, ord);
CREATE INDEX wf_runs_by_hash ON wf_runs (hash);

-- The journal. `seq` is the order in which the run learned of the ends.
CREATE TABLE wf_steps (
  run INTEGER NOT NULL REFERENCES wf_runs (ord) ON DELETE CASCADE,
  name TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  hash TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  input TEXT NOT NULL,
  output TEXT,
  error TEXT,
  seq INTEGER,
  wake_at INTEGER,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  PRIMARY KEY (run, name, occurrence)
) STRICT, WITHOUT ROWID;
