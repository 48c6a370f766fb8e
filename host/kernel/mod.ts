/** Plugin lifecycle: discover, grant, order, start, watch, stop. */
export { createKernel } from "./kernel.ts";
export type { Kernel, KernelOptions } from "./kernel_options.ts";
export { GrantBook } from "./grants.ts";
export { migrateCopies, type MigrateCopiesOptions } from "./migrate_copies.ts";
export { registryMethods, type RegistryMethodsOptions } from "./registry_methods.ts";
export { publisherMethods } from "./publisher_methods.ts";
export { systemMethods, type SystemParts } from "./system_methods.ts";
export type { PluginChange, PluginInfo, PluginState } from "./ports.ts";
export { entriesOf, type Entry, entryFor, type Permissions, permissionsOf } from "./permissions/mod.ts";
