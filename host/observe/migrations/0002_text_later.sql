-- Words are looked up in tables of their own, made as they are needed, that a thread brings up to date behind the lines: storing
-- them is not held up.
DROP TRIGGER log_lines_added;
DROP TRIGGER log_lines_removed;
DROP TABLE log_text;

-- The last line whose words can be found.
CREATE TABLE log_position (id INTEGER PRIMARY KEY CHECK (id = 1), indexed INTEGER NOT NULL) STRICT;
INSERT INTO log_position SELECT 1, coalesce(min(id), 1) - 1 FROM log_lines;

-- What is grave, newest first.
DROP INDEX log_lines_by_level;
CREATE INDEX log_lines_grave ON log_lines (level) WHERE level >= 2;
CREATE INDEX log_lines_grave_by_source ON log_lines (source_id, level) WHERE level >= 2;

-- Which lines five seconds have: lines are written in the order in which they came, which is nearly that of their times.
CREATE TABLE log_times (span INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
INSERT INTO log_times SELECT time_ms / 5000, min(id), max(id) FROM log_lines GROUP BY time_ms / 5000;
