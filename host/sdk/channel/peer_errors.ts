import { RpcError, type RpcErrorObject } from "../errors.ts";

/** What the other side sent as an error; anything malformed counts as internal. */
export function errorOf(error: unknown): RpcError {
  const { code, message, data } = (error ?? {}) as Partial<RpcErrorObject>;
  return RpcError.from({
    code: typeof code === "number" ? code : -32603,
    message: typeof message === "string" ? message : "An error without a message",
    data: data !== null && typeof data === "object" && typeof data.reason === "string" ? data : undefined,
  });
}

/** Stands where no handler was given. */
export function noHandler(method: string): never {
  throw new RpcError("method_not_found", `No handler for ${JSON.stringify(method)} on this channel`);
}

/** For a caller that took a call back, or a handler whose call was taken back. */
export function cancelled(method?: string): RpcError {
  return new RpcError("cancelled", method ? `${JSON.stringify(method)} was cancelled` : "The caller took it back");
}

/** Too much waits to be written. */
export function congested(waitingBytes: number): RpcError {
  return new RpcError("rate_limited", `${waitingBytes} bytes wait to be read by the other side`, {
    reason: "channel_congested",
    retryAfterMs: 100,
  });
}

/** The other side has too many calls in work here. */
export function tooMany(serving: number): RpcError {
  return new RpcError("rate_limited", `${serving} calls of this side are in work already`, {
    reason: "too_many_calls",
    retryAfterMs: 100,
  });
}

/** The channel ended before the answer. */
export function gone(method: string, cause?: Error): RpcError {
  return new RpcError("plugin_unavailable", `The channel ended before ${JSON.stringify(method)} was answered`, {
    hint: cause?.message,
    cause,
  });
}
