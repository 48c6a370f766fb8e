/** What a call can fail with, as pages see it. */
export interface FailureInfo {
  /** JSON-RPC code; 0 when no answer came at all. */
  code: number;
  /** Stable name: one of the host's reasons, a plugin's own, or `offline`. */
  reason: string;
  message: string;
  hint?: string;
  /** JSON pointer into the params. */
  path?: string;
  retryAfterMs?: number;
  traceId?: string;
}

/** A call that was not answered with a result. */
export class RpcFailure extends Error implements FailureInfo {
  override readonly name = "RpcFailure";
  readonly code: number;
  readonly reason: string;
  readonly hint?: string;
  readonly path?: string;
  readonly retryAfterMs?: number;
  readonly traceId?: string;

  constructor(info: FailureInfo, options?: ErrorOptions) {
    super(info.message, options);
    this.code = info.code;
    this.reason = info.reason;
    this.hint = info.hint;
    this.path = info.path;
    this.retryAfterMs = info.retryAfterMs;
    this.traceId = info.traceId;
  }

  /** No answer came: the server is away, or the network. */
  get offline(): boolean {
    return this.reason === "offline";
  }

  /** The same call may succeed later without a change. */
  get retryable(): boolean {
    return this.offline || this.code === -32029 || this.code === -32050 || this.code === -32051;
  }

  /** From the error object of a JSON-RPC answer. */
  static from(error: { code: number; message: string; data?: Partial<FailureInfo> }): RpcFailure {
    const { reason = "internal", hint, path, retryAfterMs, traceId } = error.data ?? {};
    return new RpcFailure({ code: error.code, message: error.message, reason, hint, path, retryAfterMs, traceId });
  }

  /** Whatever was thrown, as a failure with words for people. */
  static wrap(error: unknown): RpcFailure {
    if (error instanceof RpcFailure) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new RpcFailure({ code: -32603, reason: "internal", message }, { cause: error });
  }
}
