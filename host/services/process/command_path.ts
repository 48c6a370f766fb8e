import { RpcError } from "../../sdk/errors.ts";

/** Where commands are looked for. Nothing of the host's environment or of a plugin decides it. */
export const SAFE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * The absolute path of a command: a name is looked up in the safe path, an absolute path is taken as it is. Throws
 * RpcError when there is no such program, or when it lies in the host's data folder, where plugins can write.
 */
export function commandPath(command: string, dataDir: string): string {
  const path = candidates(command).find(isProgram);
  if (path === undefined) {
    throw new RpcError("not_found", `No program "${command}" on this machine`, {
      reason: "no_program",
      hint: command.includes("/") ? "Expected an executable file" : `Looked in ${SAFE_PATH}`,
    });
  }
  const real = Deno.realPathSync(path);
  if (`${real}/`.startsWith(`${Deno.realPathSync(dataDir)}/`)) {
    throw new RpcError("not_permitted", `"${command}" lies in the data folder: what a plugin wrote is never started`, {
      hint: "Expected a program of the machine",
    });
  }
  return path;
}

function candidates(command: string): string[] {
  if (command.startsWith("/")) return [command];
  if (command.includes("/") || command === "." || command === "..") return [];
  return SAFE_PATH.split(":").map((folder) => `${folder}/${command}`);
}

function isProgram(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && ((mode ?? 0) & 0o111) !== 0;
  } catch {
    return false;
  }
}
