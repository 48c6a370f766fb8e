-- Long values of runs and steps, by the SHA-256 of their JSON: one text however many have it. In their place stands
-- JSON that begins with a space, which nothing else does: ` {"aside":"<hash>","bytes":<n>}`.
CREATE TABLE wf_values (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  bytes INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

-- Which runs have a value. It goes with the last of them.
CREATE TABLE wf_run_values (
  run INTEGER NOT NULL REFERENCES wf_runs (ord) ON DELETE CASCADE,
  value INTEGER NOT NULL REFERENCES wf_values (id),
  PRIMARY KEY (run, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX wf_run_values_by_value ON wf_run_values (value);
CREATE TRIGGER wf_values_unused AFTER DELETE ON wf_run_values BEGIN
  DELETE FROM wf_values WHERE id = OLD.value AND NOT EXISTS (SELECT 1 FROM wf_run_values WHERE value = OLD.value);
END;
-- How much is kept aside, without reading it.
CREATE INDEX wf_values_bytes ON wf_values (bytes);
-- Old runs of one workflow: how long they are kept is said for each.
DROP INDEX wf_runs_ended;
CREATE INDEX wf_runs_ended_by_name ON wf_runs (name, ended_at) WHERE ended_at IS NOT NULL;
