import { migrate, openDatabase } from "../storage/mod.ts";
import type { Database, SqlValue } from "../storage/ports.ts";
import type { LogBranch, LogItem, LogQuery } from "./_log_query.ts";
import { words } from "./_log_query.ts";
import { LogText } from "./_log_text.ts";
import type { StoredLine } from "./_records.ts";
import { levelIndex, LEVELS } from "./levels.ts";

/** Lines that one statement inserts. */
const TOGETHER = 64;
/** Sources that are looked at one by one, as long as theirs are few of all lines. */
const MAX_SINGLE_SOURCES = 64;
/** Of how much time it is known which lines it has. */
const SPAN_MS = 5_000;
/** Beside its text, a line takes about so many bytes. */
const LINE_BYTES = 100;

interface Row {
  id: number;
  timeMs: number;
  level: number;
  source: string;
  message: string;
  fields: string | null;
}

/** A way along an index, or along all lines. */
interface Walk {
  source?: number;
  /** Of which the lines on the way have to be. */
  sources?: Source[];
  level?: number;
  index?: string;
}

interface Source {
  id: number;
  count: number;
  errors: number;
}

const COLUMNS = "l.id, l.time_ms AS timeMs, l.level, s.name AS source, l.message, l.fields";
const INSERT = "INSERT INTO log_lines (id, time_ms, level, source_id, message, fields) VALUES ";
const VALUES = "(?, ?, ?, ?, ?, ?)";
const INSERT_MANY = INSERT + Array(TOGETHER).fill(VALUES).join(", ");

/** The only SQL on logs.db; belongs to the log's thread. */
export class LogStore {
  readonly #db: Database;
  #sources = new Map<string, Source>();
  readonly #text: LogText;
  #last: number;

  constructor(path: string) {
    this.#db = openDatabase(path);
    // A log line lost to a power failure is bearable; an fsync for each flush is not worth it.
    this.#db.exec("PRAGMA synchronous = NORMAL");
    migrate(this.#db, "logs", new URL("./migrations/", import.meta.url));
    this.#text = new LogText(this.#db);
    this.#last = this.#db.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'log_lines'")?.seq ?? 0;
    this.#loadSources();
  }

  /** The id of the newest line that there ever was; 0 before the first. */
  get last(): number {
    return this.#last;
  }

  /** Stores all lines, whose ids go up, or throws and stores none. */
  append(lines: StoredLine[]): void {
    const touched = new Set<string>();
    try {
      this.#db.transaction(() => {
        for (let from = 0; from < lines.length;) {
          const together = lines.length - from >= TOGETHER ? TOGETHER : 1;
          const values = lines.slice(from, from += together).flatMap((line) => this.#values(line, touched));
          this.#db.run(together === TOGETHER ? INSERT_MANY : INSERT + VALUES, ...values);
        }
        this.#saveTimes(lines);
        this.#saveCounts(touched);
      });
      this.#last = lines.at(-1)?.id ?? this.#last;
    } catch (error) {
      this.#loadSources();
      throw error;
    }
  }

  /** Lines whose words cannot be found yet. */
  behind(): number {
    return this.#text.behind(this.#last);
  }

  /** Makes the words of up to `limit` more lines findable; answers whether there may be more. */
  index(limit: number): boolean {
    return this.#text.index(this.#last, limit);
  }

  /** Does one step of what makes searches quicker; answers whether there may be more to do. */
  merge(): boolean {
    return this.#text.merge();
  }

