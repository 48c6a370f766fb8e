import type { Database, Writer } from "../storage/ports.ts";
import { firstSince } from "./run_filter.ts";
import { runNames } from "./run_names.ts";
import { deleteRuns } from "./run_removal.ts";
import { pruneVersions } from "./version_store.ts";

/** How much of the history is kept: what is beyond any of these goes, oldest first. 0 = no limit. */
export interface KeepOptions {
  /** Milliseconds since a run ended. */
  maxAgeMs: number;
  /** Ended runs of one workflow. */
  maxRuns: number;
  /** Bytes of all long values of runs together: those are what makes a history large. */
  maxBytes: number;
}

export interface RetentionOptions {
  writer: Writer;
  now(): number;
  keep: KeepOptions;
  /** What is said of single workflows. */
  workflows?: Record<string, Partial<Pick<KeepOptions, "maxAgeMs" | "maxRuns">>>;
}

export const KEEP: KeepOptions = { maxAgeMs: 30 * 86_400_000, maxRuns: 5_000, maxBytes: 4 * 1024 ** 3 };

/** Ended runs after which the rest is looked at again, as soon as none has ended for a while. */
const EVERY = 500;
const QUIET_MS = 1_000;
/** Ended runs that do not wait for that any more. */
const AT_ONCE = 20_000;
/** Runs that one transaction forgets, and bytes of their journals after which it ends. */
const SLICE = 100;
const SLICE_BYTES = 8 * 1024 * 1024;

/** Forgets ended runs by age, number and size, in small slices, so that history never fills the disk. */
export class Retention {
  #ended = 0;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #busy = false;

  constructor(private readonly options: RetentionOptions) {}

  /** A run ended. */
  runEnded(): void {
    if (++this.#ended % EVERY !== 0) return;
    clearTimeout(this.#quiet);
    if (this.#ended >= AT_ONCE) void this.prune();
    else this.#quiet = setTimeout(() => void this.prune(), QUIET_MS);
  }

  close(): void {
    clearTimeout(this.#quiet);
  }

  /** Forgets what is too old or too much. Answers how many runs. */
  async prune(): Promise<number> {
    if (this.#busy) return 0;
    this.#busy = true;
    this.#ended = 0;
    const { writer } = this.options;
    try {
      let total = 0;
      for (let more = true; more;) {
        const count = await writer.write((db) => this.#slice(db), { durability: "normal" });
        total += count;
        more = count > 0;
      }
      if (total > 0) await writer.write(pruneVersions);
      return total;
    } catch {
      // A full disk or a closing host: the next time does it.
      return 0;
    } finally {
      this.#busy = false;
    }
  }

  #slice(db: Database): number {
    const { runs, bytes } = this.#excess(db);
    const aside = asideBytes(db, runs);
    let freed = 0;
    let count = 0;
    // One alone may be larger than that.
    while (count < runs.length && (count === 0 || freed < bytes)) freed += aside.get(runs[count++]!) ?? 0;
    return deleteRuns(db, runs.slice(0, count));
  }

  /** Some of the runs that are to go, oldest first, until so many bytes are freed. None that has not ended. */
  #excess(db: Database): { runs: number[]; bytes: number } {
    const { keep, now, workflows = {} } = this.options;
    for (const name of runNames(db)) {
      const { maxAgeMs, maxRuns } = { ...keep, ...workflows[name] };
      const runs = new Set([
        ...(maxAgeMs > 0 ? tooOld(db, name, now() - maxAgeMs) : []),
        ...(maxRuns > 0 ? tooMany(db, name, maxRuns) : []),
      ]);
      if (runs.size > 0) return { runs: [...runs], bytes: SLICE_BYTES };
    }
    const over = keep.maxBytes === 0 ? 0 : usedBytes(db) - keep.maxBytes;
    return { runs: over > 0 ? withLongValues(db) : [], bytes: Math.min(over, SLICE_BYTES) };
  }
}

function withLongValues(db: Database): number[] {
  const rows = db.all<{ ord: number }>(
    "SELECT DISTINCT v.run AS ord FROM wf_run_values v JOIN wf_runs r ON r.ord = v.run WHERE r.ended_at IS NOT NULL " +
      "ORDER BY v.run LIMIT ?",
    SLICE,
  );
  return ordsOf(rows);
}

function tooOld(db: Database, name: string, before: number): number[] {
  const first = firstSince(db, before);
  const rows = db.all<{ ord: number }>(
    // What began after that cannot have ended before it.
    "SELECT ord FROM wf_runs WHERE name = ? AND ord < ? AND ended_at < ? ORDER BY ord LIMIT ?",
    name,
    first,
    before,
    SLICE,
  );
  return ordsOf(rows);
}

/** Ended runs before the newest so many of a workflow. */
function tooMany(db: Database, name: string, keep: number): number[] {
  const first = db.get<{ ord: number }>(
    "SELECT ord FROM wf_runs WHERE name = ? ORDER BY ord DESC LIMIT 1 OFFSET ?",
    name,
    keep,
  );
  if (!first) return [];
  const rows = db.all<{ ord: number }>(
    "SELECT ord FROM wf_runs WHERE name = ? AND ord <= ? AND ended_at IS NOT NULL ORDER BY ord LIMIT ?",
    name,
    first.ord,
    SLICE,
  );
  return ordsOf(rows);
}

/** Bytes of the values that are kept aside: what makes a history large. */
function usedBytes(db: Database): number {
  return db.get<{ bytes: number }>("SELECT coalesce(sum(bytes), 0) AS bytes FROM wf_values")!.bytes;
}

/** Bytes of the long values of those that have some. */
function asideBytes(db: Database, runs: number[]): Map<number, number> {
  const rows = db.all<{ run: number; bytes: number }>(
    "SELECT r.run, sum(v.bytes) AS bytes FROM wf_run_values r JOIN wf_values v ON v.id = r.value " +
      "WHERE r.run IN (SELECT value FROM json_each(?)) GROUP BY r.run",
    JSON.stringify(runs),
  );
  return new Map(rows.map(({ run, bytes }) => [run, bytes]));
}

function ordsOf(rows: { ord: number }[]): number[] {
  return rows.map(({ ord }) => ord);
}
