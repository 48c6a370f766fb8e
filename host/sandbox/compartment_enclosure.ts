import type { Enclosure } from "./bubblewrap.ts";
import type { CompartmentSpec, SandboxLevel } from "./ports.ts";
import type { RuntimeFiles } from "./runtime_files.ts";

export interface EnclosureContext {
  boot: string;
  files: RuntimeFiles;
  /** Hosts that are granted, as Deno is told them. */
  allowNet: string[];
  inspect?: string;
  /** The socket of its channel. */
  channel?: string;
}

/**
 * What a compartment sees: the runtime, the boot file, its bundle, and its data folder, the only place that it can write
 * to. A debugger connects over the host's network, so an inspected compartment has it even where nothing is granted.
 */
export function compartmentEnclosure(
  spec: CompartmentSpec,
  level: SandboxLevel,
  context: EnclosureContext,
): Enclosure {
  const network = context.allowNet.length > 0 || context.inspect !== undefined || !level.privateNetwork;
  return {
    readOnly: [
      ...context.files.needed,
      context.boot,
      spec.entry,
      ...context.channel === undefined ? [] : [context.channel],
    ],
    readOnlyIfThere: network ? context.files.forNetwork : [],
    hidden: [],
    writable: [spec.dataDir],
    links: {},
    cwd: spec.dataDir,
    network,
  };
}
