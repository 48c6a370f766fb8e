-- What belongs to a run is deleted with it by its owner, whole ranges at once (deleteRuns): as cascades, row by row, that
-- took five times as long. Ids of runs are never used again.
CREATE TABLE wf_steps_new (
  run INTEGER NOT NULL,
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
  run_started_at INTEGER,
  PRIMARY KEY (run, name, occurrence)
) STRICT, WITHOUT ROWID;
INSERT INTO wf_steps_new (run, name, occurrence, position, kind, hash, state, attempts, input, output, error, seq,
    wake_at, started_at, ended_at, run_started_at)
  SELECT run, name, occurrence, position, kind, hash, state, attempts, input, output, error, seq,
    wake_at, started_at, ended_at, run_started_at FROM wf_steps;
DROP TABLE wf_steps;
ALTER TABLE wf_steps_new RENAME TO wf_steps;
CREATE INDEX wf_steps_asking ON wf_steps (started_at) WHERE kind = 'approve' AND state = 'waiting';
CREATE INDEX wf_steps_by_position ON wf_steps (run, position);

CREATE TABLE wf_attempts_new (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  name TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  error TEXT NOT NULL,
  ended_at INTEGER NOT NULL,
  retry_at INTEGER
) STRICT;
INSERT INTO wf_attempts_new (id, run, name, occurrence, attempt, error, ended_at, retry_at)
  SELECT id, run, name, occurrence, attempt, error, ended_at, retry_at FROM wf_attempts;
DROP TABLE wf_attempts;
ALTER TABLE wf_attempts_new RENAME TO wf_attempts;
CREATE INDEX wf_attempts_by_step ON wf_attempts (run, name, occurrence, id);

CREATE TABLE wf_signals_new (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  name TEXT NOT NULL,
  data TEXT NOT NULL,
  key TEXT,
  sent_at INTEGER NOT NULL
) STRICT;
INSERT INTO wf_signals_new (seq, run, name, data, key, sent_at)
  SELECT seq, run, name, data, key, sent_at FROM wf_signals;
DROP TABLE wf_signals;
ALTER TABLE wf_signals_new RENAME TO wf_signals;
CREATE INDEX wf_signals_by_name ON wf_signals (run, name, seq);
CREATE UNIQUE INDEX wf_signals_by_key ON wf_signals (run, key) WHERE key IS NOT NULL;

CREATE TABLE wf_run_values_new (
  run INTEGER NOT NULL,
  value INTEGER NOT NULL REFERENCES wf_values (id),
  PRIMARY KEY (run, value)
) STRICT, WITHOUT ROWID;
INSERT INTO wf_run_values_new (run, value) SELECT run, value FROM wf_run_values;
DROP TABLE wf_run_values;
ALTER TABLE wf_run_values_new RENAME TO wf_run_values;
CREATE INDEX wf_run_values_by_value ON wf_run_values (value);
CREATE TRIGGER wf_values_unused AFTER DELETE ON wf_run_values BEGIN
  DELETE FROM wf_values WHERE id = OLD.value AND NOT EXISTS (SELECT 1 FROM wf_run_values WHERE value = OLD.value);
END;
