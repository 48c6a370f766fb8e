import { type Duration, durationMs } from "./duration.ts";
import { type ErrorReason, ERRORS } from "../../../schemas/generated/errors.ts";

/** How an error stands in the journal and in a run's history. */
export interface ErrorRecord {
  /** Name of what was thrown: `RpcError`, `TypeError`, `TimeoutError` … */
  name: string;
  message: string;
  /** JSON-RPC code; -32603 for what a `step` function threw. */
  code: number;
  /** A host reason (`not_found`) or a plugin's own (`tombstoned`). */
  reason: string;
  hint?: string;
  /** The step that failed, `name` or `name#2` for a later occurrence. */
  step?: string;
  /** Where it was thrown: places of stack frames in the bundle, innermost first. */
  at?: string;
  /** Whoever threw it says that no retry mends it. */
  final?: true;
  /** Whoever threw it says when another attempt makes sense at the earliest. */
  retryAfterMs?: number;
}

/**
 * What a failed step rejects with: the same class and the same fields in the live run and at each replay.
 *
 * @example
 * ```ts
 * import { StepError } from "@bulkhead/workflow";
 *
 * const error: unknown = new StepError({ name: "RpcError", message: "No channel", code: -32004, reason: "not_found" });
 * if (!(error instanceof StepError) || error.reason !== "not_found") throw error;
 * ```
 */
export class StepError extends Error {
  override readonly name: string;
  /** JSON-RPC code from the host's table. */
  readonly code: number;
  /** Stable name of what went wrong. */
  readonly reason: string;
  /** What to do about it, for a person. */
  readonly hint?: string;
  /** The step that failed. */
  readonly step?: string;

  constructor(record: ErrorRecord) {
    super(record.message);
    this.name = record.name;
    this.code = record.code;
    this.reason = record.reason;
    this.hint = record.hint;
    this.step = record.step;
  }
}

/**
 * What a step throws when no retry can mend it: it fails at once.
 *
 * @example
 * ```ts
 * import { manual, NonRetryableError, workflow } from "@bulkhead/workflow";
 *
 * export default workflow({ name: "pay", on: manual() }, async ({ step }) => {
 *   await step("charge", () => {
 *     throw new NonRetryableError("The card has expired");
 *   });
 * });
 * ```
 */
export class NonRetryableError extends Error {
  override readonly name: string = "NonRetryableError";
  /** Mark that survives bundles. */
  readonly final = true;
}

/**
 * What a step throws when another attempt makes sense only after a while, as an API that answers 429 says. It counts as
 * an attempt.
 *
 * @example
 * ```ts
 * import { RetryAfterError } from "@bulkhead/workflow";
 *
 * const error = new RetryAfterError("The API wants a pause", "30s");
 * if (error.retryAfterMs !== 30_000) throw error;
 * ```
 */
export class RetryAfterError extends Error {
  override readonly name: string = "RetryAfterError";
  readonly retryAfterMs: number;

  /** `after` is how long to wait. @throws {TypeError} when it is no duration. */
  constructor(message: string, after: Duration, options?: ErrorOptions) {
    super(message, options);
    this.retryAfterMs = durationMs(after);
  }
}

const REASON_BY_CODE = new Map<number, ErrorReason>(
  Object.entries(ERRORS).map(([reason, entry]) => [entry.code, reason as ErrorReason]),
);

/** The record of anything that was thrown. Fields of RPC errors and of {@linkcode StepError} are kept. */
export function errorRecord(thrown: unknown): ErrorRecord {
  if (!(thrown instanceof Error)) {
    return { name: "Error", message: text(thrown), code: ERRORS.internal.code, reason: "internal" };
  }
  const { code, reason, hint, step, data, final, retryAfterMs } = thrown as Partial<StepError & ErrorRecord> & {
    data?: { reason?: string; hint?: string };
  };
  const known = typeof code === "number" && REASON_BY_CODE.has(code) ? code : ERRORS.internal.code;
  return {
    name: thrown.name || "Error",
    message: thrown.message,
    code: known,
    reason: str(reason) ?? str(data?.reason) ?? REASON_BY_CODE.get(known) ?? "internal",
    hint: str(hint) ?? str(data?.hint),
    step: str(step),
    ...(final === true ? { final } : {}),
    ...(typeof retryAfterMs === "number" && retryAfterMs >= 0 ? { retryAfterMs } : {}),
  };
}

function str(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function text(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  try {
    return JSON.stringify(thrown) ?? String(thrown);
  } catch {
    return String(thrown);
  }
}

/** How the host's error table says that a code is retried. */
export function retryClass(code: number): "never" | "backoff" | "after" | "wait" {
  return ERRORS[REASON_BY_CODE.get(code) ?? "internal"].retry;
}
