CREATE TABLE log_sources (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  count INTEGER NOT NULL,
  errors INTEGER NOT NULL
) STRICT;

-- level: 0 debug, 1 info, 2 warn, 3 error. fields: JSON or NULL.
CREATE TABLE log_lines (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time_ms INTEGER NOT NULL,
  level INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  message TEXT NOT NULL,
  fields TEXT
) STRICT;
CREATE INDEX log_lines_by_source ON log_lines (source_id);
CREATE INDEX log_lines_by_level ON log_lines (level) WHERE level >= 2;

CREATE VIRTUAL TABLE log_text USING fts5 (message, fields, content = 'log_lines', content_rowid = 'id');
CREATE TRIGGER log_lines_added AFTER INSERT ON log_lines BEGIN
  INSERT INTO log_text (rowid, message, fields) VALUES (new.id, new.message, new.fields);
END;
CREATE TRIGGER log_lines_removed AFTER DELETE ON log_lines BEGIN
  INSERT INTO log_text (log_text, rowid, message, fields) VALUES ('delete', old.id, old.message, old.fields);
END;
