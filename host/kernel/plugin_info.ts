import type { FaultyPlugin } from "./discovery.ts";
import type { PluginUnit } from "./plugin_unit.ts";
import type { PluginInfo } from "./ports.ts";

/** How a plugin is shown outside the kernel. */
export function pluginInfo(unit: PluginUnit, enabled: boolean): PluginInfo {
  const { manifest } = unit.plugin;
  const { compartment } = unit;
  const nav = manifest.ui?.nav;
  const page = manifest.ui?.page;
  return {
    id: unit.id,
    version: manifest.version,
    name: manifest.name,
    description: manifest.description ?? "",
    ...(manifest.icon ? { icon: manifest.icon } : {}),
    enabled,
    state: unit.state,
    ...(unit.reason ? { reason: unit.reason } : {}),
    since: new Date(unit.since).toISOString(),
    running: compartment !== undefined,
    bundled: unit.bundled,
    ...(manifest.ui ? { ui: { ...(nav ? { nav } : {}), ...(page ? { page } : {}) } } : {}),
    ...(compartment ? { pid: compartment.pid, memoryBytes: compartment.usage().rssBytes } : {}),
    restarts: unit.restarts,
    ...(unit.lastEnd ? { lastEnd: unit.lastEnd } : {}),
    methods: compartment?.description.methods.length ?? 0,
  };
}

/** A folder whose plugin.json cannot be accepted, as it stands in the list. */
export function faultyInfo(plugin: FaultyPlugin): PluginInfo {
  return {
    id: plugin.id,
    version: "0.0.0",
    name: plugin.id,
    description: "",
    enabled: false,
    state: "stopped",
    reason: plugin.problem,
    since: new Date(0).toISOString(),
    running: false,
    bundled: false,
    restarts: 0,
    methods: 0,
  };
}
