import type { CallToolResult, ContentBlock, Tool } from "@modelcontextprotocol/server";
import { RpcError } from "../../../sdk/errors.ts";
import { isSchema } from "../catalogue/tool_schema.ts";

/** Characters of JSON that one result may have: more is of no use to a model. */
const MAX_RESULT = 1024 * 1024;
/** Content blocks are images more often than not. */
const MAX_CONTENT = 8 * 1024 * 1024;

/** What a method answered, as the result of its tool: JSON for those who read text, and the object itself. */
export function resultOf(result: unknown, tool: Tool): CallToolResult {
  const text = typeof result === "string" ? result : JSON.stringify(result ?? null);
  if (text.length > MAX_RESULT) {
    throw new RpcError("too_large", `The result has ${text.length} characters: at most ${MAX_RESULT} are sent`, {
      hint: "Ask for less: a smaller limit, or one thing instead of a list",
    });
  }
  const content: ContentBlock[] = [{ type: "text", text }];
  return isSchema(result) && tool.outputSchema ? { content, structuredContent: result } : { content };
}

/** The result of a method that makes content blocks itself. */
export function contentOf(result: unknown): CallToolResult {
  const blocks = isSchema(result) && Array.isArray(result.content) ? result.content : undefined;
  if (!blocks || JSON.stringify(blocks).length > MAX_CONTENT) {
    throw new RpcError("internal", `The method must answer {content: [...]} of at most ${MAX_CONTENT} characters`);
  }
  return { content: blocks as ContentBlock[] };
}

/** An error that the model can do something about: what happened, why, and what to do. */
export function errorOf(error: RpcError): CallToolResult {
  const { reason, hint, path, retryAfterMs, traceId } = error.data;
  const lines = [
    `Error ${reason}: ${error.message}`,
    ...hint ? [hint] : [],
    ...path ? [`Where: ${path}`] : [],
    ...retryAfterMs === undefined ? [] : [`Retry after ${retryAfterMs} ms`],
    ...traceId ? [`Trace ${traceId}`] : [],
  ];
  const { code, message } = error;
  return {
    isError: true,
    content: [{ type: "text", text: lines.join("\n") }],
    _meta: { "bulkhead/error": { code, message, data: { ...error.data } } },
  };
}
