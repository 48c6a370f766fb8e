/** Plugin lifecycle: discover, grant, order, start, watch, stop. */
export { createKernel, type Kernel, type KernelOptions } from "./kernel.ts";
export { GrantBook } from "./grants.ts";
export { systemMethods, type SystemParts } from "./system_methods.ts";
export type { PluginChange, PluginInfo, PluginState } from "./ports.ts";
