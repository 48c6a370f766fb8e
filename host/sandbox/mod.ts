/**
 * Compartments: one process per plugin or script, the code in a Worker inside it, confined and watched.
 *
 * @module
 */
export { createSandbox, type SandboxOptions } from "./sandbox.ts";
export { isPrivateHost } from "./private_host.ts";
export { CompartmentError } from "./ports.ts";
export type {
  Compartment,
  CompartmentHandlers,
  CompartmentLimits,
  CompartmentSpec,
  EndReason,
  EndRecord,
  RequestOptions,
  Sandbox,
  SandboxLevel,
  Usage,
} from "./ports.ts";
