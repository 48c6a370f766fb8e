import { type GetPromptResult, ProtocolError, ProtocolErrorCode, type Server } from "@modelcontextprotocol/server";
import { RpcError } from "../../../sdk/errors.ts";
import { isSchema } from "../catalogue/tool_schema.ts";
import { tolerate } from "../call/tolerate.ts";
import { callAs, type HandlerDeps } from "./deps.ts";
import { pageOf } from "./pages.ts";
import { protocolError } from "./protocol_error.ts";

/** `prompts/list` and `prompts/get`: a prompt is a method whose answer is what to say to the model. */
export function promptHandlers(server: Server, deps: HandlerDeps): void {
  server.setRequestHandler("prompts/list", ({ params }) => {
    const { prompts, print } = deps.offer.catalogue;
    const { page, next } = pageOf([...prompts.values()].map(({ prompt }) => prompt), params?.cursor, print);
    return { prompts: page, ...(next === undefined ? {} : { nextCursor: next }) };
  });
  server.setRequestHandler("prompts/get", async ({ params }, ctx) => {
    const found = deps.offer.catalogue.prompts.get(params.name);
    if (!found) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown prompt: ${params.name.slice(0, 100)}`);
    }
    const { method, prompt } = found;
    try {
      const result = await callAs(ctx, deps, method.name, tolerate(method.params, params.arguments ?? {}));
      return messagesOf(result, prompt.description);
    } catch (error) {
      throw error instanceof RpcError ? protocolError(error) : error;
    }
  });
}

function messagesOf(result: unknown, description: string | undefined): GetPromptResult {
  const about = description === undefined ? {} : { description };
  if (isSchema(result) && Array.isArray(result.messages)) return { ...about, ...result } as GetPromptResult;
  const text = isSchema(result) ? result.text : result;
  if (typeof text !== "string") {
    throw new ProtocolError(
      ProtocolErrorCode.InternalError,
      "The prompt's method must answer a text, {text} or {messages}",
    );
  }
  return { ...about, messages: [{ role: "user", content: { type: "text", text } }] };
}
