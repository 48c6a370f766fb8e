import { argumentsOf, environmentOf, parentOf, processIds, startTimeOf } from "./proc.ts";

/** Carries the run tag in the environment of services, whose children may leave everything else behind. */
export const TAG_VARIABLE = "BULKHEAD_RUN_TAG";

/** Marks every compartment of one life of the host over one data folder, in its arguments. */
export interface RunTag {
  /** Begins all tags of this data folder. */
  prefix: string;
  /** This life's own. */
  tag: string;
}

/** The tag of a new life. The folder is hashed: its path is nobody's business in a process list. */
export async function newRunTag(dataDir: string): Promise<RunTag> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(dataDir));
  const prefix = `bulkhead-run:${new Uint8Array(digest).toHex().slice(0, 24)}:`;
  return { prefix, tag: prefix + crypto.randomUUID() };
}

/**
 * Ends the processes of earlier lives: those with this folder's prefix and another tag. A pid is signalled only while it
 * still has the start time with which it was found. Resolves when they are gone; answers how many were ended, what was
 * wrapped around them not counted.
 */
export async function sweepLeftovers(own: RunTag, timeoutMs = 5_000): Promise<number> {
  const found = processIds().flatMap((pid) => {
    const tag = tagOf(pid, own.prefix);
    const startTime = tag && tag !== own.tag ? startTimeOf(pid) : undefined;
    return startTime ? [{ pid, startTime }] : [];
  });
  const pids = new Set(found.map(({ pid }) => pid));
  const roots = found.filter(({ pid }) => !pids.has(parentOf(pid) ?? 0)).length;
  for (const { pid, startTime } of found) {
    if (startTimeOf(pid) !== startTime) continue;
    try {
      Deno.kill(pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  const deadline = performance.now() + timeoutMs;
  const alive = () => found.filter(({ pid, startTime }) => startTimeOf(pid) === startTime);
  while (alive().length > 0) {
    if (performance.now() > deadline) {
      throw new Error(`Processes of an earlier life do not end: ${alive().map(({ pid }) => pid).join(", ")}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return roots;
}

/** The tag that a process bears in its arguments, or with which it was started. */
function tagOf(pid: number, prefix: string): string | undefined {
  const argument = argumentsOf(pid).find((argument) => argument.startsWith(prefix));
  if (argument !== undefined) return argument;
  const line = environmentOf(pid).split("\0").find((line) => line.startsWith(`${TAG_VARIABLE}=${prefix}`));
  return line?.slice(TAG_VARIABLE.length + 1).split(" ", 1)[0];
}
