import type { TransactionalLog } from "../bus/ports.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Writer } from "../storage/ports.ts";
import type { InputCheck } from "./input_check.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun } from "./new_run.ts";
import { newRunId, newSeed } from "./run_id.ts";
import { insertRun, type RunRow } from "./run_store.ts";
import type { Version } from "./version_store.ts";

export interface ManualOptions {
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  input: InputCheck;
  now(): number;
  /** There is a new run of this workflow. */
  created(name: string, created: Created): void;
}

/** Runs that somebody asks for. */
export class Manual {
  constructor(private readonly options: ManualOptions) {}

  /** Begins a run by hand; answers its id when it is on disk. */
  async run(version: Version, given: unknown, starter: Caller): Promise<string> {
    const candidates = version.description.triggers.flatMap(({ kind }, index) => (kind === "manual" ? [index] : []));
    if (candidates.length === 0) {
      throw new RpcError("precondition_failed", `"${version.name}" cannot be begun by hand`, {
        hint: "Add manual() to its `on`",
      });
    }
    const checked = await this.options.input.check(version, candidates[0]!, given, "/input");
    const { writer, log, now } = this.options;
    const created = nothingCreated();
    const cause = { candidates, triggerKind: "manual", input: checked, starter, since: log.head() } as const;
    const id = await writer.write((db) => createRun(db, version, cause, { now: now(), created }));
    this.options.created(version.name, created);
    return id;
  }

  /** Begins a run with the event or the input of an earlier one, in this version. */
  async replay(earlier: RunRow, version: Version, starter: Caller): Promise<string> {
    const { name, event, input, key, eventSeq, since, detail, dueAt, triggerKind } = earlier;
    const createdAt = this.options.now();
    const id = newRunId(createdAt);
    const what = { name, event, input, key, eventSeq, since, detail, dueAt, triggerKind };
    const candidates = sameTriggers(earlier, version);
    await this.options.writer.write((db) =>
      insertRun(db, {
        ...what,
        id,
        hash: version.hash,
        candidates,
        starter,
        admitted: true,
        origin: earlier.id,
        seed: newSeed(),
        createdAt,
      })
    );
    this.options.created(name, { ...nothingCreated(), keys: new Set([key]) });
    return id;
  }
}

/** The triggers of another version that are of the run's kind: theirs may stand in another order. */
function sameTriggers({ hash, candidates, triggerKind }: RunRow, version: Version): number[] {
  if (hash === version.hash) return candidates;
  const found = version.description.triggers.flatMap(({ kind }, index) => (kind === triggerKind ? [index] : []));
  return found.length > 0 ? found : candidates;
}
