import type { Logger } from "../observe/ports.ts";
import type { AdmitParams, AdmitResult, ScriptDescription } from "../sdk/workflow/protocol.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { Alarms } from "./alarms.ts";
import type { Compartments } from "./compartments.ts";
import { flowNeedsScript, hasFlow, settleFlow, textAt } from "./flow.ts";
import { type Created, nothingCreated } from "./created.ts";
import { getVersion } from "./version_store.ts";
import { deleteRuns } from "./run_removal.ts";
import { type RunRow, selectRuns, updateRun } from "./run_store.ts";

export interface AdmissionOptions {
  db: Database;
  writer: Writer;
  alarms: Alarms;
  compartments: Compartments;
  logger: Logger;
  now(): number;
  /** Runs of a workflow may begin; others that stood behind them may be of any key. */
  admitted(name: string, created: Created): void;
}

const BATCH = 100;
const AGAIN_MS = 2_000;

/**
 * Asks scripts about runs that their events made: the filter functions of triggers and the key function of
 * `concurrency` are code of the script and are executed in its compartment. In the order of the events; a run that is
 * not admitted leaves no trace.
 */
export class Admission {
  readonly #busy = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  #closed = false;

  constructor(private readonly options: AdmissionOptions) {}

  /** Looks at the runs of this workflow that have not been asked about. */
  wake(name: string): void {
    if (this.#closed) return;
    if (this.#busy.has(name)) return void this.#again.add(name);
    const work = this.#admitAll(name).catch((error) => {
      if (this.#closed) return;
      this.options.logger.warn(`Events for "${name}" wait: its script could not be asked: ${(error as Error).message}`);
      this.options.alarms.at(this.options.now() + AGAIN_MS, () => this.wake(name));
    }).finally(() => {
      this.#busy.delete(name);
      if (this.#again.delete(name)) this.wake(name);
    });
    this.#busy.set(name, work);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#busy.values());
  }

  async #admitAll(name: string): Promise<void> {
    while (!this.#closed) {
      const rows = selectRuns(
        this.options.db,
        "state = 'queued' AND name = ? AND admitted = 0 ORDER BY ord LIMIT ?",
        name,
        BATCH,
      );
      if (rows.length === 0) return;
      // A version answers for its own runs; those behind them of another version wait their turn.
      const other = rows.findIndex(({ hash }) => hash !== rows[0]!.hash);
      const batch = other === -1 ? rows : rows.slice(0, other);
      const verdicts = await this.#ask(batch);
      const created = nothingCreated();
      const { description } = getVersion(this.options.db, batch[0]!.hash)!;
      await this.options.writer.write((db) =>
        batch.forEach((row, at) => this.#apply(db, row, { verdict: verdicts[at], description, created }))
      );
      this.options.admitted(name, created);
    }
  }

  async #ask(rows: RunRow[]): Promise<AdmitResult> {
    const { hash, name } = rows[0]!;
    const params: AdmitParams = {
      items: rows.map(({ id, event, input, candidates }) => ({ id, event, input, triggers: candidates })),
    };
    const compartment = await this.options.compartments.acquire({ hash, name });
    try {
      return await compartment.request<AdmitResult>("script.admit", params);
    } finally {
      this.options.compartments.release(hash, compartment);
    }
  }

  #apply(db: Database, row: RunRow, { verdict, description, created }: Applied): void {
    if (verdict === undefined) throw new TypeError(`The script of "${row.name}" did not answer for every run`);
    if ("error" in verdict) {
      const endedAt = this.options.now();
      updateRun(db, row.ord, { admitted: true, state: "failed", error: verdict.error, startedAt: endedAt, endedAt });
    } else if (verdict.admitted) {
      const key = verdict.key ?? row.key;
      updateRun(db, row.ord, { admitted: true, key });
      if (!hasFlow(description)) return;
      const now = this.options.now();
      settleFlow(db, description, { ...row, key }, { values: verdict.flow ?? {}, now, created });
    } else {
      if (db.get("SELECT 1 FROM wf_runs WHERE ord = ? AND admitted = 0", row.ord)) deleteRuns(db, [row.ord]);
    }
  }
}

interface Applied {
  verdict: AdmitResult[number] | undefined;
  description: ScriptDescription;
  created: Created;
}

/** Must the script be asked before a run with these triggers may begin? */
export function needsScript(description: ScriptDescription, candidates: number[]): boolean {
  const { triggers, concurrency } = description;
  if (concurrency?.key === "script" || flowNeedsScript(description)) return true;
  const first = triggers[candidates[0] ?? -1];
  return first?.kind === "event" && first.filter;
}

/** The key of `concurrency` where the host can tell: by a path of the event, or of `{event, input}`. */
export function keyByPath({ concurrency }: ScriptDescription, cause: { event?: unknown; input?: unknown }): string {
  return textAt(cause, concurrency?.key) ?? "";
}
