import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/mod.ts";
import type { CallRequest } from "../../rpc/ports.ts";
import type { Role } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import { Connection } from "./connection.ts";
import type { Hub } from "./hub.ts";

/** A socket shows only what its person's audience allows, so everybody may have one. */
export const EVERYBODY: Role[] = ["owner", "admin", "member", "guest", "agent"];

const pattern = z.string().min(1).max(200).regex(
  /^(?=[^.]*(\.[^.]*){0,7}$)([A-Za-z0-9_-]+|\*)(\.([A-Za-z0-9_-]+|\*))*(\.\*\*)?$|^\*\*$/,
  'expected a type such as "chat.message.sent" or a pattern such as "chat.*.sent" or "chat.**"',
);

/** `events.*`: what a WebSocket can subscribe to. */
export function eventsMethods(hub: Hub): HostMethods {
  return {
    "events.subscribe": hostMethod({
      summary: "Sends events of these types to this WebSocket, as notifications `events.event`",
      examples: [{ params: { types: ["polls.poll.*"], since: 4711 } }],
      errors: ["precondition_failed"],
      params: z.object({
        types: z.array(pattern).min(1).max(64),
        since: z.int().min(0).optional().describe("Position: first what came after it, then live. Default: live only"),
      }),
      result: z.object({ subscription: z.string(), position: z.int() }),
      roles: EVERYBODY,
      mcp: false,
      readOnly: true,
      handler: (params, call) => hub.subscribe(connectionOf(call), call, params),
    }),
    "events.unsubscribe": hostMethod({
      summary: "Ends a subscription of this WebSocket, or all of them",
      examples: [{ params: {} }],
      errors: ["precondition_failed"],
      params: z.object({ subscription: z.string().optional() }),
      result: z.object({ ended: z.int() }),
      roles: EVERYBODY,
      mcp: false,
      readOnly: true,
      handler: ({ subscription }, call) => ({ ended: connectionOf(call).removeSubscriptions(subscription) }),
    }),
  };
}

/** The socket that a call came in on; other transports have none. */
export function connectionOf(call: CallRequest): Connection {
  if (call.connection instanceof Connection) return call.connection;
  throw new RpcError("precondition_failed", `"${call.method}" works on a WebSocket only`, {
    hint: "Connect to /ws and call it there",
  });
}
