import type { ServiceUse } from "./ports.ts";
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

/** What a process and all its descendants use now; the process itself counts only with `itself`. */
export function treeUsage(root: number, { itself }: { itself: boolean }): ServiceUse {
  const use: ServiceUse = { processes: 0, rssBytes: 0, privateBytes: 0, cpuMs: 0 };
  const waiting = itself ? [root] : childrenOf(root);
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    addProcess(use, pid);
    waiting.push(...childrenOf(pid));
  }
  return use;
}

function addProcess(use: ServiceUse, pid: number): void {
  try {
    const probe = new ProcessProbe(pid);
    const [memory, cpu] = [probe.memory(), probe.cpu()];
    probe.close();
    use.processes++;
    use.rssBytes += memory?.rssBytes ?? 0;
    use.privateBytes += memory?.privateBytes ?? 0;
    use.cpuMs += cpu?.cpuMs ?? 0;
  } catch {
    // gone
  }
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
