import { childrenOf, ProcessProbe } from "./proc.ts";

/** What a process and all that came of it use together. */
export interface TreeUse {
  /** Counted up to the limit that was asked for. */
  processes: number;
  privateBytes: number;
}

/** Looks at all descendants of a process, which itself is not counted. Stops above `maxProcesses`. */
export function treeUse(root: number, maxProcesses: number): TreeUse {
  const use: TreeUse = { processes: 0, privateBytes: 0 };
  const waiting = childrenOf(root);
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    if (++use.processes > maxProcesses) break;
    use.privateBytes += privateBytes(pid);
    waiting.push(...childrenOf(pid));
  }
  return use;
}

function privateBytes(pid: number): number {
  try {
    const probe = new ProcessProbe(pid);
    const memory = probe.memory();
    probe.close();
    return memory?.privateBytes ?? 0;
  } catch {
    return 0; // gone
  }
}
