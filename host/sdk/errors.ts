import { type ErrorReason, ERRORS } from "../../schemas/generated/errors.ts";

export type { ErrorReason };

/** What a JSON-RPC error carries in `data`. `reason` is a host reason or one of the plugin's own. */
export interface ErrorData {
  /** Stable machine-readable name: a host reason, or a plugin's own such as `tombstoned`. */
  reason: string;
  /** What to do about it, for a person. */
  hint?: string;
  /** JSON pointer into the params. */
  path?: string;
  /** Milliseconds after which a retry can succeed. */
  retryAfterMs?: number;
  /** Finds the log records of this call. */
  traceId?: string;
}

/** Options of {@linkcode RpcError}; everything but `cause` goes into `error.data`. */
export interface RpcErrorOptions extends Omit<ErrorData, "reason"> {
  /** A reason of the plugin's own; the code stays that of the host reason. */
  reason?: string;
  /** What led to it; for the log, it does not leave the process. */
  cause?: unknown;
}

/**
 * An error that may leave the process: it has a code, a reason and a message for people.
 * Everything else that is thrown is wrapped once, at the boundary, as `internal`.
 *
 * @example
 * ```ts
 * import { RpcError } from "@bulkhead/plugin";
 *
 * const error = new RpcError("not_found", 'No channel "#ops": create it first', { path: "/channel" });
 * if (error.code !== -32004) throw new Error("wrong code");
 * ```
 */
export class RpcError extends Error {
  /** `RpcError`. */
  override readonly name: string = "RpcError";
  /** JSON-RPC error code from the host's table. */
  readonly code: number;
  /** What goes with it over the wire. */
  readonly data: ErrorData;

  /** `kind` gives the code; the reason is the same unless the options name one of the plugin's own. */
  constructor(kind: ErrorReason, message: string, options: RpcErrorOptions = {}) {
    const { cause, reason, ...rest } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = ERRORS[kind].code;
    this.data = { reason: reason ?? kind, ...rest };
  }

  /** The host reason that belongs to this error's code. */
  get kind(): ErrorReason {
    return reasonOfCode(this.code);
  }

  /** The wire form: `{code, message, data}`. */
  toJSON(): RpcErrorObject {
    return { code: this.code, message: this.message, data: this.data };
  }

  /** Rebuilds an error from its wire form. */
  static from(object: RpcErrorObject): RpcError {
    const { reason, ...rest } = object.data ?? { reason: reasonOfCode(object.code) };
    return new RpcError(reasonOfCode(object.code), object.message, { reason, ...rest });
  }
}

/** Takes secrets out of all words of an error, in place: who made it may have put into them what it holds. */
export function redactError(error: RpcError, redact: (text: string) => string): void {
  const { data } = error;
  error.message = redact(error.message);
  data.reason = redact(data.reason);
  if (data.hint !== undefined) data.hint = redact(data.hint);
  if (data.path !== undefined) data.path = redact(data.path);
}

/** A JSON-RPC 2.0 error object as Bulkhead sends it. */
export interface RpcErrorObject {
  /** From the host's table: -32004 is `not_found`. */
  code: number;
  /** For people. */
  message: string;
  /** Reason, hint and what else is known. */
  data?: ErrorData;
}

const BY_CODE = new Map<number, ErrorReason>(
  Object.entries(ERRORS).map(([reason, entry]) => [entry.code, reason as ErrorReason]),
);

/** The host reason of a JSON-RPC code; an unknown code counts as `internal`. */
export function reasonOfCode(code: number): ErrorReason {
  return BY_CODE.get(code) ?? "internal";
}
