import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { PermissionInfo } from "../permissions/mod.ts";
import { type PackageInfo, packageInfo } from "./installs_shapes.ts";
import type { PluginMetrics } from "../load/mod.ts";
import type { PluginInfo, PluginRelations } from "../ports.ts";
import { EVERYONE, idOnly, info, isAdmin, permission, present, presentPermission } from "./shapes.ts";
import { SAMPLE_PERMISSION, SAMPLE_PLUGIN } from "./samples.ts";

/** What there is. */
export interface OverviewDesk {
  list(): PluginInfo[];
  permissions(id: string): PermissionInfo[];
  relations(id: string): PluginRelations | undefined;
  packageInfo(id: string): PackageInfo | undefined;
  metrics(id: string): PluginMetrics | undefined;
}

const figures = {
  p95Ms: z.number().optional(),
  memoryBytes: z.number().optional(),
  cpu: z.number().optional().describe("Share of one core"),
};

const detail = info.extend({
  metrics: z.object({
    callsPerSecond: z.number(),
    errorsPerMinute: z.number(),
    ...figures,
    history: z.array(z.object({ at: z.iso.datetime(), calls: z.number(), errors: z.number(), ...figures }))
      .describe("One for each minute of the last hour, oldest first"),
  }).optional().describe("Over the last minute; for admins"),
  permissions: z.array(permission).describe("What its manifest asks for"),
  package: packageInfo.optional().describe("Where it comes from, for those who run the place; missing for a folder's"),
  ends: z.array(z.record(z.string(), z.unknown())).optional().describe("How its processes ended, newest first"),
  requires: z.array(z.object({
    name: z.string(),
    range: z.string(),
    optional: z.boolean(),
    provider: z.string().optional().describe("The plugin that provides it now"),
    problem: z.string().optional().describe("Why it is not met, and what to do about it"),
  })).optional(),
  provides: z.array(z.object({ name: z.string(), version: z.string(), chosen: z.boolean() })).optional(),
  dependents: z.array(z.object({
    kind: z.enum(["plugin", "workflow"]),
    id: z.string(),
    interface: z.string(),
    optional: z.boolean(),
  })).optional().describe("Enabled plugins and scripts that would miss it"),
  activation: z.array(z.string()).optional(),
  events: z.object({ emits: z.array(z.string()), listens: z.array(z.string()) }).optional(),
});

/** `host.plugin.list` and `.get`. */
export function overviewMethods(desk: OverviewDesk): HostMethods {
  return {
    "host.plugin.list": hostMethod({
      summary: "Lists all plugins with their state",
      examples: [{ params: {}, result: { items: [SAMPLE_PLUGIN] } }],
      params: z.object({}),
      result: z.object({ items: z.array(info) }),
      roles: EVERYONE,
      readOnly: true,
      handler: (_params, call) => ({ items: desk.list().map((one) => present(one, call)) }),
    }),
    "host.plugin.get": hostMethod({
      summary: "One plugin with its state and its permissions",
      examples: [{ params: { id: "polls" }, result: { ...SAMPLE_PLUGIN, permissions: [SAMPLE_PERMISSION] } }],
      errors: ["not_found"],
      params: idOnly,
      result: detail,
      roles: EVERYONE,
      readOnly: true,
      handler: ({ id }, call) => {
        const found = desk.list().find((plugin) => plugin.id === id);
        if (!found) throw new RpcError("not_found", `No plugin "${id}"`, { path: "/id" });
        const metrics = isAdmin(call) ? desk.metrics(id) : undefined;
        const package_ = desk.packageInfo(id);
        const { ends, ...relations } = desk.relations(id) ?? {};
        return {
          ...present(found, call),
          permissions: desk.permissions(id).map((one) => presentPermission(one, call)),
          ...relations,
          ...(metrics ? { metrics } : {}),
          ...(package_ && isAdmin(call) ? { package: package_ } : {}),
          // What a process printed last is for those who run the place.
          ...(ends && isAdmin(call) ? { ends: ends.map((end) => ({ ...end })) } : {}),
        };
      },
    }),
  };
}
