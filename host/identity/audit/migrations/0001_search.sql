-- What a call was about, as JSON of a few short params: {"id":"chat"}.
ALTER TABLE id_audit ADD COLUMN target TEXT;
CREATE INDEX id_audit_outcome ON id_audit (outcome, id);
CREATE INDEX id_audit_time ON id_audit (time, id);