  /** Records that fit, oldest first. */
  query(query: LogQuery): LogItem[] {
    const { limit = 50, after, text } = query;
    const ascending = after !== undefined;
    const sources = query.source === undefined ? undefined : this.#below(query.source);
    if (sources?.length === 0) return [];
    const range = this.#range(query);
    if (range.to < range.from) return [];
    const found = words(text ?? "").length > 0
      ? this.#withText(query, sources, range)
      : this.#walks(query, sources).flatMap((walk) => this.#rows(query, range, walk));
    found.sort((a, b) => ascending ? a.id - b.id : b.id - a.id);
    const rows = found.slice(0, limit);
    if (!ascending) rows.reverse();
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
    const rows = this.#db.all<Row & { size: number }>(
      `SELECT ${COLUMNS}, length(l.message) + length(coalesce(l.fields, '')) AS size ` +
        "FROM log_lines l JOIN log_sources s ON s.id = l.source_id ORDER BY l.id LIMIT ?",
      limit,
    );
    let freed = 0;
    const stays = rows.findIndex(({ timeMs, size }) => {
      if (timeMs >= beforeMs && freed >= excess) return true;
      freed += size + LINE_BYTES;
      return false;
    });
    const going = stays < 0 ? rows : rows.slice(0, stays);
    const upTo = going.at(-1)?.id;
    if (upTo === undefined) return 0;
    const touched = new Set<string>();
    this.#db.transaction(() => {
      this.#db.run("DELETE FROM log_lines WHERE id <= ?", upTo);
      this.#db.run("DELETE FROM log_times WHERE last <= ?", upTo);
      this.#text.removed(upTo);
      for (const { source: name, level } of going) {
        const source = this.#sources.get(name)!;
        source.count--;
        if (level === levelIndex("error")) source.errors--;
        touched.add(name);
      }
      this.#saveCounts(touched);
    });
    this.#db.exec("PRAGMA incremental_vacuum(2048)");
    return going.length;
  }

  /**
   * Removes up to `limit` of the oldest lines of one source and what is below it, that are older than `beforeMs` or more than
   * about `maxBytes`; answers how many. How many lines that is goes by what its newest ones take.
   */
  pruneSource(prefix: string, { beforeMs, maxBytes }: { beforeMs: number; maxBytes: number }, limit: number): number {
    const sources = this.#below(prefix);
    const count = sources.reduce((sum, source) => sum + source.count, 0);
    const maxLines = Math.floor(maxBytes / this.#lineBytes(sources));
    let removed = 0;
    for (const source of sources) {
      if (removed >= limit) break;
      // Each source gives up its share, so that a quiet one beside a loud one keeps what it has.
      const excess = count > maxLines ? Math.ceil((count - maxLines) * source.count / count) : 0;
      removed += this.#removeOldest(source, { beforeMs, excess, limit: limit - removed });
    }
    if (removed > 0) this.#db.exec("PRAGMA incremental_vacuum(2048)");
    return removed;
  }

  #removeOldest(
    source: Source,
    { beforeMs, excess, limit }: { beforeMs: number; excess: number; limit: number },
  ): number {
    const rows = this.#db.all<{ id: number; timeMs: number; level: number }>(
      "SELECT id, time_ms AS timeMs, level FROM log_lines INDEXED BY log_lines_by_source WHERE source_id = ? " +
        "ORDER BY id LIMIT ?",
      source.id,
      limit,
    );
    const stays = rows.findIndex(({ timeMs }, index) => timeMs >= beforeMs && index >= excess);
    const going = stays < 0 ? rows : rows.slice(0, stays);
    const upTo = going.at(-1)?.id;
    if (upTo === undefined) return 0;
    this.#db.transaction(() => {
      // Their words find nothing any more, and go with the part of the index that they are in.
      this.#db.run(
        "DELETE FROM log_lines WHERE id IN (SELECT id FROM log_lines INDEXED BY log_lines_by_source " +
          "WHERE source_id = ? AND id <= ?)",
        source.id,
        upTo,
      );
      source.count -= going.length;
      source.errors -= going.filter(({ level }) => level === levelIndex("error")).length;
      this.#saveCounts(new Set([...this.#sources].filter(([, one]) => one === source).map(([name]) => name)));
    });
    return going.length;
  }

  /** About what a line of these takes. */
  #lineBytes(sources: Source[]): number {
    const { sum, n } = sources.slice(0, MAX_SINGLE_SOURCES).reduce((all, { id }) => {
      const row = this.#db.get<{ sum: number | null; n: number }>(
        "SELECT sum(length(message) + length(coalesce(fields, ''))) AS sum, count(*) AS n FROM (SELECT message, fields " +
          "FROM log_lines INDEXED BY log_lines_by_source WHERE source_id = ? ORDER BY id DESC LIMIT 500)",
        id,
      )!;
      return { sum: all.sum + (row.sum ?? 0), n: all.n + row.n };
    }, { sum: 0, n: 0 });
    return (n === 0 ? 0 : sum / n) + LINE_BYTES;
  }

  close(): void {
    this.#db.close();
  }

  #values(line: StoredLine, touched: Set<string>): SqlValue[] {
    let source = this.#sources.get(line.source);
    if (!source) {
      const { lastInsertRowid } = this.#db.run(
        "INSERT INTO log_sources (name, count, errors) VALUES (?, 0, 0)",
        line.source,
      );
      this.#sources.set(line.source, source = { id: lastInsertRowid, count: 0, errors: 0 });
    }
    source.count++;
    if (line.level === "error") source.errors++;
    touched.add(line.source);
    return [line.id, line.timeMs, levelIndex(line.level), source.id, line.message, line.fields];
  }

  #saveTimes(lines: StoredLine[]): void {
    const spans = new Map<number, { first: number; last: number }>();
    for (const { id, timeMs } of lines) {
      const span = Math.floor(timeMs / SPAN_MS);
      const known = spans.get(span);
      if (known) known.last = id;
      else spans.set(span, { first: id, last: id });
    }
    for (const [span, { first, last }] of spans) {
      this.#db.run(
        "INSERT INTO log_times VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
        span,
        first,
        last,
      );
    }
  }

  #saveCounts(names: Set<string>): void {
    for (const name of names) {
      const { id, count, errors } = this.#sources.get(name)!;
      this.#db.run("UPDATE log_sources SET count = ?, errors = ? WHERE id = ?", count, errors, id);
    }
  }

  #loadSources(): void {
    this.#sources = new Map(
      this.#db.all<Source & { name: string }>("SELECT * FROM log_sources").map(({ name, ...rest }) => [name, rest]),
    );
  }

  #below(source: string): Source[] {
    return [...this.#sources].filter(([name]) => name === source || name.startsWith(`${source}.`)).map(([, own]) =>
      own
    );
  }

  /** Is it quicker to look at each of them than at all lines? */
  #areFew(sources: Source[]): boolean {
    const count = (some: Iterable<Source>) => [...some].reduce((sum, each) => sum + each.count, 0);
    return sources.length <= MAX_SINGLE_SOURCES && count(sources) * 10 < count(this.#sources.values()) * sources.length;
  }

  /** Ids among which the lines of a query are. */
  #range({ before, after, fromMs, toMs }: LogQuery): { from: number; to: number } {
    let from = after === undefined ? 0 : after + 1;
    let to = before === undefined ? Number.MAX_SAFE_INTEGER : before - 1;
    if (fromMs !== undefined) {
      const { first } = this.#db.get<{ first: number | null }>(
        "SELECT min(first) AS first FROM log_times WHERE span >= ?",
        Math.floor(fromMs / SPAN_MS),
      )!;
      from = Math.max(from, first ?? Number.MAX_SAFE_INTEGER);
    }
    if (toMs !== undefined) {
      const { last } = this.#db.get<{ last: number | null }>(
        "SELECT max(last) AS last FROM log_times WHERE span <= ?",
        Math.floor(toMs / SPAN_MS),
      )!;
      to = Math.min(to, last ?? 0);
    }
    return { from, to };
  }

  /** The ways along indexes on which all that fits is found in order. */
  #walks({ level }: LogQuery, sources: Source[] | undefined): Walk[] {
    const levels = GRAVE[level ?? "debug"];
    if (sources && this.#areFew(sources)) {
      if (!levels) return sources.map(({ id }) => ({ source: id, index: "log_lines_by_source" }));
      const index = "log_lines_grave_by_source";
      return sources.flatMap(({ id }) => levels.map((level) => ({ source: id, level, index })));
    }
    return levels ? levels.map((level) => ({ sources, level, index: "log_lines_grave" })) : [{ sources }];
  }

  #rows(query: LogQuery, { from, to }: { from: number; to: number }, { source, sources, level, index }: Walk): Row[] {
    const { where, params } = conditions(query, sources);
    const of = source === undefined ? "" : "l.source_id = ? AND ";
    // Literally, since partial indexes are found by that.
    const grave = level === undefined ? "" : `l.level >= 2 AND l.level = ${level} AND `;
    return this.#db.all<Row>(
      `SELECT ${COLUMNS} FROM log_lines l ${index ? `INDEXED BY ${index}` : "NOT INDEXED"} ` +
        `CROSS JOIN log_sources s ON s.id = l.source_id WHERE ${of}${grave}l.id BETWEEN ? AND ?${where} ` +
        `ORDER BY l.id ${query.after === undefined ? "DESC" : "ASC"} LIMIT ?`,
      ...(source === undefined ? [] : [source]),
      from,
      to,
      ...params,
      query.limit ?? 50,
    );
  }

  #withText(query: LogQuery, sources: Source[] | undefined, { from, to }: { from: number; to: number }): Row[] {
    const { limit = 50, after, text } = query;
    const ascending = after !== undefined;
    const options = { columns: COLUMNS, ...conditions(query, sources), from, to, ascending, limit };
    return this.#text.search<Row>(words(text!), options);
  }

  #sizeBytes(): number {
    const used = this.#db.get<{ pages: number }>(
      "SELECT page_count - freelist_count AS pages FROM pragma_page_count, pragma_freelist_count",
    )!;
    return used.pages * 4096;
  }
}

/** Which levels are asked for, where these are few and have an index, by the least of them. */
const GRAVE: Record<string, number[] | undefined> = { warn: [2, 3], error: [3] };

function conditions(
  { level, fromMs, toMs }: LogQuery,
  sources: Source[] | undefined,
): { where: string; params: SqlValue[] } {
  const params: SqlValue[] = [];
  let where = "";
  const add = (condition: string, ...values: SqlValue[]) => {
    where += ` AND ${condition}`;
    params.push(...values);
  };
  if (sources) add("+l.source_id IN (SELECT value FROM json_each(?))", JSON.stringify(sources.map(({ id }) => id)));
  if (level) add(`l.level >= ${levelIndex(level)}`);
  if (fromMs !== undefined) add("l.time_ms >= ?", fromMs);
  if (toMs !== undefined) add("l.time_ms < ?", toMs);
  return { where, params };
}

function toItem({ timeMs, level, fields, ...row }: Row): LogItem {
  return {
    ...row,
    time: new Date(timeMs).toISOString(),
    level: LEVELS[level]!,
    ...(fields === null ? {} : { fields: JSON.parse(fields) }),
  };
}
