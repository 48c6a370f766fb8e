import { probeLevel } from "./level.ts";
import type { SandboxLevel, SandboxPart } from "./ports.ts";
import { type RuntimeFiles, runtimeFiles } from "./runtime_files.ts";

/** What this machine has for compartments. */
export interface Machine {
  level: SandboxLevel;
  files: RuntimeFiles;
}

/**
 * Tries out what the machine has. That takes some 40 ms of other processes' time: `level` can be handed on at once and is
 * filled in when `known` resolves. `certificate` is a file of certificates that outgoing TLS trusts.
 */
export function examineMachine(
  options: { without: SandboxPart[]; certificate?: string },
): { level: SandboxLevel; known: Promise<Machine> } {
  const level: SandboxLevel = {
    setpriv: false,
    prlimit: false,
    nice: false,
    bubblewrap: false,
    privateNetwork: false,
    remarks: [],
  };
  const examine = async (): Promise<Machine> => {
    const files = await runtimeFiles(Deno.execPath(), options.certificate);
    Object.assign(level, await probeLevel({ without: options.without, files }));
    return { level, files };
  };
  return { level, known: examine() };
}
