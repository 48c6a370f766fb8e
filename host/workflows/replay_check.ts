import { RpcError } from "../sdk/errors.ts";
import type { Difference, FromScript, RunStart } from "../sdk/workflow/protocol.ts";
import type { Compartments } from "./compartments.ts";
import type { Version } from "./version_store.ts";

/** A script that says nothing for so long is no replay of anything. */
const MAX_MS = 20_000;

/**
 * Replays the journals of runs in another version of their script and looks whether it fits. Nothing of it has effects:
 * the script gets what is recorded, and of what it asks beyond that nothing is carried out.
 */
export class ReplayChecks {
  readonly #open = new Map<string, (difference: Difference | undefined) => void>();

  constructor(private readonly compartments: Pick<Compartments, "acquire" | "release">) {}

  /** How the version differs from the journal; undefined when it fits. Rejects when the version cannot be executed. */
  async difference(version: Version, start: RunStart): Promise<Difference | undefined> {
    const { run, generation } = start;
    const compartment = await this.compartments.acquire(version);
    const { promise, resolve, reject } = Promise.withResolvers<Difference | undefined>();
    const late = setTimeout(
      () => reject(new RpcError("deadline_exceeded", `The version ${version.hash} did not replay the run in time`)),
      MAX_MS,
    );
    this.#open.set(run, resolve);
    compartment.ended.then(({ message }) =>
      reject(new RpcError("internal", `The process ended while it replayed the run: ${message}`))
    );
    try {
      await compartment.request("run.start", { ...start, check: true } satisfies RunStart);
      return await promise;
    } finally {
      clearTimeout(late);
      this.#open.delete(run);
      promise.catch(() => {});
      compartment.request("run.drop", { run, generation }).catch(() => {});
      this.compartments.release(version.hash, compartment);
    }
  }

  /** A message of a script about a run; answers whether it is one that is looked at here. */
  receive(method: string, message: FromScript[keyof FromScript]): boolean {
    const told = this.#open.get(message.run);
    if (!told) return false;
    if (method === "run.checked") told((message as FromScript["run.checked"]).difference);
    else if (method === "run.mismatch") told((message as FromScript["run.mismatch"]).difference);
    return true;
  }
}
