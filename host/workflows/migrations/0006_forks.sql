-- Where the clock of a run stands at its beginning, when it takes the first steps of an earlier one over.
ALTER TABLE wf_runs ADD COLUMN clock_at INTEGER;
