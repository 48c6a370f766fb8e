import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { PluginInfo } from "../ports.ts";
import { ADMINS, brief, idOnly, short } from "./shapes.ts";

/** Switching plugins on and off. */
export interface SwitchingDesk {
  enable(id: string, by: string): Promise<PluginInfo>;
  disable(id: string, by: string): Promise<PluginInfo>;
  restart(id: string): Promise<PluginInfo>;
}

/** `host.plugin.enable`, `.disable` and `.restart`. */
export function switchingMethods(desk: SwitchingDesk): HostMethods {
  return {
    "host.plugin.enable": hostMethod({
      summary: "Switches a plugin on and answers when it is ready; grants it what its manifest lists",
      examples: [{ params: { id: "polls" }, result: { id: "polls", enabled: true, state: "ready" } }],
      errors: ["not_found", "precondition_failed", "plugin_unavailable"],
      params: idOnly,
      result: brief,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id }, call) => short(await desk.enable(id, call.caller.id)),
    }),
    "host.plugin.disable": hostMethod({
      summary: "Switches a plugin off and answers when it has drained and its process has ended",
      examples: [{ params: { id: "polls" }, result: { id: "polls", enabled: false, state: "disabled" } }],
      errors: ["not_found", "precondition_failed"],
      params: idOnly,
      result: brief,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id }, call) => short(await desk.disable(id, call.caller.id)),
    }),
    "host.plugin.restart": hostMethod({
      summary: "Restarts a plugin; lifts backoff and quarantine",
      examples: [{ params: { id: "polls" }, result: { id: "polls", enabled: true, state: "ready" } }],
      errors: ["not_found", "precondition_failed", "plugin_unavailable"],
      params: idOnly,
      result: brief,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id }) => short(await desk.restart(id)),
    }),
  };
}
