import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { PageCall } from "../pages/mod.ts";
import { EVERYONE, pluginId } from "./shapes.ts";

/** What pages in frames need. */
export interface PageDesk {
  /** Somebody looks at its page. */
  wake(id: string): void;
  pageCall(page: PageCall, call: CallRequest): Promise<unknown>;
}

/** `host.plugin.page.open` and `.call`. */
export function pageMethods(desk: PageDesk): HostMethods {
  return {
    "host.plugin.page.open": hostMethod({
      summary: "Says that somebody looks at a plugin's page: one that is started by that is started",
      examples: [{ params: { id: "polls" }, result: { id: "polls" } }],
      errors: ["not_found", "plugin_unavailable"],
      params: z.object({ id: pluginId }),
      result: z.object({ id: z.string() }),
      roles: EVERYONE,
      relays: true,
      handler: ({ id }) => {
        desk.wake(id);
        return { id };
      },
    }),
    "host.plugin.page.call": hostMethod({
      summary:
        "Calls a method for the page of a plugin from elsewhere: within that plugin's grant and the caller's rights",
      examples: [{ params: { id: "polls", method: "polls.poll.list", params: {} }, result: { items: [] } }],
      errors: ["not_found", "not_permitted", "plugin_unavailable"],
      params: z.object({
        id: pluginId.describe("The plugin whose page calls"),
        method: z.string().min(1).max(200),
        params: z.record(z.string(), z.unknown()).optional(),
        confirmed: z.boolean().optional().describe(
          "The person agreed to this call; without it one of high risk answers the reason confirmation_required",
        ),
      }),
      result: z.unknown(),
      roles: EVERYONE,
      relays: true,
      handler: (page, call) => desk.pageCall(page, call),
    }),
  };
}
