import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { GrantChange, GrantsView } from "../grants/mod.ts";
import { ADMINS, idOnly, permission, pluginId } from "./shapes.ts";
import { SAMPLE_PERMISSION } from "./samples.ts";

/** A plugin's rights, one by one. */
export interface GrantsDesk {
  grants(id: string): GrantsView;
  setGrants(id: string, change: GrantChange & { by: string }): Promise<GrantsView>;
}

const about = z.strictObject({
  kind: z.string().max(40).describe("Field of the manifest's permissions: net, call, publish …"),
  target: z.string().max(20_000).describe("Host, method, event type, name of a secret, command line …"),
});
const list = z.array(about).max(200).default([]);

const view = z.object({
  id: z.string(),
  items: z.array(permission),
  denied: z.array(z.object({
    kind: z.string(),
    target: z.string(),
    count: z.int(),
    lastAt: z.iso.datetime(),
    grantable: z.boolean().describe("False for what nobody can give to this plugin"),
    risk: z.enum(["low", "high"]),
    words: z.string(),
  })).describe("What it tried without a grant, newest first"),
});

/** `host.plugin.grants.*`. */
export function grantsMethods(desk: GrantsDesk): HostMethods {
  return {
    "host.plugin.grants.get": hostMethod({
      summary: "What a plugin asks for, holds and uses, and what it tried without a grant",
      examples: [{ params: { id: "polls" }, result: { id: "polls", items: [SAMPLE_PERMISSION], denied: [] } }],
      errors: ["not_found"],
      params: idOnly,
      result: view,
      roles: ADMINS,
      risk: "high",
      readOnly: true,
      handler: ({ id }) => desk.grants(id),
    }),
    "host.plugin.grants.set": hostMethod({
      summary: "Grants and revokes single permissions of a plugin; answers when it counts",
      examples: [{
        params: { id: "polls", grant: [{ kind: "call", target: "calendar.event.add" }] },
        result: { id: "polls", items: [SAMPLE_PERMISSION], denied: [] },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: pluginId, grant: list, revoke: list }),
      result: view,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id, grant, revoke }, call) => await desk.setGrants(id, { grant, revoke, by: call.caller.id }),
    }),
  };
}
