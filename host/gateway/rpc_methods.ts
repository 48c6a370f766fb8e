import { z } from "zod";
import { hostMethod, type HostMethods, type Router } from "../rpc/mod.ts";
import { connectionOf, EVERYBODY } from "./socket/events_methods.ts";

/** `rpc.*`: the call path speaks about itself. */
export function rpcMethods(router: Router): HostMethods {
  return {
    "rpc.discover": hostMethod({
      summary: "The OpenRPC document of all that the caller may call",
      params: z.object({ prefix: z.string().max(40).optional().describe("Only this plugin's methods") }),
      result: z.looseObject({ openrpc: z.string() }),
      roles: EVERYBODY,
      readOnly: true,
      handler: ({ prefix }, call) => router.openrpc(call.caller, prefix) as { openrpc: string },
    }),
    "rpc.cancel": hostMethod({
      summary: "Takes back a call of the same WebSocket that has not been answered",
      params: z.object({ id: z.union([z.string(), z.number()]) }),
      result: z.object({ cancelled: z.boolean() }),
      roles: EVERYBODY,
      readOnly: true,
      handler: ({ id }, call) => ({ cancelled: connectionOf(call).cancel(id) }),
    }),
  };
}
