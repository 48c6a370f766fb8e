import type { ServerContext } from "@modelcontextprotocol/server";
import type { Offer } from "../offer.ts";
import type { McpCaller, McpParts } from "../ports.ts";

/** What the handlers of a server work with. */
export interface HandlerDeps {
  offer: Offer;
  router: Pick<McpParts["router"], "call">;
}

/** Who makes the request that a handler works on. */
export function callerOf(ctx: ServerContext): McpCaller {
  return ctx.http!.authInfo!.extra!.who as McpCaller;
}

/** One call of the router in the name of whoever made the request; a cancel of theirs takes it back. */
export function callAs(
  ctx: ServerContext,
  { router }: HandlerDeps,
  method: string,
  params: unknown,
  onProgress?: (progress: { progress: number; total?: number; message?: string }) => void,
): Promise<unknown> {
  const { caller, rate, traceparent } = callerOf(ctx);
  return router.call({
    method,
    params,
    caller,
    rate,
    traceparent,
    transport: "mcp",
    signal: ctx.mcpReq.signal,
    ...(onProgress ? { onProgress } : {}),
  });
}
