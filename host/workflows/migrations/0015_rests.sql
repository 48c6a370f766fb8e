-- Runs that sleep or wait and left memory; until they did, `left_at` is NULL, and a start takes them up. `wake_at`: when
-- a time of theirs comes. `woken`: what they wait for has come, at this position in the log; 0 for a signal and for the
-- end of a child.
CREATE TABLE wf_rests (
  run INTEGER PRIMARY KEY,
  left_at INTEGER,
  wake_at INTEGER,
  woken INTEGER
) STRICT;
CREATE INDEX wf_rests_due ON wf_rests (wake_at, run) WHERE wake_at IS NOT NULL;
CREATE INDEX wf_rests_woken ON wf_rests (woken, run) WHERE woken IS NOT NULL;

INSERT INTO wf_rests (run, left_at, wake_at)
SELECT ord, created_at, wake_at FROM wf_runs WHERE state = 'sleeping' AND wake_at IS NOT NULL;
DROP INDEX wf_runs_asleep;

-- The events that they wait for, by type and one value that the event must have. `wanted` is the whole of it, as JSON.
CREATE TABLE wf_rest_events (
  type TEXT NOT NULL,
  path TEXT NOT NULL,
  value TEXT NOT NULL,
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  wanted TEXT NOT NULL,
  PRIMARY KEY (type, path, value, run, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX wf_rest_events_by_run ON wf_rest_events (run);

-- All events up to this position were looked at for them.
CREATE TABLE wf_rest_position (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL
) STRICT;

-- Within the commit of what they wait for, so that no end of the process comes in between.
CREATE TRIGGER wf_rests_signal AFTER INSERT ON wf_signals BEGIN
  UPDATE wf_rests SET woken = coalesce(woken, 0) WHERE run = NEW.run;
END;
CREATE TRIGGER wf_rests_child AFTER UPDATE OF ended_at ON wf_runs
WHEN NEW.ended_at IS NOT NULL AND NEW.parent IS NOT NULL BEGIN
  UPDATE wf_rests SET woken = coalesce(woken, 0) WHERE run = (SELECT ord FROM wf_runs WHERE id = NEW.parent);
END;
