import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { Database } from "../storage/ports.ts";

/** One event on its way in: the envelope without a position, and its JSON. */
export interface Draft {
  event: BusEvent;
  body: string;
}

/** What the log holds of one type. */
export interface TypeRow {
  id: number;
  name: string;
  count: number;
  bytes: number;
  lastSeq: number;
}

/** A position in the log with its event's JSON. */
interface Row {
  seq: number;
  body: string;
}

/** Rows of one insert, most first: few sizes, so that each is a statement which is ready. */
const INSERT_ROWS = [64, 8, 1];
const INSERT_SQL = new Map(INSERT_ROWS.map((rows) => {
  const values = Array(rows).fill("(?, ?, ?, ?, ?, ?)").join(", ");
  return [
    rows,
    `INSERT INTO bus_events (seq, type_id, time_ms, source, id, body) VALUES ${values} ON CONFLICT DO NOTHING`,
  ];
}));

/** Part of the log and what is wanted of it. */
export interface ScanRange {
  low: number;
  high: number;
  /** Oldest first instead of newest first. */
  forward: boolean;
  typeIds: number[];
  source: string | undefined;
  subject: string | undefined;
  causeid: string | undefined;
  text: string | undefined;
  limit: number;
}

/** The only SQL on events and types. Methods that write run inside a job of the writer. */
export class EventStore {
  #types = new Map<string, TypeRow>();
  #changed = new Set<TypeRow>();
  /** 0 = not known now. */
  #oldest = 0;

  constructor(readonly db: Database) {
    this.reload();
  }

