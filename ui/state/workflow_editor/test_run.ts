import { RpcFailure } from "../../sdk/failure.ts";
import type { RpcPort } from "../../sdk/ports.ts";

/** What a test run is begun with. */
export type TestInput =
  | { kind: "manual"; data: unknown }
  | { kind: "call"; method: string; data: unknown }
  | { kind: "event"; type: string; subject?: string; data: unknown };

/**
 * Begins a run; answers its id, or nothing when the run is found by looking at the newest. A fault of the input carries
 * a path below `/data`, where the form looks for it.
 */
export async function beginTest(rpc: RpcPort, name: string, input: TestInput): Promise<string | undefined> {
  try {
    if (input.kind === "call") {
      await rpc.call(input.method, input.data ?? {});
      return undefined;
    }
    const given = input.kind === "manual"
      ? input.data === null ? {} : { input: input.data }
      : { event: { type: input.type, ...(input.subject ? { subject: input.subject } : {}), data: input.data } };
    const { runId } = await rpc.call<{ runId: string }>("host.workflow.run", { name, ...given });
    return runId;
  } catch (error) {
    const failure = RpcFailure.wrap(error);
    const path = input.kind === "call"
      ? failure.path && `/data${failure.path}`
      : failure.path?.replace(/^\/(?:input|event\/data)(?=\/|$)/, "/data");
    throw new RpcFailure({ ...failure, message: failure.message, ...(path ? { path } : {}) }, { cause: error });
  }
}
