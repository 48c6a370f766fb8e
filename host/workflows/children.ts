import type { TransactionalLog } from "../bus/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { StepError } from "../sdk/workflow/step_error.ts";
import { present } from "../sdk/workflow/codec.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { InputCheck } from "./input_check.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun } from "./new_run.ts";
import type { RunEnds } from "./run_ends.ts";
import { type RunRow, selectRuns } from "./run_store.ts";
import type { Version } from "./version_store.ts";

export interface ChildrenOptions {
  db: Database;
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  input: InputCheck;
  ends: RunEnds;
  now(): number;
  live(name: string): Version | undefined;
  created(name: string, created: Created): void;
  /** Ends a child whose parent does not wait for it any more. */
  cancel(id: string): void;
}

export interface Invocation {
  workflow: string;
  input: unknown;
  /** `run/step/occurrence`: the same child however often the parent is replayed. */
  key: string;
}

export interface ChildHooks {
  /** The child is on disk. */
  begun(): void;
  /** It ended, of which the promise tells in a moment. */
  ended(): void;
}

/** Runs that runs begin by `invoke`. */
export class Children {
  constructor(private readonly options: ChildrenOptions) {}

  /** Begins the child, or finds it, and answers what it returned. Rejects with its error. */
  async invoke(
    parent: RunRow,
    { workflow, input: given, key }: Invocation,
    signal: AbortSignal,
    { begun, ended }: ChildHooks,
  ): Promise<unknown> {
    const { db, writer, log, input, ends, now } = this.options;
    const idem = `invoke:${key}`;
    let id = db.get<{ id: string }>("SELECT id FROM wf_runs WHERE name = ? AND idem = ?", workflow, idem)?.id;
    if (id === undefined) {
      const version = this.options.live(workflow);
      if (!version) throw new RpcError("not_found", `No workflow "${workflow}" has a version that runs`);
      const triggers = version.description.triggers;
      const index = ["call", "manual"].map((kind) => triggers.findIndex((one) => one.kind === kind)).find((at) =>
        at >= 0
      );
      if (index === undefined) {
        throw new RpcError("precondition_failed", `"${workflow}" cannot be invoked`, {
          hint: "Add call() or manual() to its `on`",
        });
      }
      const checked = await input.check(version, index, given);
      signal.throwIfAborted();
      const cause = {
        triggerKind: triggers[index]!.kind,
        candidates: [index],
        input: checked,
        detail: `by ${parent.name}`,
        parent: parent.id,
        since: log.head(),
        idem,
      };
      const created = nothingCreated();
      id = await writer.write((db) => createRun(db, version, cause, { now: now(), created }));
      this.options.created(workflow, created);
      // The parent was cancelled in the meantime, and did not find this one among its children.
      if (signal.aborted) this.options.cancel(id);
    }
    const end = ends.wait(id, signal, { ended });
    begun();
    const row = await end;
    if (row.state === "succeeded") return present(row.output) ?? null;
    const message = row.error?.message ?? `The run ${id} of "${workflow}" was ${row.state}`;
    const { name = "Error", code = -32053, reason = "cancelled" } = row.error ?? {};
    throw new StepError({ name, message, code, reason, hint: `It is the run ${id} of "${workflow}"` });
  }

  /** Runs that this one began and that have not ended. */
  of(parent: string): RunRow[] {
    return selectRuns(this.options.db, "parent = ? AND ended_at IS NULL ORDER BY ord", parent);
  }

  /** Children whose parent was cancelled or timed out, in an earlier life, before they were. */
  orphans(): RunRow[] {
    return selectRuns(
      this.options.db,
      "parent IS NOT NULL AND ended_at IS NULL AND EXISTS (SELECT 1 FROM wf_runs p WHERE p.id = wf_runs.parent AND " +
        "(p.state = 'cancelled' OR json_extract(p.interrupt, '$.at') >= wf_runs.created_at))",
    );
  }
}
