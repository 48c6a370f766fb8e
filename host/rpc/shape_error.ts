import type { Logger } from "../observe/ports.ts";
import { redactError, RpcError } from "../sdk/errors.ts";

export interface ErrorContext {
  method: string;
  traceId: string;
  dev: boolean;
  logger: Logger;
  /** Takes secrets out of a text. */
  redact?: (text: string) => string;
}

/**
 * The one place that decides what leaves the host when something is thrown. An {@linkcode RpcError} passes with a
 * trace id; everything else becomes `internal`: its text and stack go to the log, and only in dev also to the caller.
 */
export function shapeError(
  thrown: unknown,
  context: ErrorContext,
): RpcError {
  if (thrown instanceof RpcError) {
    thrown.data.traceId ??= context.traceId;
    return redacted(thrown, context.redact);
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  context.logger.error(`"${context.method}" failed: ${error.message}`, {
    method: context.method,
    traceId: context.traceId,
    stack: error.stack,
  });
  const shaped = new RpcError(
    "internal",
    context.dev ? `${error.name}: ${error.message}` : "Something went wrong in the host",
    {
      traceId: context.traceId,
      hint: context.dev ? error.stack : `The log has the details under trace ${context.traceId}`,
      cause: thrown,
    },
  );
  return redacted(shaped, context.redact);
}

/** A plugin may have put into its words what it holds. */
function redacted(error: RpcError, redact: ErrorContext["redact"]): RpcError {
  if (redact) redactError(error, redact);
  return error;
}
