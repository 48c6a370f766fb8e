import { DatabaseSync } from "node:sqlite";

/**
 * The least that a durable log in SQLite can do: each transaction inserts one batch of ready rows into a table without any
 * index and moves the cursor over the batch before, which has just been read back. No events, no JSON, no promises.
 * Answers rows a second.
 */
export function floorRate(path: string, rows: string[], batch: number): number {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000");
  db.exec("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  db.exec("CREATE TABLE cursor (name TEXT PRIMARY KEY, position INTEGER NOT NULL)");
  db.exec("INSERT INTO cursor VALUES ('bench', 0)");
  const insert = db.prepare("INSERT INTO event (body) VALUES (?)");
  const read = db.prepare("SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?");
  const move = db.prepare("UPDATE cursor SET position = ? WHERE name = 'bench'");
  let position = 0;
  const start = performance.now();
  for (let n = 0; n < rows.length; n += batch) {
    db.exec("BEGIN IMMEDIATE");
    for (let row = n; row < Math.min(n + batch, rows.length); row++) insert.run(rows[row]!);
    move.run(position);
    db.exec("COMMIT");
    const taken = read.all(position, batch) as { seq: number; body: string }[];
    position = taken.at(-1)!.seq;
  }
  move.run(position);
  const rate = rows.length / (performance.now() - start) * 1_000;
  if (position !== rows.length) throw new Error(`The floor read ${position} of ${rows.length} rows`);
  db.close();
  return rate;
}
