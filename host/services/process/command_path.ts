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

/**
 * The absolute path of a service's command: a name is looked up in its own path, one with a slash from its working
 * directory. Throws RpcError when there is no such program, or when it lies in the host's data folder but not in the
 * service's own.
 */
export function commandIn(command: string, where: { path: string; cwd: string; dataDir: string }): string {
  const tried = command.includes("/")
    ? [command.startsWith("/") ? command : `${where.cwd}/${command}`]
    : where.path.split(":").filter((folder) => folder.startsWith("/")).map((folder) => `${folder}/${command}`);
  const path = tried.find(isProgram);
  if (path === undefined) {
    throw new RpcError("not_found", `There is no program "${command}"`, {
      reason: "no_program",
      path: "/exec/0",
      hint: command.includes("/")
        ? `Expected an executable file at ${tried[0]}`
        : `Looked in ${where.path}: install it, write its absolute path, or take PATH into env_inherit`,
    });
  }
  const data = Deno.realPathSync(where.dataDir);
  const real = Deno.realPathSync(path);
  if (real.startsWith(`${data}/`) && !real.startsWith(`${data}/services/`)) {
    throw new RpcError("not_permitted", `"${command}" lies in the host's data folder, where plugins write`, {
      path: "/exec/0",
      hint: `Expected a program of the machine, or one in ${data}/services`,
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
