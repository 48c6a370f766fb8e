import { migrate, openDatabase } from "../storage/mod.ts";
import type { Database, SqlValue } from "../storage/ports.ts";
import type { Line } from "./_records.ts";
import { type Level, levelIndex, LEVELS } from "./levels.ts";

/** Which records to find. */
export interface LogFilter {
  /** This source and everything below it. */
  source?: string;
  /** This level and above. */
  level?: Level;
  /** Words that message or fields must hold; the last one may be a beginning. */
  text?: string;
  /** Milliseconds since 1970, inclusive. */
  fromMs?: number;
  /** Milliseconds since 1970, exclusive. */
  toMs?: number;
}

export interface LogQuery extends LogFilter {
  /** At most this many of the newest; default 50. */
  limit?: number;
  /** Only records before this one. */
  before?: number;
  /** Only records after this one. */
  after?: number;
}

/** One stored record. */
export interface LogItem {
  /** Grows with each record. */
  id: number;
  /** ISO 8601. */
  time: string;
  level: Level;
  source: string;
  message: string;
  fields?: Record<string, unknown>;
}

/** One branch of the tree of sources. */
export interface LogBranch {
  /** Full dotted name. */
  name: string;
  /** Records here and below. */
  count: number;
  errors: number;
  /** Are there sources below it? */
  children: boolean;
}

interface Row {
  id: number;
  timeMs: number;
  level: number;
  source: string;
  message: string;
  fields: string | null;
}

/** The only SQL on logs.db. */
export class LogStore {
  #db: Database;
  #sources = new Map<string, { id: number; count: number; errors: number }>();

