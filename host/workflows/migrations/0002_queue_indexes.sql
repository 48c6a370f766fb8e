-- What the queue and the history's upkeep ask for, without walking through all that waits.
CREATE INDEX wf_runs_unadmitted ON wf_runs (name, ord) WHERE state = 'queued' AND admitted = 0;
CREATE INDEX wf_runs_ended ON wf_runs (ended_at) WHERE ended_at IS NOT NULL;
