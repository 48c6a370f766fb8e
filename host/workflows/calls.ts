import type { TransactionalLog } from "../bus/ports.ts";
import type { CallRequest, MethodProvider } from "../rpc/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { reasonOfCode, RpcError } from "../sdk/errors.ts";
import { present } from "../sdk/workflow/codec.ts";
import type { Writer } from "../storage/ports.ts";
import type { InputCheck } from "./input_check.ts";
import { type Created, nothingCreated } from "./created.ts";
import { createRun, independentRun, type RunCause } from "./new_run.ts";
import { newRunId } from "./run_id.ts";
import type { RunEnds } from "./run_ends.ts";
import type { NewRun, RunRow } from "./run_store.ts";
import type { Version } from "./version_store.ts";

export interface CallsOptions {
  writer: Writer;
  log: Pick<TransactionalLog, "head">;
  input: InputCheck;
  ends: RunEnds;
  now(): number;
  live(): Version[];
  created(name: string, created: Created): void;
  /**
   * Begins a new run although it is not on disk yet; resolves when it is. Undefined, and nothing is begun, when it has to wait
   * for room.
   */
  beginAhead(run: NewRun): Promise<unknown> | undefined;
}

/** Longest time that a caller may wait for a run. */
const CALL_MS = 600_000;

/**
 * Workflows as methods, `workflow.<name>`: a call begins a run and answers what it returns. A call that comes again with
 * its key gets the same run. A caller who leaves does not end the run.
 */
export class Calls implements MethodProvider {
  readonly prefix = "workflow";
  readonly callMs = CALL_MS;

  constructor(private readonly options: CallsOptions) {}

  methods(): MethodDescriptor[] {
    return this.options.live().flatMap(({ name, description: { description, triggers } }) => {
      const trigger = triggers.find(({ kind }) => kind === "call");
      if (trigger?.kind !== "call") return [];
      return [{
        name: `workflow.${name}`,
        summary: description ?? `Runs the workflow "${name}" and answers what it returns`,
        params: { type: "object", ...trigger.input },
        result: trigger.output ?? {},
        ...(trigger.roles ? { roles: trigger.roles } : {}),
      }];
    });
  }

  async deliver(call: CallRequest): Promise<unknown> {
    const { writer, log, now } = this.options;
    const name = call.method.slice("workflow.".length);
    const version = this.options.live().find((each) => each.name === name);
    const index = version?.description.triggers.findIndex(({ kind }) => kind === "call") ?? -1;
    if (!version || index === -1) throw new RpcError("method_not_found", `No workflow "${name}" can be called`);
    const input = await this.options.input.check(version, index, call.params);
    const cause: RunCause = {
      triggerKind: "call",
      candidates: [index],
      input,
      starter: call.caller,
      detail: `by ${call.caller.name}`,
      since: log.head(),
      idem: call.key === undefined ? undefined : `call:${call.key}`,
    };
    const newId = newRunId(now());
    // Nobody has been told of it, so it need not be on disk before its first step is.
    const run = independentRun(version, cause, { now: now(), id: newId });
    const written = run && this.options.beginAhead(run);
    if (written) return await Promise.race([this.#answer(newId, call, { fresh: true }), failureOf(written)]);
    const created = nothingCreated();
    const id = await writer.write((db) => createRun(db, version, cause, { now: now(), created, id: newId }));
    this.options.created(name, created);
    // It may be an earlier one with this key, or one that was left out at once.
    return await this.#answer(id, call, { fresh: id === newId && !created.leftOut.includes(id) });
  }

  async #answer(id: string, call: CallRequest, { fresh }: { fresh: boolean }): Promise<unknown> {
    try {
      return outcome(await this.options.ends.wait(id, call.signal, { fresh }));
    } catch (error) {
      if (!call.signal?.aborted) throw error;
      throw new RpcError("cancelled", `Nobody waits for the run "${id}" any more; it goes on`);
    }
  }
}

/** Rejects as the promise does, and never resolves. */
function failureOf(promise: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => promise.catch(reject));
}

/** What a caller is told of a run that ended. */
function outcome({ id, state, output, error }: RunRow): unknown {
  if (state === "succeeded") return present(output) ?? null;
  const hint = `host.workflow.run.get {"id": "${id}"} tells what happened`;
  if (state === "cancelled") throw new RpcError("cancelled", `The run "${id}" was cancelled`, { hint });
  const kind = reasonOfCode(error?.code ?? -32603);
  const message = error?.message ?? "The run failed";
  if (kind === "internal") throw new RpcError("precondition_failed", message, { reason: "run_failed", hint });
  throw new RpcError(kind, message, { reason: error?.reason, hint });
}
