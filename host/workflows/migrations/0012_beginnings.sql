-- When a step's run began, of steps that were on disk before their run said so itself.
ALTER TABLE wf_steps ADD COLUMN run_started_at INTEGER;
