import { z } from "zod";
import { hostMethod, type HostMethods } from "../../rpc/ports.ts";
import {
  grantHash,
  type InspectInfo,
  inspectInfo,
  installed,
  type InstallResult,
  sourceText,
  versionRange,
} from "./installs_shapes.ts";
import { ADMINS, pluginId } from "./shapes.ts";
import { SAMPLE_PERMISSION } from "./samples.ts";

/** Packages from anywhere. */
export interface InstallsDesk {
  inspect(request: { source: string; version?: string | undefined }): Promise<InspectInfo>;
  install(request: {
    source: string;
    version?: string | undefined;
    grantHash: string;
    by: string;
  }): Promise<InstallResult>;
  update(request: {
    id: string;
    version?: string | undefined;
    grantHash?: string | undefined;
    by: string;
  }): Promise<InstallResult>;
  rollback(request: {
    id: string;
    version?: string | undefined;
    data: "keep" | "restore";
    by: string;
  }): Promise<InstallResult>;
  uninstall(request: { id: string; deleteData: boolean; by: string }): Promise<{ id: string; dataKept: boolean }>;
}

/** Fetching over a slow line, copying data and starting take their time; each has a limit of its own. */
const INSTALL_MS = 600_000;

/** `host.plugin.inspect | install | update | rollback | uninstall`. */
export function installsMethods(desk: InstallsDesk): HostMethods {
  return {
    "host.plugin.inspect": hostMethod({
      summary: "Fetches and verifies a package without running anything of it: who made it, what it asks for",
      examples: [{
        params: { source: "polls@^1" },
        result: {
          source: "polls@1.2.0",
          manifest: { id: "polls", version: "1.2.0", name: "Polls" },
          publisher: "Ada Example",
          signature: "valid",
          tier: "registry",
          permissions: [{ ...SAMPLE_PERMISSION, granted: false }],
          limits: {},
          requires: [],
          hash: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
          sizeBytes: 48_120,
          grantHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          problems: [],
        },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ source: sourceText, version: versionRange.optional() }),
      result: inspectInfo,
      roles: ADMINS,
      risk: "high",
      readOnly: true,
      callMs: INSTALL_MS,
      handler: (request) => desk.inspect(request),
    }),
    "host.plugin.install": hostMethod({
      summary: "Installs exactly the package that was inspected, grants it what it asks for and enables it",
      examples: [{
        params: { source: "polls@^1", grantHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
        result: { id: "polls", enabled: true, state: "ready", version: "1.2.0" },
      }],
      errors: ["not_found", "conflict", "precondition_failed"],
      params: z.strictObject({ source: sourceText, version: versionRange.optional(), grantHash }),
      result: installed,
      roles: ADMINS,
      risk: "high",
      callMs: INSTALL_MS,
      handler: (request, call) => desk.install({ ...request, by: call.caller.id }),
    }),
    "host.plugin.update": hostMethod({
      summary: "Takes another version into use; the one before and its data come back when it does not become ready",
      examples: [{ params: { id: "polls" }, result: { id: "polls", enabled: true, state: "ready", version: "1.3.0" } }],
      errors: ["not_found", "conflict", "precondition_failed"],
      params: z.strictObject({
        id: pluginId,
        version: versionRange.optional(),
        grantHash: grantHash.optional().describe("Needed when it asks for more than the version in use"),
      }),
      result: installed,
      roles: ADMINS,
      risk: "high",
      callMs: INSTALL_MS,
      handler: (request, call) => desk.update({ ...request, by: call.caller.id }),
    }),
    "host.plugin.rollback": hostMethod({
      summary: "Takes a version that was in use before into use again",
      examples: [{
        params: { id: "polls", data: "keep" },
        result: { id: "polls", enabled: true, state: "ready", version: "1.2.0" },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({
        id: pluginId,
        version: z.string().max(200).optional().describe("Default: the one that was in use last"),
        data: z.enum(["keep", "restore"]).default("keep")
          .describe("restore: the data of that time; what is there now is kept aside"),
      }),
      result: installed,
      roles: ADMINS,
      risk: "high",
      callMs: INSTALL_MS,
      handler: (request, call) => desk.rollback({ ...request, by: call.caller.id }),
    }),
    "host.plugin.uninstall": hostMethod({
      summary: "Stops a plugin and removes its package; its data stays unless it is to be deleted",
      examples: [{ params: { id: "polls" }, result: { id: "polls", dataKept: true } }],
      errors: ["not_found", "precondition_failed"],
      params: z.strictObject({ id: pluginId, deleteData: z.boolean().default(false) }),
      result: z.object({ id: z.string(), dataKept: z.boolean() }),
      roles: ADMINS,
      risk: "high",
      callMs: INSTALL_MS,
      handler: (request, call) => desk.uninstall({ ...request, by: call.caller.id }),
    }),
  };
}
