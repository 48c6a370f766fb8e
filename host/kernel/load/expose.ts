import type { Metrics } from "../../observe/mod.ts";
import type { PluginUnit } from "../plugin_unit.ts";
import type { Meters } from "./meters.ts";

/** Puts what each plugin does and uses into `/metrics`. */
export function exposePlugins(metrics: Metrics, meters: Meters, units: ReadonlyMap<string, PluginUnit>): void {
  metrics.counter("bulkhead_plugin_calls_total", "Calls that a plugin answered.", (set) => {
    for (const [plugin, { calls }] of meters.totals()) set(calls, { plugin });
  });
  metrics.counter("bulkhead_plugin_errors_total", "Calls that failed by a fault of the plugin.", (set) => {
    for (const [plugin, { errors }] of meters.totals()) set(errors, { plugin });
  });
  metrics.counter("bulkhead_plugin_cpu_seconds_total", "Processor time of the plugin's processes.", (set) => {
    for (const [plugin, { cpuMs }] of meters.totals()) set(cpuMs / 1_000, { plugin });
  });
  metrics.gauge("bulkhead_plugin_memory_bytes", "Resident memory of the plugin's process.", (set) => {
    for (const [plugin, { memoryBytes }] of meters.totals()) {
      if (memoryBytes !== undefined) set(memoryBytes, { plugin });
    }
  });
  metrics.counter("bulkhead_plugin_restarts_total", "Starts of the plugin after its first one.", (set) => {
    for (const [plugin, { restarts }] of units) set(restarts, { plugin });
  });
  metrics.gauge("bulkhead_plugin_state", "1 for the state in which the plugin is.", (set) => {
    for (const [plugin, { state }] of units) set(1, { plugin, state });
  });
}
