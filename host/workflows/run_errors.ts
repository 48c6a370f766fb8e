import { CompartmentError, type EndRecord } from "../sandbox/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { ErrorRecord } from "../sdk/workflow/step_error.ts";
import type { RunRow } from "./run_store.ts";

/** What of a compartment's end a run is told. */
export type RunEnd = Pick<EndRecord, "reason" | "message">;

/** The end of a compartment that did not come up. */
export function endOf(error: unknown): RunEnd {
  if (error instanceof CompartmentError) return error.end;
  return { reason: "start", message: (error as Error).message };
}

/** Why a run failed whose compartment ended again and again. */
export function endedTooOften(crashes: number, end: RunEnd): ErrorRecord {
  return {
    name: "CompartmentError",
    message: `The script's process ended ${crashes} times without progress, last with ${end.reason}: ${end.message}`,
    code: -32603,
    reason: end.reason,
  };
}

export function wrongState(row: RunRow, hint: string): RpcError {
  return new RpcError("precondition_failed", `Run "${row.id}" is ${row.state}`, { hint });
}
