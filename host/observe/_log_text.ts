import type { Database, SqlValue } from "../storage/ports.ts";
import { plain } from "./_log_query.ts";

/** Lines in one table of words. */
const PART = 250_000;
/** A beginning that stands for so few words is looked up as those, one by one, which is quicker. */
const MAX_ENDINGS = 8;
/** Pages of words that one step of a merge writes; some 30 ms. */
const MERGE_PAGES = 100;

/**
 * The words of the lines, in tables of 250,000 lines each: a search for the newest looks into the last one first and mostly
 * needs no other, and what is too old goes as a whole. The tables are brought up to date behind the lines.
 */
export class LogText {
  /** The last line whose words can be found. */
  #indexed: number;
  readonly #parts: Set<number>;
  /** Parts whose list of words can be asked. */
  readonly #vocabularies = new Set<number>();
  /** Parts before this one are merged. */
  #merged: number;
  /** The part whose merge has begun. */
  #merging: number | undefined;

  constructor(private readonly db: Database) {
    const { indexed, merged } = db.get<{ indexed: number; merged: number }>(
      "SELECT indexed, merged FROM log_position",
    )!;
    this.#indexed = indexed;
    this.#merged = merged;
    const tables = db.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE log_words_%'",
    );
    this.#parts = new Set(tables.map(({ name }) => Number(name.slice("log_words_".length))));
  }

  /** Lines up to `last` whose words cannot be found yet. */
  behind(last: number): number {
    return last - this.#indexed;
  }

  /** Makes the words of up to `limit` more lines findable; answers whether there may be more. */
  index(last: number, limit: number): boolean {
    if (last <= this.#indexed) return false;
    const part = partOf(this.#indexed + 1);
    const upTo = Math.min(last, this.#indexed + limit, (part + 1) * PART - 1);
    this.db.transaction(() => {
      if (!this.#parts.has(part)) this.#create(part);
      this.db.run(
        `INSERT INTO log_words_${part} (rowid, message, fields) ` +
          "SELECT id, message, fields FROM log_lines WHERE id > ? AND id <= ?",
        this.#indexed,
        upTo,
      );
      this.db.run("UPDATE log_position SET indexed = ?", upTo);
    });
    this.#parts.add(part);
    this.#indexed = upTo;
    return upTo < last;
  }

  /**
   * Does one step of bringing a full part's words together: what was added in 50 turns is looked up in 50 places. Answers
   * whether there may be more to do.
   */
  merge(): boolean {
    const full = [...this.#parts].filter((part) => part >= this.#merged && part < partOf(this.#indexed + 1));
    if (full.length === 0) return false;
    const part = Math.min(...full);
    const table = `log_words_${part}`;
    const before = this.#changes();
    // A number below zero begins to merge all that there is, one above goes on.
    this.db.run(
      `INSERT INTO ${table} (${table}, rank) VALUES ('merge', ?)`,
      this.#merging === part ? MERGE_PAGES : -MERGE_PAGES,
    );
    this.#merging = part;
    // So FTS5 says that nothing was left to do.
    if (this.#changes() - before >= 2) return true;
    this.#merged = part + 1;
    this.db.run("UPDATE log_position SET merged = ?", this.#merged);
    return full.length > 1;
  }

  /**
   * The first rows with all these words, of which the last may be a beginning, in the order of their ids. `where` is about `l`,
   * a line, and `s`, its source.
   */
  search<Row>(
    words: string[],
    { columns, where, params, from, to, ascending, limit }: {
      columns: string;
      where: string;
      params: SqlValue[];
      from: number;
      to: number;
      ascending: boolean;
      limit: number;
    },
  ): Row[] {
    const parts = [...this.#parts].filter((part) => part >= partOf(from) && part <= partOf(to));
    parts.sort((a, b) => ascending ? a - b : b - a);
    const found: Row[] = [];
    for (const part of parts) {
      if (found.length >= limit) break;
      found.push(...this.db.all<Row>(
        `SELECT ${columns} FROM log_words_${part} t CROSS JOIN log_lines l ON l.id = t.rowid ` +
          `CROSS JOIN log_sources s ON s.id = l.source_id WHERE log_words_${part} MATCH ? ` +
          `AND t.rowid BETWEEN ? AND ?${where} ORDER BY t.rowid ${ascending ? "ASC" : "DESC"} LIMIT ?`,
        this.#match(part, words),
        from,
        to,
        ...params,
        limit - found.length,
      ));
    }
    return found;
  }

  /** Lines up to this one are gone; within the transaction in which they go. Words of lines that are not there find nothing. */
  removed(upTo: number): void {
    for (const part of this.#parts) {
      if ((part + 1) * PART - 1 > upTo) continue;
      if (this.#vocabularies.delete(part)) this.db.exec(`DROP TABLE temp.log_vocabulary_${part}`);
      this.db.exec(`DROP TABLE log_words_${part}`);
      this.#parts.delete(part);
    }
    if (upTo <= this.#indexed) return;
    this.#indexed = upTo;
    this.db.run("UPDATE log_position SET indexed = ?", upTo);
  }

  /** An FTS5 expression for words; none has a character that means something there. */
  #match(part: number, words: string[]): string {
    const last = words.at(-1)!;
    const whole = words.slice(0, -1).map((word) => `"${word}" AND `).join("");
    // What is not ASCII the index may fold in another way.
    const longer = /^\p{ASCII}*$/u.test(last) ? this.#longer(part, plain(last)) : undefined;
    if (!longer || longer.length >= MAX_ENDINGS) return `${whole}"${last}"*`;
    return `${whole}(${[last, ...longer].map((term) => `"${term}"`).join(" OR ")})`;
  }

  /** Words of a part that begin with this one and are longer; at most so many as are looked up one by one. */
  #longer(part: number, beginning: string): string[] {
    if (!this.#vocabularies.has(part)) {
      this.db.exec(
        `CREATE VIRTUAL TABLE temp.log_vocabulary_${part} USING fts5vocab ('main', 'log_words_${part}', 'row')`,
      );
      this.#vocabularies.add(part);
    }
    // The word itself is left out, since all lines of each word that is told are counted.
    return this.db.all<{ term: string }>(
      `SELECT term FROM log_vocabulary_${part} WHERE term >= ? AND term < ? LIMIT ?`,
      `${beginning}\u0001`,
      `${beginning}\u{10FFFF}`,
      MAX_ENDINGS,
    ).map(({ term }) => term);
  }

  #changes(): number {
    return this.db.get<{ n: number }>("SELECT total_changes() AS n")!.n;
  }

  #create(part: number): void {
    this.db.exec(
      `CREATE VIRTUAL TABLE IF NOT EXISTS log_words_${part} USING fts5 ` +
        "(message, fields, content = 'log_lines', content_rowid = 'id', detail = none, columnsize = 0)",
    );
    // While lines come they are merged rarely: that is most of the work.
    const table = `log_words_${part}`;
    this.db.exec(`INSERT INTO ${table} (${table}, rank) VALUES ('automerge', 0), ('crisismerge', 64)`);
  }
}

function partOf(id: number): number {
  return Math.floor(id / PART);
}
