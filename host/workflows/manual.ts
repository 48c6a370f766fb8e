import type { TransactionalLog } from "../bus/ports.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { encode } from "../sdk/workflow/codec.ts";
import type { InputResult } from "../sdk/workflow/protocol.ts";
import type { Writer } from "../storage/ports.ts";
import { keyByPath } from "./admission.ts";
import type { Compartments } from "./compartments.ts";
import { newRunId, newSeed } from "./run_id.ts";
import { insertRun, type NewRun, type RunRow } from "./run_store.ts";
import type { Version } from "./version_store.ts";

export interface ManualOptions {
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  compartments: Compartments;
  now(): number;
  /** There is a new run of this workflow, of this key; or one of which the script must be asked. */
  created(name: string, keys: ReadonlySet<string>, asking: boolean): void;
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
    return await this.#insert(version, {
      candidates,
      triggerKind: "manual",
      input: checked.input,
      starter,
      admitted: version.description.concurrency?.key !== "script",
      key: keyByPath(version.description, { input: checked.input }),
    });
  }

  /** Begins a run with the event or the input of an earlier one. */
  async replay(earlier: RunRow, hash: string, starter: Caller): Promise<string> {
    const { name, candidates, event, input, key, id, eventSeq, since } = earlier;
    return await this.#insert({ name, hash }, {
      candidates,
      triggerKind: "replay",
      event,
      input,
      starter,
      admitted: true,
      key,
      origin: id,
      eventSeq,
      since,
    });
  }

  async #insert(
    version: Pick<Version, "name" | "hash">,
    run: Omit<NewRun, "id" | "name" | "hash" | "since" | "seed" | "createdAt"> & { since?: number },
  ): Promise<string> {
    const createdAt = this.options.now();
    const id = newRunId(createdAt);
    const since = run.since ?? this.options.log.head();
    await this.options.writer.write((db) =>
      insertRun(db, { ...run, id, since, name: version.name, hash: version.hash, seed: newSeed(), createdAt })
    );
    this.options.created(version.name, new Set([run.key]), !run.admitted);
    return id;
  }
}
