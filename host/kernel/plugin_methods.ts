import { z } from "zod";
import { type CallRequest, hostMethod, type HostMethods } from "../rpc/ports.ts";
import type { Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { PermissionInfo } from "./permission_view.ts";
import type { PluginInfo } from "./ports.ts";

/** What the methods need of the kernel. */
interface PluginDesk {
  list(): PluginInfo[];
  permissions(id: string): PermissionInfo[];
  enable(id: string, by: string): Promise<PluginInfo>;
  disable(id: string, by: string): Promise<PluginInfo>;
  restart(id: string): Promise<PluginInfo>;
}

const EVERYONE: Role[] = ["owner", "admin", "member", "guest", "agent"];
const ADMINS: Role[] = ["owner", "admin"];

const id = z.object({ id: z.string().min(1).max(40).describe("Id of the plugin") });
const info = z.object({
  id: z.string(),
  version: z.string(),
  name: z.string(),
  description: z.string(),
  icon: z.string().optional(),
  enabled: z.boolean(),
  state: z.enum([
    "installed",
    "starting",
    "ready",
    "degraded",
    "unresponsive",
    "backoff",
    "quarantined",
    "stopped",
    "disabled",
    "needs_grant",
  ]),
  reason: z.string().optional().describe("Why it is in this state"),
  since: z.iso.datetime(),
  running: z.boolean(),
  bundled: z.boolean(),
  ui: z.object({
    nav: z.object({ title: z.string(), icon: z.string().optional(), order: z.number().optional() }).optional(),
    page: z.string().optional(),
  }).optional(),
  pid: z.int().optional(),
  memoryBytes: z.number().optional(),
  restarts: z.int(),
  lastEnd: z.record(z.string(), z.unknown()).optional().describe("How its last process ended"),
  methods: z.int(),
});
const detail = info.extend({
  permissions: z.array(z.object({
    kind: z.string(),
    target: z.string(),
    reason: z.string().describe("The author's own words"),
    granted: z.boolean(),
  })).describe("What its manifest asks for"),
});
const brief = info.pick({ id: true, enabled: true, state: true });

/** `host.plugin.*`: what there is, and switching it on and off. */
export function pluginMethods(desk: PluginDesk): HostMethods {
  return {
    "host.plugin.list": hostMethod({
      summary: "Lists all plugins with their state",
      params: z.object({}),
      result: z.object({ items: z.array(info) }),
      roles: EVERYONE,
      readOnly: true,
      handler: (_params, call) => ({ items: desk.list().map((one) => present(one, call)) }),
    }),
    "host.plugin.get": hostMethod({
      summary: "One plugin with its state and its permissions",
      params: id,
      result: detail,
      roles: EVERYONE,
      readOnly: true,
      handler: ({ id }, call) => {
        const found = desk.list().find((plugin) => plugin.id === id);
        if (!found) throw new RpcError("not_found", `No plugin "${id}"`, { path: "/id" });
        return { ...present(found, call), permissions: desk.permissions(id) };
      },
    }),
    "host.plugin.enable": hostMethod({
      summary: "Switches a plugin on and answers when it is ready; grants it what its manifest lists",
      params: id,
      result: brief,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id }, call) => short(await desk.enable(id, call.caller.id)),
    }),
    "host.plugin.disable": hostMethod({
      summary: "Switches a plugin off and answers when it has drained and its process has ended",
      params: id,
      result: brief,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id }, call) => short(await desk.disable(id, call.caller.id)),
    }),
    "host.plugin.restart": hostMethod({
      summary: "Restarts a plugin; lifts backoff and quarantine",
      params: id,
      result: brief,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id }) => short(await desk.restart(id)),
    }),
  };
}

/** What the last lines of a plugin's output say is for those who run the place. */
function present(
  plugin: PluginInfo,
  call: CallRequest,
): Omit<PluginInfo, "lastEnd"> & { lastEnd?: Record<string, unknown> } {
  const { lastEnd, ...rest } = plugin;
  if (!lastEnd || !ADMINS.includes(call.caller.role)) return rest;
  return { ...rest, lastEnd: { ...lastEnd } };
}

function short({ id, enabled, state }: PluginInfo): Pick<PluginInfo, "id" | "enabled" | "state"> {
  return { id, enabled, state };
}
