/** What plugins do and use: calls, errors, times, memory, processor. */
export { exposePlugins } from "./expose.ts";
export type { MinuteFigures, PluginMetrics, PresentFigures, ProcessUse } from "./meter.ts";
export { Meters } from "./meters.ts";
