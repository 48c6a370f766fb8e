import type { SignalTaken } from "../sdk/workflow/run_driver.ts";
import type { Database, Writer } from "../storage/ports.ts";

export interface SignalsOptions {
  db: Database;
  writer: Writer;
  now(): number;
  /** A signal is on disk for a run that is not in memory, or does not wait for it. */
  unclaimed(): void;
}

interface Sent {
  data: unknown;
  /** Of signals with the same one only the first counts. */
  key?: string;
}

/** What came to runs from outside. A signal is kept from the moment that its sender is answered until it is taken. */
export class Signals {
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(private readonly options: SignalsOptions) {}

  /** Keeps a signal; `allowed` is asked within the commit and throws to refuse it. Resolves when it is on disk. */
  async send(
    { ord, name }: { ord: number; name: string },
    { data, key }: Sent,
    allowed: (db: Database) => void = () => {},
  ): Promise<void> {
    await this.options.writer.write((db) => {
      allowed(db);
      db.run(
        "INSERT INTO wf_signals (run, name, data, key, sent_at) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING",
        ord,
        name,
        JSON.stringify(data ?? null),
        key ?? null,
        this.options.now(),
      );
    });
    const waiting = this.#waiting.get(place(ord, name));
    if (!waiting) return this.options.unclaimed();
    for (const wake of [...waiting]) wake();
  }

  /**
   * The first signal of this name after position `after`, now or later. Rejects when `abort` does. `found` is called when
   * there is one that was waited for, a moment before.
   */
  next(
    ord: number,
    { name, after }: { name: string; after: number },
    abort: AbortSignal,
    found: () => void = () => {},
  ): Promise<SignalTaken> {
    const read = () => {
      const row = this.options.db.get<{ seq: number; data: string }>(
        "SELECT seq, data FROM wf_signals WHERE run = ? AND name = ? AND seq > ? ORDER BY seq LIMIT 1",
        ord,
        name,
        after,
      );
      return row && { seq: row.seq, data: JSON.parse(row.data) as unknown };
    };
    const first = read();
    if (first) return Promise.resolve(first);
    const { promise, resolve, reject } = Promise.withResolvers<SignalTaken>();
    const key = place(ord, name);
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting);
    const leave = () => {
      waiting.delete(wake);
      if (waiting.size === 0 && this.#waiting.get(key) === waiting) this.#waiting.delete(key);
      abort.removeEventListener("abort", aborted);
    };
    const wake = () => {
      const taken = read();
      if (!taken) return;
      leave();
      found();
      resolve(taken);
    };
    const aborted = () => {
      leave();
      reject(abort.reason);
    };
    waiting.add(wake);
    abort.addEventListener("abort", aborted, { once: true });
    return promise;
  }
}

function place(ord: number, name: string): string {
  return `${ord}/${name}`;
}
