-- Which plugin an owner chose to provide an interface.
CREATE TABLE life_providers (
  interface TEXT PRIMARY KEY,
  plugin TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

-- How each plugin's last processes ended (JSON), newest with the highest number.
CREATE TABLE life_ends (
  plugin TEXT NOT NULL,
  n INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (plugin, n)
) STRICT, WITHOUT ROWID;
