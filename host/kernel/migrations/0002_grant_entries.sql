-- One row for each decision about a plugin's permissions: what was granted, and what was taken away and stays so.
CREATE TABLE ker_grant_entries (
  plugin TEXT NOT NULL,
  -- Field of the manifest's permissions.
  kind TEXT NOT NULL,
  -- What it is about; with the kind it names the entry.
  target TEXT NOT NULL,
  -- JSON, as in a manifest.
  entry TEXT NOT NULL,
  granted INTEGER NOT NULL CHECK (granted IN (0, 1)),
  -- Given by hand beyond what the manifest asked for: it outlives manifests that do not name it.
  extra INTEGER NOT NULL CHECK (extra IN (0, 1)),
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  PRIMARY KEY (plugin, kind, target)
) STRICT, WITHOUT ROWID;

-- The target of a process is its command line: parts that are not plain words stand as JSON strings.
INSERT OR IGNORE INTO ker_grant_entries (plugin, kind, target, entry, granted, extra, decided_at, decided_by)
SELECT g.plugin, k.key,
  CASE k.key WHEN 'process' THEN (
    SELECT group_concat(CASE WHEN part = '' OR part GLOB '*[^-A-Za-z0-9_@%+=:,./*]*' THEN json_quote(part) ELSE part END, ' ')
    FROM (
      SELECT json_extract(e.value, '$.command') AS part
      UNION ALL SELECT a.value FROM json_each(coalesce(json_extract(e.value, '$.args'), '[]')) AS a
    )
  ) ELSE coalesce(
    json_extract(e.value, '$.host'), json_extract(e.value, '$.name'), json_extract(e.value, '$.method'),
    json_extract(e.value, '$.type'), json_extract(e.value, '$.access'), json_extract(e.value, '$.path'), ''
  ) END,
  e.value, 1, 0, g.granted_at, g.granted_by
FROM ker_grants AS g, json_each(g.entries) AS k, json_each(k.value) AS e;

ALTER TABLE ker_grants DROP COLUMN entries;
