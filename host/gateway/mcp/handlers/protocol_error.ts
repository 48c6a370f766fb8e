import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { RpcError } from "../../../sdk/errors.ts";

/** An error of a call where MCP has no result that could say so: prompts, resources. */
export function protocolError(error: RpcError): ProtocolError {
  const { hint } = error.data;
  const code = error.kind === "invalid_params" || error.kind === "not_found"
    ? ProtocolErrorCode.InvalidParams
    : error.code;
  return new ProtocolError(code, hint ? `${error.message}. ${hint}` : error.message, { ...error.data });
}
