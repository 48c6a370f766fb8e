import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { InterfaceInfo } from "../ports.ts";
import { ADMINS, pluginId } from "./shapes.ts";

/** Which plugin provides an interface. */
export interface ProviderDesk {
  interfaces(): InterfaceInfo[];
  chooseProvider(name: string, id: string, by: string): Promise<InterfaceInfo>;
}

const info = z.object({
  interface: z.string(),
  provider: z.string().optional().describe("Missing while no enabled plugin provides it"),
  candidates: z.array(z.object({ id: z.string(), version: z.string(), enabled: z.boolean() })),
});

/** `host.plugin.provider.list` and `.set`. */
export function providerMethods(desk: ProviderDesk): HostMethods {
  return {
    "host.plugin.provider.list": hostMethod({
      summary: "Lists all interfaces with who provides them now and who could",
      examples: [{
        params: {},
        result: { items: [{ interface: "polls", candidates: [{ id: "polls", version: "1.2.0", enabled: true }] }] },
      }],
      params: z.object({}),
      result: z.object({ items: z.array(info) }),
      roles: ADMINS,
      readOnly: true,
      handler: () => ({ items: desk.interfaces() }),
    }),
    "host.plugin.provider.set": hostMethod({
      summary: "Chooses the plugin that provides an interface; its methods then answer under that prefix",
      examples: [{
        params: { interface: "polls", id: "polls" },
        result: { interface: "polls", candidates: [{ id: "polls", version: "1.2.0", enabled: true }] },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.object({ interface: z.string().min(1).max(40).describe("Name of the interface"), id: pluginId }),
      result: info,
      roles: ["owner"],
      risk: "high",
      handler: ({ interface: name, id }, call) => desk.chooseProvider(name, id, call.caller.id),
    }),
  };
}
