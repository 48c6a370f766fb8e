import { z } from "zod";
import { hostMethod, type HostMethods, type Router } from "../rpc/mod.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { connectionOf, EVERYBODY } from "./socket/events_methods.ts";

/** `rpc.*`: the call path speaks about itself. */
export function rpcMethods(router: Router, publicUrl: string): HostMethods {
  return {
    "rpc.discover": hostMethod({
      summary: "The OpenRPC document of all that the caller may call",
      examples: [{ params: { prefix: "host" } }],
      params: z.object({ prefix: z.string().max(40).optional().describe("Only this plugin's methods") }),
      result: z.looseObject({ openrpc: z.string() }),
      roles: EVERYBODY,
      mcp: false,
      readOnly: true,
      handler: ({ prefix }, call) => document(router, call.caller, publicUrl, prefix),
    }),
    "rpc.cancel": hostMethod({
      summary: "Takes back a call of the same WebSocket that has not been answered",
      examples: [{ params: { id: 7 } }],
      errors: ["precondition_failed"],
      params: z.object({ id: z.union([z.string(), z.number()]) }),
      result: z.object({ cancelled: z.boolean() }),
      roles: EVERYBODY,
      mcp: false,
      readOnly: true,
      handler: ({ id }, call) => ({ cancelled: connectionOf(call).cancel(id) }),
    }),
  };
}

/** The OpenRPC document with the address of this host in it. */
export function document(router: Router, caller: Caller, publicUrl: string, prefix?: string): OpenrpcDocument {
  const url = new URL(prefix === undefined ? "/rpc" : `/rpc/${encodeURIComponent(prefix)}`, publicUrl).href;
  return { ...router.openrpc(caller, prefix), servers: [{ name: "this host", url }] } as unknown as OpenrpcDocument;
}

/** As much of it as the gateway looks at. */
export interface OpenrpcDocument extends Record<string, unknown> {
  openrpc: string;
  methods: unknown[];
}
