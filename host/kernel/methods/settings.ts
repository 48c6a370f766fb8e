import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import type { SettingsChange, SettingsView } from "../settings/mod.ts";
import { ADMINS, idOnly, pluginId } from "./shapes.ts";

/** Plugins' settings. */
export interface SettingsMethodsDesk {
  settings(id: string): SettingsView;
  setSettings(id: string, change: SettingsChange): Promise<SettingsView>;
}

const values = z.record(z.string().max(200), z.unknown());
const view = z.object({
  id: z.string(),
  schema: z.record(z.string(), z.unknown()).optional().describe("JSON Schema; missing when it has no settings"),
  values: values.describe("With the schema's defaults; secret ones are left out"),
  set: z.array(z.string()).describe("Names of secret values that are set"),
  problems: z.array(z.object({ path: z.string(), message: z.string() })).optional()
    .describe("Stored values that the schema does not accept: kept, and not handed to the plugin"),
});

/** `host.plugin.settings.*`. */
export function settingsMethods(desk: SettingsMethodsDesk): HostMethods {
  return {
    "host.plugin.settings.get": hostMethod({
      summary: "A plugin's settings and their schema",
      examples: [{ params: { id: "polls" }, result: { id: "polls", values: { welcome: "Hello" }, set: [] } }],
      errors: ["not_found"],
      params: idOnly,
      result: view,
      roles: ADMINS,
      risk: "high",
      readOnly: true,
      handler: ({ id }) => desk.settings(id),
    }),
    "host.plugin.settings.set": hostMethod({
      summary: "Changes the settings that are named and hands them to the running plugin",
      examples: [{
        params: { id: "polls", values: { welcome: "Hello" } },
        result: { id: "polls", values: { welcome: "Hello" }, set: [] },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({
        id: pluginId,
        values: values.default({}),
        clear: z.array(z.string()).max(500).default([]).describe("Names of settings to unset"),
      }),
      result: view,
      roles: ADMINS,
      risk: "high",
      handler: async ({ id, values, clear }, call) => await desk.setSettings(id, { values, clear, by: call.caller.id }),
    }),
  };
}
