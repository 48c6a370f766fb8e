/**
 * Compartments: one process per plugin or script, the code in a Worker inside it, confined and watched.
 *
 * @module
 */
export { createSandbox, type SandboxOptions } from "./sandbox.ts";
export { BUBBLEWRAP } from "./bubblewrap.ts";
export { type EnclosureProbe, probeEnclosure } from "./enclosure_probe.ts";
export { BUBBLEWRAP_REMEDY } from "./level.ts";
export { runtimeFiles } from "./runtime_files.ts";
export { coversHost } from "./permission_audit.ts";
export { isPrivateHost } from "./private_host.ts";
export { CompartmentError, ProgramError } from "./ports.ts";
export type {
  Compartment,
  CompartmentHandlers,
  CompartmentLimits,
  CompartmentSpec,
  EndReason,
  EndRecord,
  PermissionUse,
  Program,
  ProgramEnd,
  ProgramLimits,
  ProgramSpec,
  RequestOptions,
  Sandbox,
  SandboxLevel,
  SandboxPart,
  ServiceProgram,
  ServiceSpec,
  ServiceUse,
  Usage,
} from "./ports.ts";