  constructor(path: string) {
    this.#db = openDatabase(path);
    // A log line lost to a power failure is bearable; an fsync for each flush is not worth it.
    this.#db.exec("PRAGMA synchronous = NORMAL");
    migrate(this.#db, "logs", new URL("./migrations/", import.meta.url));
    this.#loadSources();
  }

  /** Stores all lines or throws and stores none. */
  append(lines: Line[]): void {
    const touched = new Set<string>();
    try {
      this.#db.transaction(() => {
        for (const line of lines) this.#insert(line, touched);
        this.#saveCounts(touched);
      });
    } catch (error) {
      this.#loadSources();
      throw error;
    }
  }

  /** Records that fit, oldest first. */
  query(query: LogQuery): LogItem[] {
    const { limit = 50, before, after } = query;
    const sources = query.source === undefined ? undefined : this.#below(query.source);
    if (sources?.length === 0) return [];
    const where: string[] = [];
    const params: SqlValue[] = [];
    const add = (condition: string, ...values: SqlValue[]) => {
      where.push(condition);
      params.push(...values);
    };
    const match = query.text === undefined ? "" : toMatch(query.text);
    if (match) add("l.id IN (SELECT rowid FROM log_text WHERE log_text MATCH ?)", match);
    if (sources) add("l.source_id IN (SELECT value FROM json_each(?))", JSON.stringify(sources));
    if (query.level) add("l.level >= ?", levelIndex(query.level));
    if (query.fromMs !== undefined) add("l.time_ms >= ?", query.fromMs);
    if (query.toMs !== undefined) add("l.time_ms < ?", query.toMs);
    if (before !== undefined) add("l.id < ?", before);
    if (after !== undefined) add("l.id > ?", after);
    const rows = this.#db.all<Row>(
      "SELECT l.id, l.time_ms AS timeMs, l.level, s.name AS source, l.message, l.fields FROM log_lines l " +
        `JOIN log_sources s ON s.id = l.source_id ${where.length > 0 ? `WHERE ${where.join(" AND ")}` : ""} ` +
        `ORDER BY l.id ${after === undefined ? "DESC" : "ASC"} LIMIT ?`,
      ...params,
      limit,
    );
    if (after === undefined) rows.reverse();
    return rows.map(toItem);
  }

  /** The branches right below `prefix`, by name. */
  tree(prefix = ""): LogBranch[] {
    const start = prefix === "" ? "" : `${prefix}.`;
    const branches = new Map<string, LogBranch>();
    for (const [source, { count, errors }] of this.#sources) {
      if (!source.startsWith(start) || count === 0) continue;
      const end = source.indexOf(".", start.length);
      const name = end < 0 ? source : source.slice(0, end);
      const branch = branches.get(name) ?? { name, count: 0, errors: 0, children: false };
      branch.count += count;
      branch.errors += errors;
      branch.children ||= end >= 0;
      branches.set(name, branch);
    }
    return [...branches.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  }

  /** Removes up to `limit` of the oldest lines that are older than `beforeMs` or too many; answers how many. */
  prune(beforeMs: number, maxBytes: number, limit: number): number {
    const excess = this.#sizeBytes() - maxBytes;
    const rows = this.#db.all<{ id: number; timeMs: number; level: number; source: string; size: number }>(
      "SELECT l.id, l.time_ms AS timeMs, l.level, s.name AS source, length(l.message) + length(coalesce(l.fields, '')) " +
        "AS size FROM log_lines l JOIN log_sources s ON s.id = l.source_id ORDER BY l.id LIMIT ?",
      limit,
    );
    const touched = new Set<string>();
    let freed = 0;
    let removed = 0;
    this.#db.transaction(() => {
      for (const row of rows) {
        if (row.timeMs >= beforeMs && freed >= excess) break;
        this.#db.run("DELETE FROM log_lines WHERE id = ?", row.id);
        const source = this.#sources.get(row.source)!;
        source.count--;
        if (row.level === 3) source.errors--;
        touched.add(row.source);
        freed += row.size + 100;
        removed++;
      }
      this.#saveCounts(touched);
    });
    if (removed > 0) this.#db.exec("PRAGMA incremental_vacuum(512)");
    return removed;
  }

  close(): void {
    this.#db.close();
  }

  #insert(line: Line, touched: Set<string>): void {
    let source = this.#sources.get(line.source);
    if (!source) {
      const { lastInsertRowid } = this.#db.run(
        "INSERT INTO log_sources (name, count, errors) VALUES (?, 0, 0)",
        line.source,
      );
      source = { id: lastInsertRowid, count: 0, errors: 0 };
      this.#sources.set(line.source, source);
    }
    this.#db.run(
      "INSERT INTO log_lines (time_ms, level, source_id, message, fields) VALUES (?, ?, ?, ?, ?)",
      line.timeMs,
      levelIndex(line.level),
      source.id,
      line.message,
      line.fields,
    );
    source.count++;
    if (line.level === "error") source.errors++;
    touched.add(line.source);
  }

  #saveCounts(names: Set<string>): void {
    for (const name of names) {
      const { id, count, errors } = this.#sources.get(name)!;
      this.#db.run("UPDATE log_sources SET count = ?, errors = ? WHERE id = ?", count, errors, id);
    }
  }

  #loadSources(): void {
    this.#sources = new Map(
      this.#db.all<{ id: number; name: string; count: number; errors: number }>("SELECT * FROM log_sources")
        .map(({ name, ...rest }) => [name, rest]),
    );
  }

  #below(source: string): number[] {
    return [...this.#sources].filter(([name]) => name === source || name.startsWith(`${source}.`)).map(([, { id }]) =>
      id
    );
  }

  #sizeBytes(): number {
    const used = this.#db.get<{ pages: number }>(
      "SELECT page_count - freelist_count AS pages FROM pragma_page_count, pragma_freelist_count",
    )!;
    return used.pages * 4096;
  }
}

/** An FTS5 expression for what a person typed: every word as it stands, the last one also as a beginning. */
function toMatch(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word, index) => `"${word}"${index === words.length - 1 ? "*" : ""}`).join(" ");
}

function toItem({ timeMs, level, fields, ...row }: Row): LogItem {
  return {
    ...row,
    time: new Date(timeMs).toISOString(),
    level: LEVELS[level]!,
    ...(fields === null ? {} : { fields: JSON.parse(fields) }),
  };
}
