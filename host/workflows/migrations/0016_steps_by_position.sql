-- Steps lie in the order in which their run asked for them, which is how they are read; one by name is looked for in its run.
-- An index for that cost more at each step than all the rest of its row.
CREATE TABLE wf_steps_new (
  run INTEGER NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
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
  run_started_at INTEGER,
  PRIMARY KEY (run, position, name, occurrence)
) STRICT, WITHOUT ROWID;
INSERT INTO wf_steps_new (run, position, name, occurrence, kind, hash, state, attempts, input, output, error, seq, wake_at,
    started_at, ended_at, run_started_at)
  SELECT run, position, name, occurrence, kind, hash, state, attempts, input, output, error, seq, wake_at,
    started_at, ended_at, run_started_at FROM wf_steps ORDER BY run, position, name, occurrence;
DROP TABLE wf_steps;
ALTER TABLE wf_steps_new RENAME TO wf_steps;
CREATE INDEX wf_steps_asking ON wf_steps (started_at) WHERE kind = 'approve' AND state = 'waiting';
