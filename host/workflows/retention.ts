import type { Database, Writer } from "../storage/ports.ts";
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
    return db.run(
      "DELETE FROM wf_runs WHERE ord IN (SELECT ord FROM wf_runs AS run WHERE state IN ('succeeded', 'failed', 'cancelled') " +
        "AND (ended_at < ? OR ord < (SELECT ord FROM wf_runs WHERE name = run.name ORDER BY ord DESC LIMIT 1 OFFSET ?)) LIMIT ?)",
      this.now() - KEEP_MS,
      KEEP_RUNS,
      SLICE,
    ).changes;
  }
}
