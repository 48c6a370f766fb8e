import { ERRORS } from "../../../schemas/generated/errors.ts";
import type { ErrorRecord } from "./step_error.ts";

/** Why a run is to end before its script does. */
export interface InterruptCause {
  kind: "cancel" | "timeout";
  /** When, milliseconds since 1970. */
  at: number;
  /** For people; it is what the steps reject with. */
  message: string;
}

/**
 * A run is being ended: what was under way rejects in the script, so that its `catch` and `finally` can clean up with
 * further steps. It is a fact of the journal, so a replay meets it at the same place.
 */
export interface Interrupt extends InterruptCause {
  /** Steps up to this position that had not ended are the ones that reject. */
  position: number;
}

/** How long a script may take to clean up, unless it says otherwise. */
export const DEFAULT_GRACE_MS = 5 * 60_000;

/** What the steps that are interrupted reject with. */
export function interruptError({ kind, message }: InterruptCause): ErrorRecord {
  if (kind === "timeout") {
    return { name: "TimeoutError", message, code: ERRORS.deadline_exceeded.code, reason: "deadline_exceeded" };
  }
  return { name: "CancelledError", message, code: ERRORS.cancelled.code, reason: "cancelled" };
}

/** How a run ends that was interrupted, whatever its script made of it. */
export interface InterruptedEnd {
  state: "cancelled" | "failed";
  reason: string | null;
  output?: unknown;
  error?: ErrorRecord;
}

/** The end of an interrupted run whose script returned or threw, or that ran out of time (`late`) while cleaning up. */
export function interruptedEnd(
  interrupt: Interrupt,
  { output, error, late = false }: { output?: unknown; error?: ErrorRecord; late?: boolean },
): InterruptedEnd {
  const own = interruptError(interrupt);
  // Most scripts let the interruption through; anything else went wrong on the way out, and somebody has to know.
  const fault = error && error.reason !== own.reason ? error : undefined;
  const note = late ? "it did not clean up in time" : fault && `cleaning up failed: ${fault.message}`;
  if (interrupt.kind === "cancel") {
    return { state: "cancelled", reason: note ? `${own.message}; ${note}` : own.message, output, error: fault };
  }
  return {
    state: "failed",
    reason: null,
    error: { ...own, at: error?.at, message: note ? `${own.message}; ${note}` : own.message },
  };
}
