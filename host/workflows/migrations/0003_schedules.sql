-- When each trigger of time is due. `spec` is what it says without its policy, so another policy does not begin anew.
CREATE TABLE wf_schedules (
  name TEXT NOT NULL,
  spec TEXT NOT NULL,
  set_at INTEGER NOT NULL,
  next_at INTEGER,
  PRIMARY KEY (name, spec)
) STRICT, WITHOUT ROWID;

-- `detail` is what a person is told of the trigger, `due_at` the time that a schedule meant.
ALTER TABLE wf_runs ADD COLUMN detail TEXT;
ALTER TABLE wf_runs ADD COLUMN due_at INTEGER;
