-- A list of values in an index's condition costs more at each write than all that the index saves.
DROP INDEX wf_runs_alive;
CREATE INDEX wf_runs_alive ON wf_runs (name, key) WHERE ended_at IS NULL AND state <> 'queued';
-- Old runs are found in the order of their creation, as the newest are.
DROP INDEX wf_runs_ended_by_name;
-- Of runs that were ended early: what was not told of them is told at the next start.
CREATE INDEX wf_runs_interrupted ON wf_runs (ended_at) WHERE interrupt IS NOT NULL;
