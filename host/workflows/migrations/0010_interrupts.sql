-- A run that is being cancelled or took too long: which steps reject, so that the script can clean up.
ALTER TABLE wf_runs ADD COLUMN interrupt TEXT;
