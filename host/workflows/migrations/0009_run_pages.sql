-- Runs of a workflow by state, newest first, and how many of each there are.
CREATE INDEX wf_runs_by_state ON wf_runs (name, state, ord) WHERE admitted = 1;
-- Replays and forks of a run.
CREATE INDEX wf_runs_by_origin ON wf_runs (origin) WHERE origin IS NOT NULL;
-- A page of a long history, and a whole one without a sort.
CREATE INDEX wf_steps_by_position ON wf_steps (run, position);
-- Attempts of steps that failed, in their order, and when the next one began; what was tried again and went well had them all the same.
CREATE TABLE wf_attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES wf_runs (ord) ON DELETE CASCADE,
  name TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  error TEXT NOT NULL,
  ended_at INTEGER NOT NULL,
  retry_at INTEGER
) STRICT;
CREATE INDEX wf_attempts_by_step ON wf_attempts (run, name, occurrence, id);
