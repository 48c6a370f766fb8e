import { DatabaseSync } from "node:sqlite";
import { median } from "../result.ts";

/**
 * The least that a durable log in SQLite can do: each transaction inserts one batch of ready rows into a table without any
 * index and moves the cursor over the batch before, which has just been read back. No events, no JSON, no promises.
 * `together` rows go in by one statement. Answers rows a second.
 */
export function floorRate(path: string, rows: string[], options: { batch: number; together: number }): number {
  const { batch, together } = options;
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000");
  db.exec("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  db.exec("CREATE TABLE cursor (name TEXT PRIMARY KEY, position INTEGER NOT NULL)");
  db.exec("INSERT INTO cursor VALUES ('bench', 0)");
  const insert = db.prepare(`INSERT INTO event (body) VALUES ${Array(together).fill("(?)").join(", ")}`);
  const insertOne = db.prepare("INSERT INTO event (body) VALUES (?)");
  const read = db.prepare("SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?");
  const move = db.prepare("UPDATE cursor SET position = ? WHERE name = 'bench'");
  let position = 0;
  const start = performance.now();
  for (let n = 0; n < rows.length; n += batch) {
    db.exec("BEGIN IMMEDIATE");
    const end = Math.min(n + batch, rows.length);
    let row = n;
    for (; row + together <= end; row += together) insert.run(...rows.slice(row, row + together));
    for (; row < end; row++) insertOne.run(rows[row]!);
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

/** How long one row takes to be on disk, one at a time: the median in milliseconds. */
export function bareCommitMs(path: string, rows: string[]): number {
  const db = new DatabaseSync(path);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  db.exec("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  const insert = db.prepare("INSERT INTO event (body) VALUES (?)");
  const found = rows.map((row) => {
    const start = performance.now();
    insert.run(row);
    return performance.now() - start;
  });
  db.close();
  return median(found);
}
