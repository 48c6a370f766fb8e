import schema from "../../schemas/plugin.schema.json" with { type: "json" };
import type { CompartmentLimits } from "../sandbox/ports.ts";
import type { PluginManifest } from "../packages/ports.ts";

const rules = schema.properties.limits.properties;

/** What the schema gives to a manifest that says nothing. */
export const DEFAULT_LIMITS: CompartmentLimits = {
  workers: rules.workers.default,
  cpu: rules.cpu.default,
  memoryMb: rules.memoryMb.default,
  storageMb: rules.storageMb.default,
  callMs: rules.callMs.default,
  startMs: rules.startMs.default,
  maxConcurrent: rules.maxConcurrent.default,
  eventsPerSecond: rules.eventsPerSecond.default,
  logsPerMinute: rules.logsPerMinute.default,
};

/** How long everything may take while a debugger may be attached, in milliseconds: a day. */
export const INSPECTED_MS = 86_400_000;

/** A manifest's limits; their caps were checked when it was read. */
export function limitsOf(manifest: Pick<PluginManifest, "limits">): CompartmentLimits {
  return { ...DEFAULT_LIMITS, ...manifest.limits };
}
