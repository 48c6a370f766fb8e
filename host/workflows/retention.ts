import type { Database, Writer } from "../storage/ports.ts";
import { runNames } from "./run_names.ts";
import { pruneVersions } from "./version_store.ts";

/** Ended runs older than this are forgotten. */
const KEEP_MS = 30 * 86_400_000;
/** Of one workflow at most so many ended runs are kept. */
const KEEP_RUNS = 5_000;
/** Ended runs after which the rest is looked at again. */
const EVERY = 500;
const SLICE = 500;

/** Forgets ended runs by age and number, in small slices, so that history never fills the disk. */
export class Retention {
  #ended = 0;
  #busy = false;

  constructor(private readonly writer: Writer, private readonly now: () => number) {}

  /** A run ended. */
  runEnded(): void {
    if (++this.#ended < EVERY) return;
    this.#ended = 0;
    void this.prune();
  }

  /** Forgets what is too old or too much. Answers how many runs. */
  async prune(): Promise<number> {
    if (this.#busy) return 0;
    this.#busy = true;
    try {
      let total = 0;
      for (;;) {
        const count = await this.writer.write((db) => this.#slice(db));
        total += count;
        if (count < SLICE) break;
      }
      await this.writer.write(pruneVersions);
      return total;
    } catch {
      // A full disk or a closing host: the next time does it.
      return 0;
    } finally {
      this.#busy = false;
    }
  }

  #slice(db: Database): number {
    const old = "SELECT ord FROM wf_runs WHERE ended_at < ? ORDER BY ended_at LIMIT ?";
    let count = db.run(`DELETE FROM wf_runs WHERE ord IN (${old})`, this.now() - KEEP_MS, SLICE).changes;
    for (const name of runNames(db)) {
      const first = db.get<{ ord: number }>(
        "SELECT ord FROM wf_runs WHERE name = ? ORDER BY ord DESC LIMIT 1 OFFSET ?",
        name,
        KEEP_RUNS,
      );
      if (!first || count >= SLICE) continue;
      const many = "SELECT ord FROM wf_runs WHERE name = ? AND ord <= ? AND ended_at IS NOT NULL ORDER BY ord LIMIT ?";
      count += db.run(`DELETE FROM wf_runs WHERE ord IN (${many})`, name, first.ord, SLICE - count).changes;
    }
    return count;
  }
}
