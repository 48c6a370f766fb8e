import type { WireError } from "./protocol.ts";

/**
 * Why a call was refused, or why there is no connection. `reason` is stable: a host reason such as `forbidden`,
 * `not_permitted` or `plugin_unavailable`, one of the plugin's own, or `declined` (the person did not confirm),
 * `timeout`, `not_framed`.
 *
 * @example
 * ```ts
 * import { PageError } from "@bulkhead/page";
 *
 * function wordsOf(error: unknown): string {
 *   if (!(error instanceof PageError)) return String(error);
 *   return error.reason === "forbidden" ? "Ask an admin to do this" : [error.message, error.hint].join(" ");
 * }
 *
 * const error = new PageError({ code: -32003, message: "No", data: { reason: "forbidden" } });
 * if (wordsOf(error) !== "Ask an admin to do this") throw error;
 * ```
 */
export class PageError extends Error {
  /** `PageError`. */
  override readonly name = "PageError";
  /** JSON-RPC code; 0 when it was not the host that refused. */
  readonly code: number;
  /** Stable name of what went wrong. */
  readonly reason: string;
  /** What to do about it, for a person. */
  readonly hint?: string;
  /** JSON pointer into the params. */
  readonly path?: string;
  /** Milliseconds after which the same call can succeed. */
  readonly retryAfterMs?: number;
  /** Finds the log records of the call. */
  readonly traceId?: string;

  /** From the error as it came over the wire; one without a reason is `internal`. */
  constructor(error: WireError) {
    super(error.message);
    const { reason = "internal", hint, path, retryAfterMs, traceId } = error.data ?? {};
    this.code = error.code;
    this.reason = reason;
    this.hint = hint;
    this.path = path;
    this.retryAfterMs = retryAfterMs;
    this.traceId = traceId;
  }
}

/** An error of the connection itself. */
export function localError(reason: string, message: string, hint?: string): PageError {
  return new PageError({ code: 0, message, data: { reason, ...(hint ? { hint } : {}) } });
}
