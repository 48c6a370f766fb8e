-- Tables of words before this one are merged.
ALTER TABLE log_position ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;
