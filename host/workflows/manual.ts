import type { TransactionalLog } from "../bus/ports.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { encode } from "../sdk/workflow/codec.ts";
import type { InputResult } from "../sdk/workflow/protocol.ts";
import type { Writer } from "../storage/ports.ts";
import type { Compartments } from "./compartments.ts";
import { type Created, createRun, nothingCreated } from "./new_run.ts";
import { newRunId, newSeed } from "./run_id.ts";
import { insertRun, type RunRow } from "./run_store.ts";
import type { Version } from "./version_store.ts";

export interface ManualOptions {
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  compartments: Compartments;
  now(): number;
  /** There is a new run of this workflow. */
  created(name: string, created: Created): void;
}

/** Runs that somebody asks for. */
export class Manual {
  constructor(private readonly options: ManualOptions) {}

  /** Begins a run by hand; answers its id when it is on disk. */
  async run(version: Version, given: unknown, starter: Caller): Promise<string> {
    const { compartments } = this.options;
    const candidates = version.description.triggers.flatMap(({ kind }, index) => (kind === "manual" ? [index] : []));
    if (candidates.length === 0) {
      throw new RpcError("precondition_failed", `"${version.name}" cannot be begun by hand`, {
        hint: "Add manual() to its `on`",
      });
    }
    const compartment = await compartments.acquire(version);
    let checked: InputResult;
    try {
      checked = await compartment.request<InputResult>("script.input", { input: encode(given) });
    } finally {
      compartments.release(version.hash, compartment);
    }
    if (!checked.ok) throw new RpcError("invalid_params", checked.message, { path: `/input${checked.path}` });
    const { writer, log, now } = this.options;
    const created = nothingCreated();
    const cause = { candidates, triggerKind: "manual", input: checked.input, starter, since: log.head() } as const;
    const id = await writer.write((db) => createRun(db, version, cause, { now: now(), created }));
    this.options.created(version.name, created);
    return id;
  }

  /** Begins a run with the event or the input of an earlier one. */
  async replay(earlier: RunRow, hash: string, starter: Caller): Promise<string> {
    const { name, candidates, event, input, key, eventSeq, since, detail, dueAt } = earlier;
    const createdAt = this.options.now();
    const id = newRunId(createdAt);
    const what = { name, candidates, event, input, key, eventSeq, since, detail, dueAt };
    await this.options.writer.write((db) =>
      insertRun(db, {
        ...what,
        id,
        hash,
        starter,
        triggerKind: "replay",
        admitted: true,
        origin: earlier.id,
        seed: newSeed(),
        createdAt,
      })
    );
    this.options.created(name, { keys: new Set([key]), asking: false });
    return id;
  }
}
