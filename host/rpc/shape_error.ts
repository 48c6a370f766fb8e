import type { Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";

/**
 * The one place that decides what leaves the host when something is thrown. An {@linkcode RpcError} passes with a
 * trace id; everything else becomes `internal`: its text and stack go to the log, and only in dev also to the caller.
 */
export function shapeError(
  thrown: unknown,
  context: { method: string; traceId: string; dev: boolean; logger: Logger },
): RpcError {
  if (thrown instanceof RpcError) {
    thrown.data.traceId ??= context.traceId;
    return thrown;
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  context.logger.error(`"${context.method}" failed: ${error.message}`, {
    method: context.method,
    traceId: context.traceId,
    stack: error.stack,
  });
  return new RpcError(
    "internal",
    context.dev ? `${error.name}: ${error.message}` : "Something went wrong in the host",
    {
      traceId: context.traceId,
      hint: context.dev ? error.stack : `The log has the details under trace ${context.traceId}`,
      cause: thrown,
    },
  );
}
