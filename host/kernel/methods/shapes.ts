import { z } from "zod";
import type { CallRequest } from "../../rpc/ports.ts";
import type { Role } from "../../sdk/channel/protocol.ts";
import type { PermissionInfo } from "../permissions/mod.ts";
import type { PluginInfo } from "../ports.ts";

export const EVERYONE: Role[] = ["owner", "admin", "member", "guest", "agent"];
export const ADMINS: Role[] = ["owner", "admin"];

export const pluginId = z.string().min(1).max(40).describe("Id of the plugin");
/** Params of what asks for nothing but a plugin. */
export const idOnly = z.object({ id: pluginId });

/** One plugin as `host.plugin.list` shows it. */
export const info = z.object({
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
    panels: z.array(z.object({ id: z.string(), title: z.string(), slot: z.string().optional() })).optional(),
  }).optional(),
  pid: z.int().optional(),
  memoryBytes: z.number().optional(),
  startedAt: z.iso.datetime().optional().describe("When its process was started"),
  restarts: z.int(),
  lastEnd: z.record(z.string(), z.unknown()).optional().describe("How its last process ended"),
  methods: z.int(),
  update: z.object({ version: z.string(), needsConsent: z.boolean() }).optional()
    .describe("A newer version that its registry has; for those who run the place"),
  revoked: z.object({ registry: z.string() }).optional().describe("Its registry has revoked it: it does not run"),
});

/** What changes of state answer. */
export const brief = info.pick({ id: true, enabled: true, state: true });

export const permission = z.object({
  kind: z.string(),
  target: z.string(),
  reason: z.string().describe("The author's own words"),
  optional: z.boolean().optional().describe("It works without as well: of a secret"),
  granted: z.boolean(),
  risk: z.enum(["low", "high"]),
  words: z.string().describe("What it comes to, in plain words"),
  declared: z.boolean().describe("False for one that was given beyond what the manifest asks for"),
  grantable: z.boolean().describe("False for what nobody can give to this plugin"),
  grantedBy: z.string().optional().describe("Who decided last, also of one that was revoked"),
  grantedAt: z.iso.datetime().optional(),
  uses: z.int().optional().describe("In the last 30 days"),
  lastUsedAt: z.iso.datetime().optional(),
});

/** A permission without who decided and how it was used, which is for those who run the place. */
export function presentPermission(info: PermissionInfo, call: CallRequest): PermissionInfo {
  if (isAdmin(call)) return info;
  const { grantedBy: _by, grantedAt: _at, uses: _uses, lastUsedAt: _used, ...rest } = info;
  return rest;
}

export function isAdmin(call: CallRequest): boolean {
  return ADMINS.includes(call.caller.role);
}

/** What the last lines of a plugin's output say is for those who run the place. */
export function present(
  plugin: PluginInfo,
  call: CallRequest,
): Omit<PluginInfo, "lastEnd"> & { lastEnd?: Record<string, unknown> } {
  const { lastEnd, update, ...rest } = plugin;
  if (!isAdmin(call)) return rest;
  return { ...rest, ...(update ? { update } : {}), ...(lastEnd ? { lastEnd: { ...lastEnd } } : {}) };
}

export function short({ id, enabled, state }: PluginInfo): Pick<PluginInfo, "id" | "enabled" | "state"> {
  return { id, enabled, state };
}