  /** Reads the types again: after a transaction that was undone. */
  reload(): void {
    this.#oldest = 0;
    this.#changed.clear();
    this.#types = new Map(
      this.db.all<TypeRow>("SELECT id, name, count, bytes, last_seq AS lastSeq FROM bus_types")
        .map((row) => [row.name, { ...row }]),
    );
  }

  head(): number {
    return this.db.get<{ seq: number }>("SELECT seq FROM bus_events ORDER BY seq DESC LIMIT 1")?.seq ?? 0;
  }

  /** Position of the oldest event, 0 when empty. */
  oldest(): number {
    return this.#oldest ||= this.db.get<{ seq: number }>("SELECT seq FROM bus_events ORDER BY seq LIMIT 1")?.seq ?? 0;
  }

  types(): TypeRow[] {
    return [...this.#types.values()];
  }

  /**
   * Appends under the positions from `seq` on, in this order. Answers the position of each; 0 where source and id are
   * there already, and then the next one gets its position.
   */
  append(seq: number, drafts: Draft[], timeMs: number): number[] {
    const seqs: number[] = [];
    let next = seq;
    for (let at = 0; at < drafts.length;) {
      const left = drafts.length - at;
      const rows = INSERT_ROWS.find((size) => size <= left)!;
      if (rows > 1 && this.#insert(next, drafts, at, rows, timeMs)) {
        for (let row = 0; row < rows; row++) seqs.push(next++);
      } else {
        for (let row = at; row < at + rows; row++) {
          seqs.push(this.#insert(next, drafts, row, 1, timeMs) ? next++ : 0);
        }
      }
      at += rows;
    }
    return seqs;
  }

  /** Several rows in one statement cost half of what they cost one by one. True when all of them are in, else none is. */
  #insert(seq: number, drafts: Draft[], at: number, rows: number, timeMs: number): boolean {
    const params: (string | number)[] = [];
    for (let row = 0; row < rows; row++) {
      const { event, body } = drafts[at + row]!;
      const type = this.#types.get(event.type) ?? this.#addType(event.type);
      params.push(seq + row, type.id, timeMs, event.source, event.id, body);
    }
    const { changes } = this.db.run(INSERT_SQL.get(rows)!, ...params);
    if (changes < rows) {
      if (changes > 0) this.db.run("DELETE FROM bus_events WHERE seq BETWEEN ? AND ?", seq, seq + rows - 1);
      return false;
    }
    for (let row = 0; row < rows; row++) {
      const { event, body } = drafts[at + row]!;
      const type = this.#types.get(event.type)!;
      type.count++;
      type.bytes += body.length;
      type.lastSeq = seq + row;
      this.#changed.add(type);
    }
    return true;
  }

  knows(type: string): boolean {
    return this.#types.has(type);
  }

  /** Writes the counts of the types that changed; the last thing in a job that appended or removed. */
  saveCounts(): void {
    for (const type of this.#changed) {
      this.db.run(
        "UPDATE bus_types SET count = ?, bytes = ?, last_seq = ? WHERE id = ?",
        type.count,
        type.bytes,
        type.lastSeq,
        type.id,
      );
    }
    this.#changed.clear();
  }

  seqOf(source: string, id: string): number {
    return this.db.get<{ seq: number }>("SELECT seq FROM bus_events WHERE id = ? AND source = ?", id, source)!.seq;
  }

  get(seq: number): BusEvent | undefined {
    const row = this.db.get<Row>("SELECT seq, body FROM bus_events WHERE seq = ?", seq);
    return row && parseEvent(row);
  }

  /** The newest event of this id, whatever its source, before a position. */
  byId(id: string, before: number): BusEvent | undefined {
    const row = this.db.get<Row>(
      "SELECT seq, body FROM bus_events WHERE id = ? AND seq < ? ORDER BY seq DESC LIMIT 1",
      id,
      before,
    );
    return row && parseEvent(row);
  }

  /** Events of the types that `matches` takes, after `since` and oldest first, or before `before` and newest first. */
  read(
    matches: (type: string) => boolean,
    range: { since: number } | { before: number },
    limit: number,
  ): BusEvent[] {
    const forward = "since" in range;
    const bound = forward ? range.since : range.before;
    const types = this.types();
    const wanted = types.filter((type) => matches(type.name) && (!forward || type.lastSeq > bound));
    if (wanted.length === 0) return [];
    const [compare, order] = forward ? [">", "ASC"] : ["<", "DESC"];
    if (wanted.length === types.length) {
      const sql = `SELECT seq, body FROM bus_events WHERE seq ${compare} ? ORDER BY seq ${order} LIMIT ?`;
      return this.db.all<Row>(sql, bound, limit).map(parseEvent);
    }
    if (wanted.length === 1) {
      const sql =
        `SELECT seq, body FROM bus_events WHERE type_id = ? AND seq ${compare} ? ORDER BY seq ${order} LIMIT ?`;
      return this.db.all<Row>(sql, wanted[0]!.id, bound, limit).map(parseEvent);
    }
    // Positions alone come from the index, type by type; only the events that are returned are read.
    const sql = `SELECT seq FROM bus_events WHERE type_id = ? AND seq ${compare} ? ORDER BY seq ${order} LIMIT ?`;
    const seqs = wanted.flatMap((type) => this.db.all<{ seq: number }>(sql, type.id, bound, limit))
      .map((row) => row.seq).sort((a, b) => forward ? a - b : b - a);
    return seqs.slice(0, limit).map((seq) => this.get(seq)!);
  }

  /** Position of the first event after `since` whose type `matches` takes. */
  next(matches: (type: string) => boolean, since: number): number | undefined {
    let first: number | undefined;
    for (const type of this.#types.values()) {
      if (type.lastSeq <= since || !matches(type.name)) continue;
      const row = this.db.get<{ seq: number }>(
        "SELECT seq FROM bus_events WHERE type_id = ? AND seq > ? ORDER BY seq LIMIT 1",
        type.id,
        since,
      );
      if (row && (first === undefined || row.seq < first)) first = row.seq;
    }
    return first;
  }

  /** Position of the last event that was appended before this time, 0 when there is none. */
  positionBefore(timeMs: number): number {
    let [low, high] = [this.oldest() - 1, this.head()];
    // Appended in the order of their times, but for a clock that was put back: then this is one of the right places.
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const row = this.db.get<{ seq: number; timeMs: number }>(
        "SELECT seq, time_ms AS timeMs FROM bus_events WHERE seq <= ? ORDER BY seq DESC LIMIT 1",
        middle,
      );
      if (row && row.timeMs >= timeMs) high = row.seq - 1;
      else low = middle;
    }
    return Math.max(0, low);
  }

  typeIds(matches: (type: string) => boolean): number[] {
    return this.types().filter((type) => matches(type.name)).map((type) => type.id);
  }

  /** Events at the positions `low` to `high` that fit, each with the length of its JSON. */
  scan(range: ScanRange): { event: BusEvent; size: number }[] {
    const { low, high, forward, typeIds, source, subject, causeid, text, limit } = range;
    const where = ["seq BETWEEN ? AND ?"];
    const params: (string | number)[] = [low, high];
    if (typeIds.length < this.#types.size) {
      where.push("type_id IN (SELECT value FROM json_each(?))");
      params.push(JSON.stringify(typeIds));
    }
    if (source !== undefined) {
      where.push("source = ?");
      params.push(source);
    }
    if (subject !== undefined) {
      where.push("json_extract(body, '$.subject') = ?");
      params.push(subject);
    }
    if (causeid !== undefined) {
      // The first finds it fast, the second knows.
      where.push("instr(body, ?) > 0 AND json_extract(body, '$.causeid') = ?");
      params.push(JSON.stringify(causeid), causeid);
    }
    if (text !== undefined) {
      where.push("body LIKE ? ESCAPE '!'");
      // As it stands in the body, which is JSON.
      params.push(`%${JSON.stringify(text).slice(1, -1).replace(/[%_!]/g, "!$&")}%`);
    }
    const sql = `SELECT seq, body FROM bus_events WHERE ${where.join(" AND ")} ` +
      `ORDER BY seq ${forward ? "ASC" : "DESC"} LIMIT ?`;
    return this.db.all<Row>(sql, ...params, limit).map((row) => ({ event: parseEvent(row), size: row.body.length }));
  }

  timeOf(seq: number): number | undefined {
    return this.db.get<{ timeMs: number }>("SELECT time_ms AS timeMs FROM bus_events WHERE seq = ?", seq)?.timeMs;
  }

  /** How many events after `since` have a type that `matches` takes. */
  countAfter(matches: (type: string) => boolean, since: number): number {
    let total = 0;
    for (const type of this.#types.values()) {
      if (type.lastSeq <= since || !matches(type.name)) continue;
      const sql = "SELECT count(*) AS n FROM bus_events WHERE type_id = ? AND seq > ?";
      total += this.db.get<{ n: number }>(sql, type.id, since)!.n;
    }
    return total;
  }

  /** How many events the log holds. */
  count(): number {
    let total = 0;
    for (const type of this.#types.values()) total += type.count;
    return total;
  }

  /** Total size of the JSON that the log holds. */
  bytes(): number {
    let total = 0;
    for (const type of this.#types.values()) total += type.bytes;
    return total;
  }

  /**
   * Removes from the oldest on: what was appended before `beforeMs`, and what lies above `maxBytes`; at most `limit`
   * events, none after position `upTo`. Answers how many.
   */
  prune(options: { beforeMs: number; maxBytes: number; upTo: number; limit: number }): number {
    const rows = this.db.all<{ seq: number; typeId: number; timeMs: number; body: string }>(
      "SELECT seq, type_id AS typeId, time_ms AS timeMs, body FROM bus_events WHERE seq <= ? " +
        "ORDER BY seq LIMIT ?",
      options.upTo,
      options.limit,
    );
    const byId = new Map(this.types().map((type) => [type.id, type]));
    let excess = this.bytes() - options.maxBytes;
    let removed = 0;
    this.#oldest = 0;
    for (const row of rows) {
      if (row.timeMs >= options.beforeMs && excess <= 0) break;
      this.db.run("DELETE FROM bus_events WHERE seq = ?", row.seq);
      const type = byId.get(row.typeId)!;
      type.count--;
      type.bytes -= row.body.length;
      this.#changed.add(type);
      excess -= row.body.length;
      removed++;
    }
    this.saveCounts();
    return removed;
  }

  #addType(name: string): TypeRow {
    const { lastInsertRowid } = this.db.run(
      "INSERT INTO bus_types (name, count, bytes, last_seq) VALUES (?, 0, 0, 0)",
      name,
    );
    const type = { id: lastInsertRowid, name, count: 0, bytes: 0, lastSeq: 0 };
    this.#types.set(name, type);
    return type;
  }
}

function parseEvent(row: Row): BusEvent {
  const event = JSON.parse(row.body) as BusEvent;
  event.seq = row.seq;
  return event;
}
