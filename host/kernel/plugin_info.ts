import type { FaultyPlugin } from "./discovery.ts";
import type { Interfaces } from "./life/interfaces.ts";
import type { PluginUnit } from "./plugin_unit.ts";
import type { PluginInfo, PluginRelations } from "./ports.ts";

/** How a plugin is shown outside the kernel. */
export function pluginInfo(unit: PluginUnit, enabled: boolean): PluginInfo {
  const { manifest } = unit.plugin;
  const { compartment } = unit;
  const nav = manifest.ui?.nav;
  const page = manifest.ui?.page;
  const panels = manifest.ui?.panels;
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
    ...(manifest.ui
      ? { ui: { ...(nav ? { nav } : {}), ...(page ? { page } : {}), ...(panels ? { panels } : {}) } }
      : {}),
    ...(compartment
      ? {
        pid: compartment.pid,
        memoryBytes: compartment.usage().rssBytes,
        startedAt: new Date(compartment.startedAt).toISOString(),
      }
      : {}),
    restarts: unit.restarts,
    ...(unit.lastEnd ? { lastEnd: unit.lastEnd } : {}),
    methods: compartment || unit.asleep ? unit.methods.length : 0,
  };
}

/** A folder whose plugin.json cannot be accepted, as it stands in the list. */
export function faultyInfo(plugin: FaultyPlugin): PluginInfo {
  return {
    id: plugin.id,
    version: plugin.version ?? "0.0.0",
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

/** How a plugin lives with the others. `uses` are the live scripts with the interfaces that they name. */
export function pluginRelations(
  unit: PluginUnit,
  interfaces: Interfaces,
  about: { ends: PluginRelations["ends"]; scripts: { name: string; uses: string[] }[] },
): PluginRelations {
  const { activation = "onStart", events } = unit.plugin.manifest;
  const missed = new Set(interfaces.missedWithout(unit.id));
  const scripts = about.scripts.flatMap(({ name, uses }) =>
    uses.filter((use) => missed.has(use)).map((use) => ({
      kind: "workflow" as const,
      id: name,
      interface: use,
      optional: false,
    }))
  );
  return {
    ends: about.ends,
    requires: interfaces.requirements(unit.id),
    provides: interfaces.provided(unit.id),
    dependents: [...interfaces.dependents(unit.id).map((one) => ({ kind: "plugin" as const, ...one })), ...scripts],
    activation: [activation].flat(),
    events: { emits: Object.keys(events?.emits ?? {}), listens: Object.keys(events?.listens ?? {}) },
  };
}
