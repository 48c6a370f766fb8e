import type { CallRequest, Router } from "../../rpc/ports.ts";
import type { Caller } from "../../sdk/channel/protocol.ts";

/** What MCP needs of the rest of the host. */
export interface McpParts {
  router: Pick<Router, "call" | "visible" | "onChange">;
  /** State of each plugin by id: one that is off has an address all the same. */
  plugins(): Record<string, string>;
}

/** Who makes a request, and what their calls count by. */
export interface McpCaller {
  caller: Caller;
  rate: CallRequest["rate"];
  traceparent?: string;
}
