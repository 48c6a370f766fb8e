import process from "node:process";

/** What this process and all below it have of the memory once garbage is collected, in MB; shared pages count in part. */
export async function treeMemoryMb(): Promise<number> {
  const { gc } = globalThis as { gc?: () => void };
  for (let round = 0; round < 4; round++) {
    gc?.();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const parents = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? readText(`/proc/${name}/stat`) : "";
    // The name of the program, in brackets, may hold spaces.
    const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  let kb = 0;
  for (const pid of parents.keys()) if (isBelow(pid, process.pid, parents)) kb += pssKb(pid);
  return kb / 1_024;
}

function isBelow(pid: number, top: number, parents: Map<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at)) if (at === top) return true;
  return false;
}

function pssKb(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** Nothing of a process that has just ended. */
function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
