import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
  type Tool,
} from "@modelcontextprotocol/server";
import { RpcError } from "../../../sdk/errors.ts";
import { CALL_TOOL, MAX_FOUND, SEARCH_TOOLS } from "../catalogue/meta_tools.ts";
import { searchTools } from "../catalogue/search.ts";
import { isSchema } from "../catalogue/tool_schema.ts";
import { contentOf, errorOf, resultOf } from "../call/content.ts";
import { Throttle } from "../call/throttle.ts";
import { tolerate } from "../call/tolerate.ts";
import { callAs, type HandlerDeps } from "./deps.ts";
import { pageOf } from "./pages.ts";

/** A client is told how far a call is at most this often. */
const PROGRESS_MS = 25;

/** `tools/list` and `tools/call`. */
export function toolHandlers(server: Server, deps: HandlerDeps): void {
  server.setRequestHandler("tools/list", ({ params }) => {
    const { tools, print } = deps.offer.catalogue;
    const { page, next } = pageOf(tools, params?.cursor, print);
    return { tools: page, ...(next === undefined ? {} : { nextCursor: next }) };
  });
  server.setRequestHandler("tools/call", ({ params }, ctx) => callTool(params.name, params.arguments, ctx, deps));
}

async function callTool(name: string, args: unknown, ctx: ServerContext, deps: HandlerDeps): Promise<CallToolResult> {
  const given = isSchema(args) ? args : {};
  if (name === SEARCH_TOOLS) return search(given, deps);
  if (name === CALL_TOOL) return await callNamed(given, ctx, deps);
  const { methods, searchable } = deps.offer.catalogue;
  const method = methods.get(name);
  if (!method) {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 100)}`);
  }
  const tool = searchable.find((one) => one.name === name)!;
  const progress = progressTo(ctx);
  try {
    const params = tolerate(method.params, given);
    const result = await callAs(ctx, deps, method.name, params, progress && ((one) => progress.push(one)));
    progress?.flush();
    return typeof method.mcp === "object" && method.mcp.content ? contentOf(result) : resultOf(result, tool);
  } catch (error) {
    // Nothing may follow the answer.
    progress?.flush();
    if (error instanceof RpcError) return errorOf(error);
    throw error;
  }
}

/** Where the client asked for it, how far the call is goes out as it is reported. */
function progressTo(ctx: ServerContext): Throttle<{ progress: number; total?: number; message?: string }> | undefined {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  return new Throttle(PROGRESS_MS, (progress) => {
    if (ctx.mcpReq.signal.aborted) return;
    ctx.mcpReq.notify({ method: "notifications/progress", params: { progressToken, ...progress } }).catch(() => {});
  });
}

function search(given: Record<string, unknown>, { offer }: HandlerDeps): CallToolResult {
  const query = typeof given.query === "string" ? given.query : "";
  const limit = Math.trunc(Number(given.limit ?? 5));
  const most = Number.isFinite(limit) ? Math.min(Math.max(limit, 1), MAX_FOUND) : 5;
  const tools = searchTools(offer.catalogue.searchable, query, most).map(shown);
  const text = tools.length > 0
    ? JSON.stringify({ tools })
    : `No tool fits ${JSON.stringify(query.slice(0, 200))}: try other words, such as the name of a plugin`;
  return { content: [{ type: "text", text }] };
}

/** What a model needs of a tool to call it. */
function shown({ name, description, inputSchema }: Tool): unknown {
  return { name, description, inputSchema };
}

/** Also takes the method's own name, which is what documentation and errors speak of. */
async function callNamed(
  given: Record<string, unknown>,
  ctx: ServerContext,
  deps: HandlerDeps,
): Promise<CallToolResult> {
  const wanted = typeof given.name === "string" ? given.name : "";
  const { methods, searchable } = deps.offer.catalogue;
  const name = methods.has(wanted) ? wanted : [...methods].find(([, method]) => method.name === wanted)?.[0];
  if (name === undefined) {
    const [near] = searchTools(searchable, wanted, 1);
    return errorOf(
      new RpcError("method_not_found", `There is no tool "${wanted.slice(0, 100)}"`, {
        hint: near ? `Did you mean "${near.name}"? ${SEARCH_TOOLS} finds others` : `${SEARCH_TOOLS} finds tools`,
      }),
    );
  }
  const args = tolerate({ type: "object" }, given.arguments ?? {});
  return await callTool(name, args, ctx, deps);
}
