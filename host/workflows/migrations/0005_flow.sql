-- How runs are held back before they begin. `once`: of runs with the same one there is only one. `flow_key`: it still
-- collects, by `debounce` or `batch`. `slot`: when `throttle` lets it begin.
ALTER TABLE wf_runs ADD COLUMN once TEXT;
ALTER TABLE wf_runs ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE wf_runs ADD COLUMN not_before INTEGER;
ALTER TABLE wf_runs ADD COLUMN flow_key TEXT;
ALTER TABLE wf_runs ADD COLUMN throttle_key TEXT;
ALTER TABLE wf_runs ADD COLUMN slot INTEGER;
ALTER TABLE wf_runs ADD COLUMN events TEXT;
CREATE UNIQUE INDEX wf_runs_once ON wf_runs (name, once) WHERE once IS NOT NULL;
CREATE INDEX wf_runs_held ON wf_runs (name, not_before) WHERE state = 'queued' AND not_before IS NOT NULL;
CREATE INDEX wf_runs_collecting ON wf_runs (name, flow_key) WHERE state = 'queued' AND flow_key IS NOT NULL;
CREATE INDEX wf_runs_throttled ON wf_runs (name, throttle_key, slot) WHERE slot IS NOT NULL;
