-- What came to a run from outside: signals, and the decisions on its approvals, of which the first stands.
CREATE TABLE wf_signals (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES wf_runs (ord) ON DELETE CASCADE,
  name TEXT NOT NULL,
  data TEXT NOT NULL,
  key TEXT,
  sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX wf_signals_by_name ON wf_signals (run, name, seq);
CREATE UNIQUE INDEX wf_signals_by_key ON wf_signals (run, key) WHERE key IS NOT NULL;
CREATE INDEX wf_steps_asking ON wf_steps (started_at) WHERE kind = 'approve' AND state = 'waiting';

-- The run that began this one by `invoke`.
ALTER TABLE wf_runs ADD COLUMN parent TEXT;
CREATE INDEX wf_runs_by_parent ON wf_runs (parent) WHERE parent IS NOT NULL;
